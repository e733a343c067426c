"""What is said, and the pure engine that says it.

Nothing in this room opens a socket, reads a clock, draws a random number or
keeps anything: values come in, values go out.
"""
