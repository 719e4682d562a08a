/**
 * What a failure does to a key: `failed` of key-verdict.ts, in one step that nothing can come between, and once for each
 * lease (CLU-12). What the failure says was worked out before (key-facts.ts).
 */
export const failScript = `
local lease, facts = input.lease, input.facts
local observedAt = math.min(input.observedAt, now)

redis.call('ZREM', nameOf('fl', lease.keyId), lease.leaseId)
local record = load(lease)

local function answer(result)
  local epoch = redis.call('GET', base .. ':epoch') or ''
  local rev = tonumber(redis.call('GET', base .. ':rev') or 0)
  return { cjson.encode({ result = result, epoch = epoch, rev = rev, now = now }), cjson.encode(record) }
end

if not redis.call('SET', nameOf('d', lease.leaseId), 1, 'NX', 'PX', input.rememberMs) then return answer('known') end

local function slotOf(window)
  if window.kind ~= 'cooldown' then return window.kind end
  return 'cooldown:' .. (window.model or '*')
end

-- COOL-6, COOL-9
local function isSame(window)
  if window.kind ~= facts.kind then return false end
  return input.widens or not window.model or window.model == facts.model
end

local function takeRivals()
  local rivals = {}
  for slot, window in pairs(record.windows) do
    if window['until'] > now and isSame(window) then
      rivals[#rivals + 1] = window
      record.windows[slot] = nil
    end
  end
  table.sort(rivals, function(a, b) return a.openedAt < b.openedAt end)
  return rivals
end

-- This failure decides about what had ended for its model.
local function dropEnded()
  for slot, window in pairs(record.windows) do
    if window['until'] <= now and covers(window, lease.model) then record.windows[slot] = nil end
  end
end

-- Plain keys start anew each time they are disabled (COOL-13).
local function nextCount()
  if facts.kind == 'cooldown' or record.isProfile then return (record.counts[facts.kind] or 0) + 1 end
  return 1
end

local function opened()
  local count = nextCount()
  if facts.kind ~= 'block' then record.counts[facts.kind] = count end
  local stepMs = facts.stepsMs[math.min(count, #facts.stepsMs)]
  local window = { kind = facts.kind, reason = facts.reason, model = facts.model, openedAt = now }
  window['until'] = now + math.max(stepMs, facts.askedMs or 0)
  window.askedUntil = facts.askedMs and now + facts.askedMs
  return window
end

local function joined(rivals)
  local window = rivals[1]
  local before, scope, askedBefore = window['until'], window.model, window.askedUntil
  local asked = facts.askedMs and now + facts.askedMs
  local last, askedLast = asked or 0, asked
  for _, rival in ipairs(rivals) do
    last = math.max(last, rival['until'])
    if rival.askedUntil then askedLast = largest(askedLast, rival.askedUntil) end
    if rival.model ~= facts.model then window.model = nil end
  end
  window['until'] = last
  window.askedUntil = askedLast
  return window, before ~= last or scope ~= window.model or askedBefore ~= askedLast
end

local function judge()
  if facts.kind == 'ceiling' then
    record.ceilings = record.ceilings or {}
    record.ceilings[facts.model] = { limit = facts.limit, ['until'] = now + facts.forMs }
    return 'noted'
  end
  if observedAt < (record.lastSuccessAt or 0) then return 'noted' end
  if observedAt - (record.lastFailureAt or 0) > input.failureWindowMs then record.counts = {} end
  record.lastFailureAt = largest(observedAt, record.lastFailureAt)
  record.lastError = input.lastError
  record.slowSince = nil
  local rivals = takeRivals()
  dropEnded()
  local window, isWider
  if #rivals > 0 then window, isWider = joined(rivals) else window = opened() end
  record.windows[slotOf(window)] = window
  if #rivals == 0 then return 'opened' end
  return isWider and 'extended' or 'noted'
end

freeProbe(record, lease.leaseId)
local result = lease.gen >= record.gen and judge() or 'noted'
save(record)
if result ~= 'noted' then changed() end
return answer(result)
`;
