"""Who may do what in the embedded store: its users and their passwords.

Rule: passwords are random, made at every start, and the store's own file holds
their hashes alone.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass, field
from pathlib import Path
from string import Template
from typing import Literal, Self

User = Literal["door", "keeper", "hub"]
USERS: tuple[User, ...] = ("door", "keeper", "hub")
TEMPLATE = Path(__file__).with_name("users.acl")


@dataclass(frozen=True, slots=True)
class Users:
    """A password for each user. They are as good as the store's own key: never logged, never shown."""

    passwords: dict[User, str] = field(repr=False)

    @classmethod
    def fresh(cls) -> Self:
        """New random passwords, 256 bits each, of letters and digits."""
        return cls({user: secrets.token_hex(32) for user in USERS})

    def acl(self) -> str:
        """The server's users file, with hashes in the places of the passwords."""
        hashes = {str(user): hashlib.sha256(word.encode()).hexdigest() for user, word in self.passwords.items()}
        return Template(TEMPLATE.read_text()).substitute(hashes)
