from __future__ import annotations

import base64
import hashlib

from web.headers import digest, of_every_response


def test_the_policy_names_the_script_and_the_style_by_digest() -> None:
    """Another script, by one letter, would not run."""
    policy = of_every_response("a()", "b{}", https=False)["Content-Security-Policy"]
    expected = base64.b64encode(hashlib.sha256(b"a()").digest()).decode()
    assert f"script-src 'sha256-{expected}'" in policy
    assert digest("a() ") not in policy
    assert "unsafe" not in policy
    assert "http" not in policy


def test_only_https_is_told_to_stay_on_https() -> None:
    """Plain-http loopback gets no Strict-Transport-Security, which would shut it out."""
    assert "Strict-Transport-Security" in of_every_response("", "", https=True)
    assert "Strict-Transport-Security" not in of_every_response("", "", https=False)


def test_no_header_says_what_this_is() -> None:
    """Names and values hold no word of what the page is about."""
    said = str(dict(of_every_response("", "", https=True))).lower()
    assert not [word for word in ("abuse", "domestic", "refer a", "hub", "help", "door") if word in said]
