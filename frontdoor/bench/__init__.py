"""Measures the front door against what it should reach, on the machine it runs on."""
