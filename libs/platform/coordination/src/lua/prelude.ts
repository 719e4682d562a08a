/**
 * What every script begins with. KEYS[1] is the name of a provider, which is the hash tag of all its keys (CLU-2). ARGV[1]
 * is the time in tests, and empty otherwise: then it is the server's (CLU-13). ARGV[2] is what is asked, as JSON.
 */
export const prelude = `
local base = KEYS[1]
local input = cjson.decode(ARGV[2])

local function serverTime()
  local time = redis.call('TIME')
  return tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
end
local now = tonumber(ARGV[1]) or serverTime()

local hour = 3600000
local function nameOf(kind, id) return base .. ':' .. kind .. ':' .. id end

local function largest(a, b) return math.max(a or 0, b or 0) end

local function blankRecord(key)
  local record = { keyId = key.keyId, provider = input.provider, source = key.source, gen = key.gen or 0 }
  record.windows = {}
  record.counts = {}
  return record
end

-- Without windows that ended so long ago that they say nothing any more (COOL-5).
local function read(raw, key)
  local record = raw and cjson.decode(raw) or blankRecord(key)
  if key.isProfile then record.isProfile = true end
  for slot, window in pairs(record.windows) do
    if window['until'] + input.failureWindowMs <= now then record.windows[slot] = nil end
  end
  return record
end

local function load(key) return read(redis.call('GET', nameOf('c', key.keyId)), key) end

-- COOL-23. What an operator said stays.
local function save(record)
  local last = now
  for _, window in pairs(record.windows) do last = math.max(last, window['until']) end
  local ttl = math.max(last - now + input.failureWindowMs + hour, 25 * hour)
  local json = cjson.encode(record)
  if record.disabledByOperator then redis.call('SET', nameOf('c', record.keyId), json)
  else redis.call('SET', nameOf('c', record.keyId), json, 'PX', math.ceil(ttl)) end
  redis.call('SADD', base .. ':ids', record.keyId)
  return json
end

-- Whoever saw an older revision reads the records again.
local function changed() return redis.call('INCR', base .. ':rev') end

local function covers(window, model) return not window.model or window.model == model end

-- A call that was to decide about a key decided, or never will.
local function freeProbe(record, leaseId)
  for _, window in pairs(record.windows) do
    if window.probe and window.probe.leaseId == leaseId then window.probe = nil end
  end
end

local function flies(keyId, leaseId, ttlMs)
  local name = nameOf('fl', keyId)
  redis.call('ZADD', name, now + ttlMs, leaseId)
  redis.call('PEXPIRE', name, 25 * hour)
end
`;
