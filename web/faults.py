"""The pages that say what could not be done: each with a status, a heading and what to do now.

Rule: fixed words. Nothing of a request can get into them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from web.pages import Plain

TOO_LONG: Final = Plain(
    413,
    "That was too long.",
    ("Your last message was not kept.", "Please write less and send it again."),
)
BROKEN: Final = Plain(
    500,
    "Something went wrong on our side.",
    (
        "Your last message may not have been kept.",
        "Please try again when it is safe. In danger now? Call 999.",
    ),
    calls=True,
)
BY_STATUS: Final[Mapping[int, Plain]] = {
    400: Plain(
        400,
        "We could not read that.",
        ("Your last message was not kept.", "Please answer again on the page."),
    ),
    403: Plain(
        403,
        "That did not come from our page.",
        ("Nothing was kept or changed.", "Please go to the start and answer there."),
    ),
    404: Plain(404, "There is no page here.", ("Please go to the start.",), keep=False),
    405: Plain(405, "That cannot be done here.", ("Please go to the start.",), keep=False),
    413: TOO_LONG,
    500: BROKEN,
}

DOWN: Final = Plain(200, "Your last message was not kept.", ("Write again later if it is safe.",), calls=True)
NOT_SENT: Final = Plain(
    200,
    "It was not sent.",
    ("Nothing has gone to anyone.", "Press once more to try again, or call someone instead."),
    calls=True,
)
UNKNOWN: Final = Plain(200, "We do not know yet if it was sent.", ("Press once more: it cannot arrive twice.",))
FULL: Final = Plain(
    200,
    "We cannot start a new chat right now.",
    ("Your message was not kept.", "Write again later if it is safe."),
    calls=True,
)
NO_COOKIE: Final = Plain(
    200,
    "This chat cannot go on in this browser.",
    (
        "Your last answer was not kept.",
        "To keep your place, this chat needs one small cookie. Your browser does not take it.",
        "You can allow cookies for this page, or use another browser. In danger now? Call 999.",
    ),
    calls=True,
)
"""For a browser that was given the cookie with its last page, and does not bring it back."""

LOST_PLACE: Final = (
    "We do not have your place in this chat any more.",
    "If you left, or waited 30 minutes, that is how it should be. You can start again here.",
    "If this keeps happening, your browser may be set to refuse cookies. This chat needs one small one.",
    "In danger now? Call 999.",
)
"""For a browser whose conversation is over, or that has lost its cookie since. The helplines come after it."""
