"""Whether a webhook comes from Twilio.

Rule: fail closed. Twilio's own validator decides, over the address that Twilio was
told, never the one that a request claims; whatever it cannot digest is forged.
"""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import parse_qsl

from twilio.request_validator import RequestValidator, compare

_FORM = "application/x-www-form-urlencoded"
_MOST_PARTS = 200


class Form(dict[str, str]):
    """A posted form. A name that came more than once has its first value here, and all of them in `getall`."""

    def __init__(self, pairs: Iterable[tuple[str, str]]) -> None:
        """Take the names and values in their order."""
        self._all: dict[str, list[str]] = {}
        for name, value in pairs:
            self._all.setdefault(name, []).append(value)
        super().__init__((name, values[0]) for name, values in self._all.items())

    def getall(self, name: str) -> list[str]:
        """Every value of `name`; Twilio's validator asks for them by this name."""
        return self._all.get(name, [])

    def __repr__(self) -> str:
        """Nothing of what is in it."""
        return "Form()"


class Signature:
    """Checks signatures made with any of these auth tokens."""

    def __init__(self, tokens: Iterable[str]) -> None:
        """Take the tokens, one or, during a rotation, two."""
        self._validators = [RequestValidator(token) for token in tokens]

    def form(self, url: str, content_type: str, given: list[str], body: bytes) -> Form | None:
        """The form in `body`, when one of `given` signatures says that Twilio posted it to `url`; else None."""
        if content_type.partition(";")[0].strip().lower() != _FORM or len(given) != 1 or not given[0]:
            return None
        try:
            text = body.decode("ascii")
            pairs = parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=_MOST_PARTS)
            form = Form(pairs)
            holds = any(_holds(validator, url, form, given[0]) for validator in self._validators)
        except Exception:  # noqa: BLE001 - a stranger may send anything, and none of it is a reason to fail
            return None
        return form if holds else None


def _holds(validator: RequestValidator, url: str, form: Form, given: str) -> bool:
    # The address just as Twilio was told it, which is nearly always it; then with its port and without.
    return bool(compare(validator.compute_signature(url, form), given) or validator.validate(url, form, given))
