"""A refusal: why a command will not go on, in a sentence that says what to do."""

from __future__ import annotations


class Refusal(Exception):
    """Shown to the operator as it stands, without a traceback. Never holds a secret or a person's words."""
