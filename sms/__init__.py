"""The door for SMS and WhatsApp. Its room stands; the door itself is still to be built."""
