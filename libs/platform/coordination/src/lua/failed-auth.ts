/**
 * The scripts of failed authentication. KEYS[1] is the hash tag of all of it. `locked` and `counted` are the clients that
 * are locked out, and those that failed lately, by when that ends; the failures themselves are a set for each client.
 */
const prelude = `
local base = KEYS[1]
local function serverTime()
  local time = redis.call('TIME')
  return tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
end
local now = tonumber(ARGV[1]) or serverTime()
local locked, counted = base .. ':locked', base .. ':counted'
local function failuresOf(client) return base .. ':failures:' .. client end
redis.call('ZREMRANGEBYSCORE', locked, '-inf', now)
redis.call('ZREMRANGEBYSCORE', counted, '-inf', now)

local function keepFor(key, ms)
  if redis.call('PTTL', key) < ms then redis.call('PEXPIRE', key, ms) end
end

local function lock(client, ms)
  redis.call('DEL', failuresOf(client))
  redis.call('ZREM', counted, client)
  redis.call('ZADD', locked, now + ms, client)
  keepFor(locked, ms)
end
`;

/** Counts a failure. Answers how long a lock still holds, the failures that count, and whether this one locks. */
export const failScript = `${prelude}
local client, id = ARGV[2], ARGV[3]
local most, window, lockout, room = tonumber(ARGV[4]), tonumber(ARGV[5]), tonumber(ARGV[6]), tonumber(ARGV[7])
local lockedUntil = redis.call('ZSCORE', locked, client)
if lockedUntil then return { tonumber(lockedUntil) - now, 0, 0 } end

-- AUTH-46
if not redis.call('ZSCORE', counted, client) then
  if redis.call('ZCARD', locked) + redis.call('ZCARD', counted) >= room then
    local evicted = redis.call('ZPOPMIN', counted)[1]
    if not evicted then
      return { tonumber(redis.call('ZRANGE', locked, 0, 0, 'WITHSCORES')[2]) - now, 0, 0 }
    end
    redis.call('DEL', failuresOf(evicted))
  end
end

local failures = failuresOf(client)
redis.call('ZREMRANGEBYSCORE', failures, '-inf', now - window)
redis.call('ZADD', failures, now, id)
local recent = redis.call('ZCARD', failures)
if recent >= most then
  lock(client, lockout)
  return { 0, recent, 1 }
end
redis.call('PEXPIRE', failures, window)
redis.call('ZADD', counted, now + window, client)
keepFor(counted, window)
return { 0, recent, 0 }
`;

/** Forgets the failures of a client. A lock stays. */
export const clearScript = `${prelude}
redis.call('DEL', failuresOf(ARGV[2]))
redis.call('ZREM', counted, ARGV[2])
`;

/** Takes over locks, as pairs of client and milliseconds, and answers all that is known of all clients. */
export const exchangeScript = `${prelude}
for at = 2, #ARGV, 2 do
  local client, ms = ARGV[at], tonumber(ARGV[at + 1])
  local lockedUntil = redis.call('ZSCORE', locked, client)
  if not lockedUntil or tonumber(lockedUntil) < now + ms then lock(client, ms) end
end

local known = {}
local locks = redis.call('ZRANGE', locked, 0, -1, 'WITHSCORES')
for at = 1, #locks, 2 do
  table.insert(known, { locks[at], tonumber(locks[at + 1]) - now })
end
for _, client in ipairs(redis.call('ZRANGE', counted, 0, -1)) do
  local entry = { client, 0 }
  local failures = redis.call('ZRANGE', failuresOf(client), 0, -1, 'WITHSCORES')
  for at = 2, #failures, 2 do table.insert(entry, now - tonumber(failures[at])) end
  table.insert(known, entry)
end
return known
`;
