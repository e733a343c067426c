"""The door for SMS and WhatsApp, by way of Twilio."""
