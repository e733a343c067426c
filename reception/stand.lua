#!lua flags=allow-oom
-- Notes that some addresses stand in somebody's plan, all or none.
--
-- KEYS  the addresses' marks; ARGV  1 until when, 2 whose plan, 3 the seconds that marks live
--
-- allow-oom: who is under way may send when memory is full, and this comes before it.

for _, key in ipairs(KEYS) do
  redis.call('ZADD', key, ARGV[1], ARGV[2])
  redis.call('EXPIRE', key, ARGV[3])
end
return 'ok'
