#!lua
-- Notes of one address: what stood there last, then more of them, in one go.
--
-- KEYS  1 the notes
-- ARGV  1 how many of the last to give, 2 the seconds they live from now; then order and note by turns
-- Gives the last notes as they stood before, the last one first, each with its order.

local stood = redis.call('ZRANGE', KEYS[1], 0, ARGV[1] - 1, 'REV', 'WITHSCORES')
redis.call('ZADD', KEYS[1], unpack(ARGV, 3))
redis.call('EXPIRE', KEYS[1], ARGV[2])
return stood
