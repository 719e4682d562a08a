import { leaseChoice } from './lease-choice.js';

/**
 * Chooses a key and marks its lease, in one step that nothing can come between (CLU-3). Why there is none is worked out by
 * the caller, from the records.
 */
export const leaseScript = `
${leaseChoice}
local probeMs = 45000
local throttleMs = 30000
local waiterMs = 300

-- CLU-8: the first waiters of all workers, by arrival. One that no longer asks has gone.
local queue, alive = base .. ':w', base .. ':wa'

local function placeInQueue()
  for _, gone in ipairs(redis.call('ZRANGEBYSCORE', alive, '-inf', now)) do
    redis.call('ZREM', queue, gone)
    redis.call('ZREM', alive, gone)
  end
  return (redis.call('ZRANK', queue, input.waiterId) or redis.call('ZCARD', queue)) + input.ahead
end

local function joinQueue()
  redis.call('ZADD', queue, 'NX', now, input.waiterId)
  redis.call('ZADD', alive, now + waiterMs, input.waiterId)
  redis.call('PEXPIRE', queue, 10000)
  redis.call('PEXPIRE', alive, 10000)
end

local function leaveQueue()
  redis.call('ZREM', queue, input.waiterId)
  redis.call('ZREM', alive, input.waiterId)
end

-- How many calls could start now; nil: any number.
local function roomForAll()
  local room = 0
  for _, candidate in ipairs(candidates) do
    if isToBeHad(candidate) then
      if not candidate.limit then return nil end
      room = room + candidate.limit - candidate.calls
    end
  end
  return room
end

local function isOthersTurn()
  local room = roomForAll()
  if not room then return false end
  if placeInQueue() >= room then return true end
  if input.ahead == 0 then leaveQueue() end
  return false
end

-- No two leases of a provider have the same (CLU-6).
local function leasedAt()
  local last = now
  for _, candidate in ipairs(candidates) do last = math.max(last, (candidate.record.lastLeasedAt or 0) + 1) end
  return last
end

-- Rotations and the throttled probes of primaries are neither first calls nor further ones (CLU-21).
local function spendFor(probe)
  if input.isRetry or probe == 'half-open' then return spend('further') end
  if input.isFirst and not probe then return spend('first') end
end

local function markProbe(record)
  for _, window in pairs(record.windows) do
    if covers(window, model) and window['until'] <= now then
      window.probe = { leaseId = input.leaseId, ['until'] = now + probeMs }
    end
  end
end

local function grant(candidate, probe)
  local record = candidate.record
  local isCounted = candidate.limit ~= nil or probe ~= nil
  record.lastLeasedAt = leasedAt()
  if probe then record.lastProbeAt = now end
  if probe == 'half-open' then markProbe(record) end
  record.source = candidate.key.source
  save(record)
  flies(record.keyId, input.leaseId, isCounted and probeMs or input.ttlMs)
  if probe ~= 'primary' and isPinned(candidate) then redis.call('SET', pinName, record.keyId, 'PX', 24 * hour) end
  spendFor(probe)
  local meta = { result = 'leased', keyId = record.keyId, gen = record.gen, probe = probe, isCounted = isCounted }
  meta.leaseId = input.leaseId
  return answer(meta)
end

-- CLU-20: the caller worked out which key is worth it, from the windows of this revision.
local throttle = base .. ':pp'
local isThrottled = tonumber(redis.call('GET', throttle) or 0) > now

local function primaryProbe()
  if not input.probeKeyId or isThrottled or rev ~= input.probeRev then return nil end
  for _, candidate in ipairs(candidates) do
    if candidate.key.keyId == input.probeKeyId and candidate.standing == 'cooling' then
      redis.call('SET', throttle, now + throttleMs, 'PX', throttleMs)
      return candidate
    end
  end
end

local function refuse()
  if input.isWaiting then joinQueue() end
  local calls = {}
  for i, candidate in ipairs(candidates) do calls[i] = candidate.calls end
  return answer({ result = 'refused', calls = calls, hasBudget = hasBudget(), isThrottled = isThrottled }, true)
end

local chosen = choice()
if chosen then
  if isOthersTurn() then return refuse() end
  return grant(chosen, chosen.standing == 'ended' and 'half-open' or nil)
end
local probed = primaryProbe()
if probed then return grant(probed, 'primary') end
return refuse()
`;
