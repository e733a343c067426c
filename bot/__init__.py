"""The door for Telegram, by way of its Bot API."""
