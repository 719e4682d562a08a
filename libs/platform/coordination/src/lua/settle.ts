/**
 * Ends leases that did well or say nothing, many at once (CLU-9), and gives the verdict of probes (CLU-16): `succeeded` of
 * key-verdict.ts, in one step that nothing can come between.
 */
export const settleScript = `
local records, cleared = {}, {}

local function recordOf(item)
  if not records[item.keyId] then records[item.keyId] = load(item) end
  return records[item.keyId]
end

local function isDecided(window, item)
  return item.isProbe and covers(window, item.model) and window.openedAt < item.leasedAt
end

local function endWindows(record, item)
  for slot, window in pairs(record.windows) do
    if isDecided(window, item) then
      if window.kind == 'cooldown' and window.reason == 'rate_limit' then record.slowSince = now end
      record.windows[slot] = nil
      cleared[record.keyId] = true
    end
  end
end

-- Of the same millisecond the bad news counts (CLU-10).
local function succeed(record, item)
  local observedAt = math.min(item.succeededAt, now)
  record.lastUsedAt = largest(now, record.lastUsedAt)
  if observedAt <= (record.lastFailureAt or 0) then return end
  record.lastSuccessAt = largest(observedAt, record.lastSuccessAt)
  endWindows(record, item)
  if next(record.windows) == nil then record.counts = {} end
end

for _, item in ipairs(input.items) do
  local record = recordOf(item)
  if item.ends then redis.call('ZREM', nameOf('fl', item.keyId), item.leaseId) end
  freeProbe(record, item.leaseId)
  if item.succeededAt and item.gen >= record.gen then succeed(record, item) end
end

local reply = { '' }
for keyId, record in pairs(records) do
  local json = save(record)
  if cleared[keyId] then reply[#reply + 1] = json end
end
local rev = #reply > 1 and changed() or tonumber(redis.call('GET', base .. ':rev') or 0)
reply[1] = cjson.encode({ epoch = redis.call('GET', base .. ':epoch') or '', rev = rev, now = now })
return reply
`;
