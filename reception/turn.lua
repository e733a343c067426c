#!lua flags=allow-oom
-- One turn of one conversation, whole or not at all.
--
-- KEYS  1 talk, 2 gone; and with a referral 3 once, 4 referrals
-- ARGV  1, 2  how talk and gone began when they were read ('' where nothing stood)
--       3, 4  what talk and gone are to hold ('' for nothing), 5 the seconds they live
--       6, 7  with a referral: the event, and the seconds that 'once' lives
-- Gives 1 when it is done, 0 when someone else wrote first and nothing was touched.
--
-- allow-oom: who is under way may finish when memory is full. For opening a
-- conversation the same script is loaded without that flag.

local function stands(key, header)
  local blob = redis.call('GET', key)
  if not blob then
    return header == ''
  end
  return header ~= '' and string.sub(blob, 1, #header) == header
end

local function hold(key, header, blob)
  if blob ~= '' then
    redis.call('SET', key, blob, 'EX', ARGV[5])
  elseif header ~= '' then
    redis.call('DEL', key)
  end
end

if not (stands(KEYS[1], ARGV[1]) and stands(KEYS[2], ARGV[2])) then
  return 0
end

-- The queue comes first: if it cannot be written, nothing has been.
if KEYS[3] and not redis.call('GET', KEYS[3]) then
  local id = redis.call('XADD', KEYS[4], '0-*', 'event', ARGV[6])
  redis.call('SET', KEYS[3], id, 'EX', ARGV[7])
end

hold(KEYS[1], ARGV[1], ARGV[3])
hold(KEYS[2], ARGV[2], ARGV[4])
return 1
