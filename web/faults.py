"""The pages that say what could not be done: each with a status, a heading and what to do now.

Rule: fixed words. Nothing of a request can get into them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from reception.front import sentence as _
from web.pages import Plain

TOO_LONG: Final = Plain(
    413,
    _("That was too long."),
    (_("Your last message was not kept."), _("Please write less and send it again.")),
)
BROKEN: Final = Plain(
    500,
    _("Something went wrong on our side."),
    (
        _("Your last message may not have been kept."),
        _("Please try again when it is safe. In danger now? Call 999."),
    ),
    calls=True,
)
BY_STATUS: Final[Mapping[int, Plain]] = {
    400: Plain(
        400,
        _("We could not read that."),
        (_("Your last message was not kept."), _("Please answer again on the page.")),
    ),
    403: Plain(
        403,
        _("That did not come from our page."),
        (_("Nothing was kept or changed."), _("Please go to the start and answer there.")),
    ),
    404: Plain(404, _("There is no page here."), (_("Please go to the start."),), keep=False),
    405: Plain(405, _("That cannot be done here."), (_("Please go to the start."),), keep=False),
    413: TOO_LONG,
    500: BROKEN,
}

DOWN: Final = Plain(200, _("Your last message was not kept."), (_("Write again later if it is safe."),), calls=True)
NOT_SENT: Final = Plain(
    200,
    _("It was not sent."),
    (_("Nothing has gone to anyone."), _("Press once more to try again, or call someone instead.")),
    calls=True,
)
UNKNOWN: Final = Plain(200, _("We do not know yet if it was sent."), (_("Press once more: it cannot arrive twice."),))
FULL: Final = Plain(
    200,
    _("We cannot start a new chat right now."),
    (_("Your message was not kept."), _("Write again later if it is safe.")),
    calls=True,
)
NO_COOKIE: Final = Plain(
    200,
    _("This chat cannot go on in this browser."),
    (
        _("Your last answer was not kept."),
        _("To keep your place, this chat needs one small cookie. Your browser does not take it."),
        _("You can allow cookies for this page, or use another browser. In danger now? Call 999."),
    ),
    calls=True,
)
"""For a browser that was given the cookie with its last page, and does not bring it back."""

LOST_PLACE: Final = (
    _("We do not have your place in this chat any more."),
    _("If you left, or waited 30 minutes, that is how it should be. You can start again here."),
    _("If this keeps happening, your browser may be set to refuse cookies. This chat needs one small one."),
    _("In danger now? Call 999."),
)
"""For a browser whose conversation is over, or that has lost its cookie since. The helplines come after it."""
