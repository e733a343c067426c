"""The door for Telegram. Its room stands; the door itself is still to be built."""
