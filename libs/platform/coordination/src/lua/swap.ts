/**
 * Replaces records that are still as they were read: for operators, and for what a worker learnt without Redis (CLU-25).
 * Also makes the epoch, whose absence tells of a Redis that forgot everything (CLU-27).
 */
export const swapScript = `
if input.epoch ~= '' and redis.call('SET', base .. ':epoch', input.epoch, 'NX') then redis.call('SET', base .. ':rev', 1) end
local lost = {}
local isChanged = false
for _, item in ipairs(input.items) do
  local raw = redis.call('GET', nameOf('c', item.keyId)) or ''
  if raw == item.expected then
    save(item.record)
    isChanged = true
  else lost[#lost + 1] = item.keyId end
end
if isChanged then changed() end
local meta = { epoch = redis.call('GET', base .. ':epoch') or '', now = now }
meta.rev = tonumber(redis.call('GET', base .. ':rev') or 0)
meta.lost = #lost > 0 and lost or nil
return { cjson.encode(meta) }
`;
