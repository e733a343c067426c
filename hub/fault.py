"""The one error of the hub's commands.

Rule: it says what to do next, in a sentence, and holds nothing of a referral.
"""

from __future__ import annotations


class HubFault(Exception):
    """Something at the hub's side is missing, unreachable or refused."""
