"""A machine that has `cryptography` and the standard library alone."""

from __future__ import annotations

# What a hub's machine need not have. An import of any of them ends the command with a trace.
BLOCKED = (
    "redis",
    "hiredis",
    "pydantic",
    "fastapi",
    "starlette",
    "jinja2",
    "uvicorn",
    "phonenumbers",
    "babel",
    "flows",
)
BARE_MACHINE = f"""
import sys

class Blocked:
    def find_spec(self, name, *_):
        if name.split(".")[0] in {BLOCKED!r}:
            raise ImportError("not on this machine: " + name)

sys.meta_path.insert(0, Blocked())
from frontdoor.cli import main
sys.exit(main(["hub", *sys.argv[1:]]))
"""
