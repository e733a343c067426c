"""Stand-ins for the providers of the doors, used by tests and demo alike."""
