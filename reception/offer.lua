#!lua
-- Words are offered for a referral that was just sent: what they open takes the place of what older ones did.
--
-- KEYS  1 fate    ARGV  1 the name of what the new words open, 2 the seconds it lives
-- Gives the name that stood before ('' for none), or 'kept' when its owner has said that they have their words.

local listed = redis.call('LRANGE', KEYS[1], 0, -1)
if #listed == 0 then
  redis.call('RPUSH', KEYS[1], ARGV[1])
  redis.call('EXPIRE', KEYS[1], ARGV[2])
  return ''
end
for _, fact in ipairs(listed) do
  if fact == 'kept' then
    return 'kept'
  end
end
redis.call('LSET', KEYS[1], 0, ARGV[1])
return listed[1]
