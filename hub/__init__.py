"""The far side of the trust line: the only place that holds a private hub key."""
