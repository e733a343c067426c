from __future__ import annotations

import pytest

from web.dial import dial


@pytest.mark.parametrize(
    ("text", "linked"),
    [
        ("Call 999.", 'Call <a href="tel:999">999</a>.'),
        ("On 0808 2000 247 now", 'On <a href="tel:08082000247">0808 2000 247</a> now'),
        ("01483 776822 (9am to 9pm)", '<a href="tel:01483776822">01483 776822</a> (9am to 9pm)'),
        ("116 123", '<a href="tel:116123">116 123</a>'),
    ],
)
def test_a_number_can_be_pressed(text: str, linked: str) -> None:
    """Numbers that people are told to call are links."""
    assert dial(text) == linked


@pytest.mark.parametrize("text", ["Press 55", "RH1 1AA", "in 1999", "0", "10-12", "5,000 characters", "a1999b"])
def test_other_figures_are_left_alone(text: str) -> None:
    """What is no telephone number is no link."""
    assert "tel:" not in dial(text)


def test_markup_in_the_text_stays_text() -> None:
    """A line of a library is never HTML."""
    assert dial('<b onclick="x">&#39;999') == ('&lt;b onclick=&#34;x&#34;&gt;&amp;#39;<a href="tel:999">999</a>')
