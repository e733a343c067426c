#!lua flags=allow-oom
-- One step of one order, whole or not at all.
--
-- KEYS  1 the order's state, 2 outcomes, 3 outbox, 4 frozen, 5 wrote, 6 tries, 7 this hour's count, 8 all whom we wrote to
-- ARGV  1 try, hold, end, freeze or thaw; 2 now, 3 seconds that marks live, 4 the outcome, 5 the entry
--       6 who it is to, as a mark, 7 what is remembered of having written, 8 the order's own mark
--       9 when the order was given
-- Gives the state that stood in the way, or 'ok'.

local state = redis.call('GET', KEYS[1])

local function tell()
  redis.call('XADD', KEYS[2], '0-*', 'event', ARGV[4])
end

local function set(what)
  redis.call('SET', KEYS[1], what, 'EX', ARGV[3])
end

-- No mark outlives its time: what is older goes when something new is noted.
local function forget(marks)
  local old = '(' .. (tonumber(ARGV[2]) - tonumber(ARGV[3]))
  for _, one in ipairs(redis.call('ZRANGE', marks, '-inf', old, 'BYSCORE')) do
    redis.call('ZREM', marks, one)
  end
end

if ARGV[1] == 'try' then
  if state and state ~= 'held' then
    return state
  end
  -- It may have been frozen since it was judged.
  if redis.call('ZSCORE', KEYS[4], ARGV[6]) then
    return 'frozen'
  end
  set('trying ' .. ARGV[2])
  redis.call('SET', KEYS[5], ARGV[7], 'EX', ARGV[3])
  redis.call('ZADD', KEYS[6], ARGV[2], ARGV[8])
  redis.call('EXPIRE', KEYS[6], ARGV[3])
  redis.call('ZADD', KEYS[8], ARGV[2], ARGV[6])
  forget(KEYS[8])
  forget(KEYS[4])
  redis.call('INCRBY', KEYS[7], 1)
  redis.call('EXPIRE', KEYS[7], 7200)
elseif ARGV[1] == 'hold' then
  if state then
    return state
  end
  set('held')
  tell()
elseif ARGV[1] == 'end' then
  redis.call('XDEL', KEYS[3], ARGV[5])
  if state == 'done' then
    return state
  end
  set('done')
  tell()
elseif ARGV[1] == 'freeze' then
  local shut = redis.call('ZSCORE', KEYS[4], ARGV[6])
  -- The last time counts: a thaw that was decided before it does not undo it.
  redis.call('ZADD', KEYS[4], 'GT', ARGV[2], ARGV[6])
  if shut then
    return 'frozen'
  end
  if ARGV[4] ~= '' then
    tell()
  end
elseif ARGV[1] == 'thaw' then
  local shut = redis.call('ZSCORE', KEYS[4], ARGV[6])
  if not state and shut and tonumber(shut) >= tonumber(ARGV[9]) then
    return 'frozen'
  end
  redis.call('XDEL', KEYS[3], ARGV[5])
  if state then
    return state
  end
  redis.call('ZREM', KEYS[4], ARGV[6])
  set('done')
  tell()
end
return 'ok'
