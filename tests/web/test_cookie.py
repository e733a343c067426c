from __future__ import annotations

import pytest
from starlette.responses import Response

from web import cookie


@pytest.mark.parametrize("https", [True, False])
def test_what_is_given_is_read_back(https: bool) -> None:  # noqa: FBT001 - the two ways there are
    """A key survives the way through the browser, both halves."""
    key, response = cookie.mint(), Response()
    cookie.give(response, key, https=https)
    value = response.headers["set-cookie"].partition(";")[0].partition("=")[2]
    assert cookie.read({cookie.name(https=https): value}, https=https) == key


def test_a_cookie_of_plain_http_does_not_count_over_https() -> None:
    """Over https only the name that browsers guard is read."""
    value = f"{'A' * 22}.{'B' * 43}"
    assert cookie.read({"c": value}, https=True) is None
    assert cookie.read({"__Host-c": value}, https=True) is not None


@pytest.mark.parametrize(
    "value", ["", "A.B", f"{'A' * 22}{'B' * 44}", f"{'A' * 22}.{'B' * 43}x", f"{'/' * 22}.{'B' * 43}"]
)
def test_what_is_not_of_our_making_is_no_key(value: str) -> None:
    """Only the exact form is read."""
    assert cookie.read({"c": value}, https=False) is None


def test_no_two_keys_are_alike_and_none_shows_itself() -> None:
    """Keys are fresh, and their repr holds neither half."""
    one, other = cookie.mint(), cookie.mint()
    assert one.id != other.id
    assert one.secret != other.secret
    assert one.id not in repr(one)
    assert repr(one.secret) not in repr(one)


def test_taking_a_cookie_ends_it_under_the_same_terms() -> None:
    """The clearing header has the attributes without which a browser would ignore it."""
    response = Response()
    cookie.take(response, https=True)
    line = response.headers["set-cookie"]
    assert line.startswith('__Host-c=""')
    assert "Max-Age=0" in line
    assert "Secure" in line
    assert "Path=/" in line
