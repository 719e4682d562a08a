/** All records of a provider, each with the number of calls that are under way. */
export const lookScript = `
local reply = { '' }
for _, keyId in ipairs(redis.call('SMEMBERS', base .. ':ids')) do
  local raw = redis.call('GET', nameOf('c', keyId))
  if raw then
    reply[#reply + 1] = raw
    reply[#reply + 1] = redis.call('ZCOUNT', nameOf('fl', keyId), '(' .. now, '+inf')
  else redis.call('SREM', base .. ':ids', keyId) end
end
local epoch = redis.call('GET', base .. ':epoch') or ''
reply[1] = cjson.encode({ epoch = epoch, now = now, rev = tonumber(redis.call('GET', base .. ':rev') or 0) })
return reply
`;
