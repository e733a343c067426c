#!lua flags=allow-oom
-- One follow-up of a referral, whole or not at all.
--
-- KEYS  1 once, 2 referrals, 3 fate
-- ARGV  1 the event, 2 the seconds that 'once' lives, 3 how long fate was when it was read
--       4 and on: the facts that go with it
-- Gives 1 when it is done, now or before; 0 when fate has grown since, and nothing was touched.
--
-- allow-oom: who takes something back may do so when memory is full.

if redis.call('GET', KEYS[1]) then
  return 1
end
if redis.call('LLEN', KEYS[3]) ~= tonumber(ARGV[3]) then
  return 0
end
local id = redis.call('XADD', KEYS[2], '0-*', 'event', ARGV[1])
redis.call('SET', KEYS[1], id, 'EX', ARGV[2])
for at = 4, #ARGV do
  redis.call('RPUSH', KEYS[3], ARGV[at])
end
return 1
