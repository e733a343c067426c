"""What must stand before anybody is invited to write: one verdict for each thing.

`doctor` prints them all; `serve` does not start while one that it must have fails.
"""
