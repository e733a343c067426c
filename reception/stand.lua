#!lua flags=allow-oom
-- Notes that some addresses stand in somebody's plan, all or none.
--
-- KEYS  the addresses' marks; ARGV  1 the seconds that marks live, then for each key until when, and whose plan
--
-- allow-oom: who is under way may send when memory is full, and this comes before it.

for at, key in ipairs(KEYS) do
  redis.call('ZADD', key, ARGV[2 * at], ARGV[2 * at + 1])
  redis.call('EXPIRE', key, ARGV[1])
end
return 'ok'
