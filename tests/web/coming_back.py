"""Somebody who sends, takes words, and comes back, at a web door of the tests."""

from __future__ import annotations

import re

from reception.valkey import Valkey
from tests.browser import Browser
from tests.emptied import emptied
from tests.web.conftest import answer, form_of, to_consent


def press(browser: Browser, do: str, *values: str) -> None:
    """Press the button that asks for this, with the one field filled in."""
    form = form_of(browser.page)
    button = next(one for one in form.buttons if one.value == do)
    browser.press(form, button, {"answer": values} if values else {})


def sent(browser: Browser) -> None:
    """Go all the way, and send."""
    to_consent(browser)
    answer(browser, "send")


def shown(browser: Browser) -> str:
    """The words that stand on the page."""
    return " ".join(re.findall(r"<li>([a-z]+)</li>", browser.answer.text))


def worded(browser: Browser) -> str:
    """Send, take the words, and be done."""
    sent(browser)
    press(browser, "keep:words")
    words = shown(browser)
    press(browser, "keep:done")
    return words


def came_back(browser: Browser, words: str) -> None:
    """Open the page again as someone who has words, and type them."""
    browser.go()
    answer(browser, "yes")
    press(browser, "return:ask")
    press(browser, "return:open", words)


def mine(valkey: Valkey) -> dict[bytes, bytes]:
    """All that is in the store for those who may come back."""
    return {name: value for name, value in emptied(valkey.data).items() if b"back:" in name or b":fate:" in name}
