"""Every page of the way back, as a value: what is shown of each fact, in plain words.

Rule: no page says what was said before, and none promises what only the hub can do.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from reception.front import COUNT, GAP, NARROWS, Came, Fate, Read, Shown
from reception.front import sentence as _
from web.sheet import Press, Sheet

HOME: Final = Press("return:status", _("Go back to where it stands"), plain=True)
END: Final = Press("return:end", _("I am done here"), plain=True)
_LIVES: Final = GAP
_UNKNOWN: Final = Fate()


def safe() -> Sheet:
    """Safe to talk, before anything."""
    return Sheet(
        "return-safe",
        _("Is it OK to look at this page now?"),
        (_("Someone else may see this screen. If they might, leave now and come back another time."),),
        presses=(Press("return:words", _("Yes, I can look now")), Press("return:end", _("No, not now"))),
    )


def words(id_: str, read: Read | None = None, typed: str = "") -> Sheet:
    """The page that takes the words. `read` is what was made of them when they opened nothing."""
    error = "" if read is None else _odd(read)
    field = Shown("words", "text", given=(typed,) if typed else (), error=error)
    notice = () if read is None else _NO_WORDS
    return Sheet(
        "return-words",
        _("Please type your nine words."),
        (_("Type them in their order, with a space between. Small slips are OK."),),
        notice=notice,
        fields=(field,),
        presses=(Press("return:open", _("Continue")), Press("return:end", _("Leave it for now"))),
        id=id_,
        calls=read is not None,
        lives=_LIVES,
        puts=_read(read),
    )


_NO_WORDS: Final = (
    _("These words do not open anything here."),
    _("They may have a slip in them, or be too old. Please look at each one and try again."),
    _("If you have lost them, you can call us, or start again from the first page."),
)


def _odd(read: Read) -> str:
    """Where to look. It goes by the public list alone, so it says nothing of anybody's words."""
    if read.count != COUNT:
        return _("We need {count} words. We read {typed}.")
    return _("Not one of our words: number {places}.") if read.odd else _("We read {count} words.")


def _read(read: Read | None) -> dict[str, str]:
    if read is None:
        return {}
    return {"count": str(COUNT), "typed": str(read.count), "places": ", ".join(map(str, read.odd))}


def status(id_: str, fate: Fate, notice: tuple[str, ...] = ()) -> Sheet:
    """Where it stands, and what can be done."""
    if fate.withdrawn:
        return taken_back(fate)
    presses = (
        *((Press("return:read", _("Read what we wrote")),) if fate.wrote else ()),
        Press("return:add", _("Add something")),
        Press("return:less", _("Change how we may contact you")),
        Press("return:back", _("Take it back")),
        END,
    )
    return Sheet("return-status", _where(fate), _more(fate), notice, presses=presses, id=id_, lives=_LIVES)


def _where(fate: Fate) -> str:
    return _("A person has looked at it.") if fate.looked else _("Nobody has told us yet that they have looked.")


def _more(fate: Fate) -> tuple[str, ...]:
    wrote = (_("We have written something for you here."),) if fate.wrote else ()
    if fate.narrowed:
        return (_("We have passed on that you want less contact."), *wrote, _NOT_SHOWN)
    if fate.contact:
        return (_("We will contact you as you asked."), *wrote, _NOT_SHOWN)
    return (*wrote, _NOT_SHOWN)


_NOT_SHOWN: Final = _("We do not show here what you wrote. Nobody can read it with these words.")


def letters(id_: str, left: tuple[str, ...]) -> Sheet:
    """What the hub wrote to them, the newest first."""
    return Sheet(
        "return-read",
        _("What we wrote to you"),
        (_("You can answer with 'Add something'. It goes to the same team."),),
        letters=left[::-1],
        presses=(replace(HOME, plain=False), Press("return:add", _("Add something"), plain=True), END),
        id=id_,
        lives=_LIVES,
    )


def add(id_: str) -> Sheet:
    """One more thing to say."""
    return Sheet(
        "return-add",
        _("What would you like to add?"),
        (_("It goes to the same team. It is locked, like what you sent before."),),
        fields=(Shown("words", "text"),),
        presses=(Press("return:send-add", _("Send it")), HOME),
        id=id_,
        lives=_LIVES,
    )


def less(id_: str) -> Sheet:
    """Less contact, at once; or a request for other contact."""
    return Sheet(
        "return-less",
        _("What should we not do?"),
        (_("What you choose counts from now on. You need not say more."),),
        fields=(Shown("less", "several", choices=tuple(NARROWS.items())),),
        presses=(
            Press("return:send-less", _("Send it")),
            Press("return:more", _("Ask for something else, like a new number"), plain=True),
            HOME,
        ),
        id=id_,
        lives=_LIVES,
    )


def more(id_: str) -> Sheet:
    """A request, which allows nothing by itself."""
    return Sheet(
        "return-more",
        _("What would you like us to change?"),
        (
            _("Such as a new number, or other times."),
            _("This changes nothing yet. First a person must make sure that it is you who asks."),
        ),
        fields=(Shown("words", "text"),),
        presses=(Press("return:send-more", _("Send it")), HOME),
        id=id_,
        lives=_LIVES,
    )


def back(id_: str, fate: Fate = _UNKNOWN) -> Sheet:
    """Taking it back, asked once."""
    lines = _BACK_LOOKED if fate.looked else _BACK_UNSEEN
    presses = (
        Press("return:send-back", _("Yes, take it back")),
        replace(HOME, text=_("No, leave it as it is"), plain=False),
    )
    return Sheet("return-back", _("Do you want to take it back?"), lines, presses=presses, id=id_, lives=_LIVES)


_BACK_LOOKED: Final = (
    _("A person has looked at it, so we cannot make it unseen. We will tell them that you take it back."),
    _("If someone could be badly hurt, they may still have to act."),
)
_BACK_UNSEEN: Final = (_("As far as we know nobody has looked at it. If so, our team's list will no longer show it."),)


def taken_back(fate: Fate) -> Sheet:
    """Which of the two it was."""
    lines = _WAS_LOOKED if fate.looked else _WAS_UNSEEN
    return Sheet("return-taken", _("You have taken it back."), lines, presses=(END,), calls=True, lives=_LIVES)


_WAS_LOOKED: Final = (
    _("A person had looked at it before. We have told them that you take it back."),
    _("If someone could be badly hurt, they may still have to act."),
    _("If you want help later, you can write again."),
)
_WAS_UNSEEN: Final = (
    _("Nobody had told us that they had looked at it. Our team's list will no longer show it."),
    _("If you want help later, you can write again."),
)


def nothing_there(sheet: Sheet) -> Sheet:
    """The same page, when it was sent empty."""
    shown = tuple(replace(field, error=_("Please write or choose something, or go back.")) for field in sheet.fields)
    return replace(sheet, fields=shown)


def again(came: Came, sheet: Sheet, typed: tuple[str, ...]) -> Sheet:
    """The same page with what was typed, and why nothing, or we know not what, was sent."""
    shown = tuple(replace(field, given=typed) for field in sheet.fields)
    return replace(sheet, notice=_NOT_DONE[came], fields=shown)


_NOT_DONE: Final = {
    Came.UNKNOWN: (_("We do not know yet if it was sent."), _("Press once more: it cannot arrive twice.")),
    Came.NOT_SENT: (_("It was not sent."), _("Nothing has gone to anyone. Press once more to try again.")),
    Came.ENOUGH: (_("We cannot take more here."), _("To tell us more, please call us.")),
}
DONE: Final = {
    "addition": (_("It was sent."), _("It now stands with what you sent before.")),
    "narrower": (_("It was sent, and counts from now on."), _("We have told our team.")),
    "request": (_("It was sent."), _("It changes nothing until a person has made sure that it is you.")),
}


def over() -> Sheet:
    """The visit has ended, or there never was one."""
    return Sheet(
        "return-over",
        _("This page has ended."),
        (
            _("If you waited 15 minutes, that is how it should be. Nothing more was sent."),
            _("You can type your words again."),
        ),
        presses=(Press("return:ask", _("Type my words")),),
        ended=True,
    )


def ended() -> Sheet:
    """They are done."""
    return Sheet(
        "return-ended",
        _("This is now closed."),
        (_("You can come back any time."), _("In danger? Call 999.")),
        ended=True,
    )


def down() -> Sheet:
    """The store is away."""
    return Sheet(
        "return-down",
        _("We cannot look that up right now."),
        (_("Nothing was changed. Try again later if it is safe."),),
        presses=(Press("return:ask", _("Try again")),),
        calls=True,
        ended=True,
    )


# ---- words, offered at the end ----


def offered(id_: str, shown: tuple[str, ...], days: int) -> Sheet:
    """The words, this once."""
    return Sheet(
        "keep-words",
        _("Your words"),
        (
            _("With these nine words you can come back here for {days} days."),
            _("If our team writes you an answer, it waits here until you come."),
            _("Nobody else has them. If you lose them, we cannot find them for you."),
            _("Keep them where only you will see them. In your head is safest."),
            _("We never ask for them by text, on the phone or in a chat."),
        ),
        words=shown,
        presses=(
            Press("keep:done", _("I have them")),
            Press("keep:practise", _("Try them once")),
            Press("keep:none", _("I do not want them"), plain=True),
        ),
        id=id_,
        lives=_LIVES,
        puts={"days": str(days)},
    )


def practise(id_: str, read: Read | None = None) -> Sheet:
    """Typing them once."""
    error = "" if read is None else _odd(read)
    return Sheet(
        "keep-practise",
        _("Please type your nine words once."),
        (_("They are not on this page any more."),)
        if read is None
        else (_("That is not quite it. Please try again."),),
        fields=(Shown("words", "text", error=error),),
        presses=(
            Press("keep:check", _("Check them")),
            Press("keep:words", _("Give me other words"), plain=True),
            Press("keep:done", _("Stop here"), plain=True),
        ),
        id=id_,
        lives=_LIVES,
        puts=_read(read),
    )


def practised() -> Sheet:
    """They have them."""
    return Sheet(
        "keep-practised", _("That is right."), _COME_BACK, presses=(Press("keep:done", _("Finish")),), lives=_LIVES
    )


def kept() -> Sheet:
    """The end, with words."""
    return Sheet("keep-kept", _("This is now closed."), (*_COME_BACK, _("In danger? Call 999.")), ended=True)


_COME_BACK: Final = (_("To come back, open this page and choose 'I have words to come back with'."),)


def none_kept() -> Sheet:
    """The end, without."""
    return Sheet(
        "keep-none",
        _("That is OK."),
        (_("Those words open nothing now."), _("What you sent stays sent."), _("In danger? Call 999.")),
    )


def not_offered() -> Sheet:
    """There is nothing to give words for, or none can be given now."""
    return Sheet(
        "keep-not",
        _("We cannot give you words now."),
        (_("What you sent stays sent."), _("To ask about it, you can call us.")),
        calls=True,
        ended=True,
    )
