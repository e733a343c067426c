from __future__ import annotations

import pytest

from flows.addresses import email, is_here, is_this_phone, phone

DRAMA = "+447700900123"


@pytest.mark.parametrize(
    ("raw", "read"),
    [
        ("07700 900123", DRAMA),
        ("07700900123", DRAMA),
        ("07700-900-123", DRAMA),
        ("07700–900–123", DRAMA),
        ("+44 7700 900123", DRAMA),
        ("+447700900123", DRAMA),
        ("0044 7700 900123", DRAMA),
        ("447700900123", DRAMA),
        ("+44 (0)7700 900123", DRAMA),
        ("０７７００ ９００１２３", DRAMA),
        ("07700\u200b900123\x00", DRAMA),
        ("my number is 07700 900123 thanks", DRAMA),
        ("07700 900123 after 6", DRAMA),
        ("01483 776822", "+441483776822"),
        ("(020) 7946 0018", "+442079460018"),
        ("+353 85 012 3456", "+353850123456"),
        ("+1 202 555 0142", "+12025550142"),
        ("0770090012", None),
        ("077009001234", None),
        ("776822", None),
        ("999", None),
        ("07700 900123 or 07700 900124", None),
        ("07700 900123 10-12", None),
        ("+999 12345678901", None),
        ("call me", None),
        ("", None),
    ],
)
def test_phone(raw: str, read: str | None) -> None:
    """One whole number is E.164, drama numbers too; a digit short or two numbers is nothing."""
    assert phone(raw) == read


@pytest.mark.parametrize(
    ("raw", "read"),
    [
        ("sam@example.com", "sam@example.com"),
        (" Sam.Lee+x@Example.CO.UK. ", "Sam.Lee+x@example.co.uk"),
        ("mailto:sam@example.com", "sam@example.com"),
        ("<sam@example.com>", "sam@example.com"),
        ("my email is sam@example.com", "sam@example.com"),
        ("josé@exämple.de", "josé@exämple.de"),
        ("sam lee@example.com", None),
        ("sam@example.com lee@example.com", None),
        ("sam@example", None),
        ("sam@@example.com", None),
        ("sam@-example.com", None),
        ("sam@example-.com", None),
        ("sam@exa..mple.com", None),
        (".sam@example.com", None),
        ("sam@example.c", None),
        ("a" * 65 + "@example.com", None),
        ("sam@" + "a" * 64 + ".com", None),
        ("a@" + "b." * 150 + "com", None),
        ("sam", None),
        ("", None),
    ],
)
def test_email(raw: str, read: str | None) -> None:
    """One address of the right shape passes; an address with a piece missing or a second one does not."""
    assert email(raw) == read


def test_here() -> None:
    """'Here' and 'in this chat' mean the chat that is written in; a place, a number or a sentence does not."""
    assert all(is_here(said) for said in ("HERE", "Here.", "in this chat", "Write to me here!"))
    assert not any(is_here(said) for said in ("", "me", "not here", "here in Redhill", "here 07700 900123"))


def test_this_phone() -> None:
    """'Me' and 'this phone' mean the number that is written from; a sentence about it does not."""
    assert all(is_this_phone(said) for said in ("ME", "this phone.", "Same"))
    assert not any(is_this_phone(said) for said in ("", "not this phone", "me and him"))
