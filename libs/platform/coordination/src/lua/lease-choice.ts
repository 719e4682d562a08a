/**
 * How the candidates of a question stand, and which one it gets: `standingOf` of key-standing.ts and the grants of `choose`
 * in key-choice.ts.
 */
export const leaseChoice = `
local model = input.model
local rampStepMs = 500
local rampSteps = 5

local function readRecords()
  local names = { base .. ':epoch', base .. ':rev' }
  for _, key in ipairs(input.candidates) do names[#names + 1] = nameOf('c', key.keyId) end
  return redis.call('MGET', unpack(names))
end
local stored = readRecords()
local epoch = stored[1]
local rev = tonumber(stored[2] or 0)

local function answer(meta, withRecords)
  meta.epoch = epoch or ''
  meta.rev = rev
  meta.now = now
  local reply = { cjson.encode(meta) }
  if withRecords then
    for i = 1, #input.candidates do reply[i + 1] = stored[i + 2] end
  end
  return reply
end

-- An empty Redis, another one, or an older copy: what this worker knows comes first (CLU-27).
if not epoch or (input.epoch ~= '' and (epoch ~= input.epoch or rev < input.rev)) then
  return answer({ result = 'lost' })
end

-- ERR-21
local function isTooSmall(record)
  local ceiling = record.ceilings and record.ceilings[model]
  return input.neededTokens and ceiling and ceiling['until'] > now and ceiling.limit < input.neededTokens
end

local function standingByWindows(record)
  local standing = 'usable'
  for _, window in pairs(record.windows) do
    if covers(window, model) then
      if window['until'] > now then return 'cooling' end
      if window.probe and window.probe['until'] > now then standing = 'probing'
      elseif standing == 'usable' then standing = 'ended' end
    end
  end
  return standing
end

-- How many calls a key takes at a time (CLU-7, CLU-18); nil: any number.
local function limitOf(record)
  local limit = input.maxInFlight > 0 and input.maxInFlight or nil
  local step = record.slowSince and math.floor(math.max(0, now - record.slowSince) / rampStepMs)
  if not input.slowStart or not step or step >= rampSteps then return limit end
  return math.min(limit or math.huge, 2 * 2 ^ step)
end

local function inFlight(record)
  local name = nameOf('fl', record.keyId)
  redis.call('ZREMRANGEBYSCORE', name, '-inf', now)
  return redis.call('ZCARD', name)
end

local function readCandidate(i, key)
  local record = read(stored[i + 2], key)
  local candidate = { key = key, position = i, record = record, calls = 0, byWindows = standingByWindows(record) }
  if key.excluded or isTooSmall(record) then candidate.standing = 'excluded'
  elseif record.disabledByOperator then candidate.standing = 'off'
  else candidate.standing = candidate.byWindows end
  candidate.limit = limitOf(record)
  if candidate.limit then candidate.calls = inFlight(record) end
  local mayStart = candidate.standing == 'usable' or candidate.standing == 'ended'
  if mayStart and candidate.limit and candidate.calls >= candidate.limit then candidate.standing = 'busy' end
  return candidate
end
local candidates = {}
for i, key in ipairs(input.candidates) do candidates[i] = readCandidate(i, key) end

-- CLU-21: calls of the last ten seconds, by second.
local function callsOf(kind)
  local names, second = {}, math.floor(now / 1000)
  for i = 0, 9 do names[i + 1] = nameOf(kind, second - i) end
  local total = 0
  for _, count in ipairs(redis.call('MGET', unpack(names))) do total = total + tonumber(count or 0) end
  return total
end

local function spend(kind)
  local name = nameOf(kind, math.floor(now / 1000))
  if redis.call('INCR', name) == 1 then redis.call('EXPIRE', name, 12) end
end

local budget
local function hasBudget()
  if budget == nil then budget = callsOf('further') < math.max(100, callsOf('first') / 5) end
  return budget
end

local function isToBeHad(candidate)
  return candidate.standing == 'usable' or (candidate.standing == 'ended' and hasBudget())
end

-- ORD-3: rank, then the one leased longest ago, then the first (CLU-6).
local function comesBefore(a, b)
  if a.key.rank ~= b.key.rank then return a.key.rank < b.key.rank end
  return (a.record.lastLeasedAt or 0) < (b.record.lastLeasedAt or 0)
end

local function firstInOrder()
  local best
  for _, candidate in ipairs(candidates) do
    if isToBeHad(candidate) and (not best or comesBefore(candidate, best)) then best = candidate end
  end
  return best
end

local function byId(keyId)
  for _, candidate in ipairs(candidates) do
    if candidate.key.keyId == keyId then return candidate end
  end
end

-- The key the session had last (ORD-8).
local pinName = input.session and nameOf('pin', input.session)
local pinned = pinName and byId(redis.call('GET', pinName))
if pinned and not pinned.key.isSticky then pinned = nil end

local function choice()
  if input.isRetry and not hasBudget() then return nil end
  local preferred = input.preferred and byId(input.preferred)
  if preferred and isToBeHad(preferred) then return preferred end
  if pinned and isToBeHad(pinned) then return pinned end
  return firstInOrder()
end

-- A session that only goes elsewhere for once keeps its key.
local function isPinned(candidate)
  if not pinName or not candidate.key.isSticky or candidate.key.keyId == input.preferred then return false end
  if not pinned or pinned == candidate then return true end
  return pinned.standing ~= 'busy' and not (pinned.standing == 'excluded' and pinned.byWindows ~= 'cooling')
end
`;
