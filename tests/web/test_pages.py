from __future__ import annotations

import re
from dataclasses import replace

import pytest

from flows.language import Language
from flows.library import Library
from reception.front import Aside, Asked, Fact, Heard, Reply, Shown
from tests import forms
from tests.web.conftest import form_of
from web import faults, wire
from web.answers import Answers, Posted
from web.first import FirstPages
from web.page import Page
from web.pages import Pages, Way, pages

CHOICE = Shown("who", "choice", choices=(("ex", "Ex-partner"), ("other", "Someone else")))
QUESTION = Reply(
    "who",
    "say",
    lines=("One line.",),
    ask="Who is it?",
    fields=(CHOICE,),
    asked=Asked("who", "d1"),
    can=("skip", "back"),
)
NASTY = '"><script>alert(1)</script>'


@pytest.fixture
def made(library: Library) -> Pages:
    """The pages of the small library."""
    return pages(library, Page())


@pytest.fixture
def answers(made: Pages) -> Answers:
    """Answers that make up the message id `fresh-id`."""
    return Answers(made, FirstPages(made), lambda: "fresh-id")


def test_a_question_is_one_form_with_its_controls_and_buttons(made: Pages) -> None:
    """The page keeps the contract: one main, one form, real controls, three ways on."""
    html = made.talk(QUESTION, id_="m1")
    page = forms.read(html)
    form = form_of(page)
    assert (html.count("<main"), html.count('id="answer"'), html.count("<h1")) == (1, 1, 1)
    assert (page.step, page.mood, form.method, form.action) == ("who", "say", "post", "/")
    assert {("step", "who"), ("digest", "d1"), ("field", "who"), ("id", "m1")} <= set(form.hidden)
    assert [value for value, _, _ in form.controls["answer"].options] == ["ex", "other"]
    assert [(b.name, b.value) for b in form.buttons] == [("do", "answer"), ("do", "skip"), ("do", "back")]


def test_nothing_is_chosen_beforehand(made: Pages) -> None:
    """No answer is put into anyone's mouth."""
    assert "checked" not in made.talk(QUESTION).partition("<main")[2]


def test_an_answer_that_did_not_fit_is_shown_with_what_is_wrong(made: Pages) -> None:
    """The error stands in the summary and beside its field, which is described by it and keeps the words."""
    wrong = Shown("name", "name", label="Your name", given=(NASTY,), error="Write a name.")
    html = made.talk(replace(QUESTION, fields=(wrong, CHOICE)))
    page = forms.read(html)
    assert page.text.count("Write a name.") == 2
    assert 'aria-describedby="f-1-error"' in html
    assert 'aria-invalid="true"' in html
    assert form_of(page).controls["answer.name"].value == NASTY


@pytest.mark.parametrize("kind", ["text", "name", "choice"])
def test_whatever_is_shown_is_escaped(made: Pages, kind: str) -> None:
    """No word of a person or of a file becomes HTML."""
    shown = Shown(NASTY, kind, NASTY, NASTY, ((NASTY, NASTY),) if kind == "choice" else (), given=(NASTY,), error=NASTY)
    reply = Reply(
        NASTY,
        "say",
        lines=(NASTY,),
        urgent=(NASTY,),
        ask=NASTY,
        hint=NASTY,
        fields=(shown, shown),
        asked=Asked(NASTY, NASTY),
        changes=((NASTY, NASTY),),
        asides=(Aside(NASTY, NASTY, (NASTY,)),),
    )
    assert "<script>alert" not in made.talk(reply, id_=NASTY, entry=NASTY, notice=(NASTY,))


def test_text_boxes_keep_nothing_in_the_browser(made: Pages) -> None:
    """Every text box and form turns off completion, and every text box the spelling check."""
    html = made.talk(replace(QUESTION, fields=(Shown("a", "text"), Shown("b", "phone"))))
    for tag in re.findall(r"<(?:input|textarea)[^>]*>", html):
        if "hidden" not in tag and "checkbox" not in tag:
            assert 'autocomplete="off"' in tag
            assert 'spellcheck="false"' in tag
    assert all('autocomplete="off"' in tag for tag in re.findall(r"<form[^>]*>", html))


def test_an_end_is_headed_by_its_first_line(made: Pages) -> None:
    """A page that asks nothing still has a heading, and nothing to answer."""
    html = made.talk(Reply("sent", "goodbye", lines=("It has arrived.", "Call 999.")))
    assert re.search(r"<h1[^>]*>It has arrived\.</h1>", html)
    assert 'name="do"' not in html


def test_a_language_written_from_the_right_turns_the_page(library: Library) -> None:
    """The page says its language and direction, and its furniture is translated."""
    words = {"Leave now": "\u0627\u0628\u06be\u06cc \u062c\u0627\u0626\u06cc\u06ba"}
    spoken = replace(library, catalogues={"ur": words}, spoken={"ur": Language("ur", "Urdu", "rtl")})
    html = pages(spoken, Page()).talk(replace(QUESTION, language="ur"))
    assert '<html lang="ur" dir="rtl">' in html
    assert "\u062c\u0627\u0626\u06cc\u06ba" in html
    assert 'value="language:en"' in html


@pytest.mark.parametrize(
    ("fact", "said"),
    [
        (Fact.DOWN, "Your last message was not kept."),
        (Fact.NOT_SENT, "It was not sent."),
        (Fact.UNKNOWN, "We do not know yet if it was sent. Press once more: it cannot arrive twice."),
        (Fact.FULL, "We cannot start a new chat right now."),
    ],
)
def test_each_fact_has_its_own_page_and_the_same_form_once_more(answers: Answers, fact: Fact, said: str) -> None:
    """The page says what is true, and pressing its button posts the same message again."""
    form = wire.read(b"id=abcdefgh&step=ready&digest=d&field=ready&answer=send&do=answer")
    response = answers.to(Heard(None, fact), Posted(form, "abcdefgh"))
    page = forms.read(bytes(response.body).decode())
    assert said in page.text
    assert response.status_code == 200
    again = form_of(page)
    assert wire.read("&".join(f"{n}={v}" for n, v in again.pairs(again.buttons[0], {})).encode()) == form


def test_the_three_truths_are_never_mixed(answers: Answers) -> None:
    """'Not sent' and 'we do not know' never stand on one page."""
    form = Posted(wire.read(b"answer=send"), "abcdefgh")
    unknown, not_sent = (bytes(answers.to(Heard(None, f), form).body).decode() for f in (Fact.UNKNOWN, Fact.NOT_SENT))
    assert "It was not sent" not in unknown
    assert "do not know" not in not_sent


def test_silence_is_a_blank_page(answers: Answers) -> None:
    """Where nothing is to be said, nothing is shown, and the title says nothing."""
    html = bytes(answers.to(Heard(None, Fact.LEFT), Posted(wire.read(b""), "abcdefgh")).body).decode()
    assert "<title>New tab</title>" in html
    assert "<body></body>" in html


def test_danger_words_are_answered_when_the_store_is_full(answers: Answers) -> None:
    """Full or not, the emergency words are shown."""
    reply = replace(QUESTION, mood="danger", urgent=("In danger now? Call 999.",))
    html = bytes(answers.to(Heard(reply, Fact.FULL), Posted(wire.read(b""), "abcdefgh")).body).decode()
    assert 'data-mood="danger"' in html
    assert "In danger now?" in html


def test_the_first_page_of_a_greeting_is_made_once(made: Pages) -> None:
    """The same greeting gives the same bytes; an entry code has a page of its own that is not kept."""
    firsts = FirstPages(made)
    assert firsts.of(QUESTION) is firsts.of(QUESTION)
    assert b'value="ABCD"' in firsts.of(QUESTION, "ABCD").plain
    assert b'value="ABCD"' not in firsts.of(QUESTION).plain


def test_first_pages_kept_are_bounded(made: Pages) -> None:
    """However often the words of a greeting change, memory does not grow."""
    firsts = FirstPages(made)
    for n in range(150):
        firsts.of(replace(QUESTION, ask=str(n)))
    assert len(firsts.kept) <= 64


def test_print_shows_none_of_the_talk(made: Pages) -> None:
    """On paper there is one neutral line and nothing else."""
    assert "@media print{body>*{display:none}body>.paper{display:block}}" in made.style


def test_what_stands_above_all_the_time_is_not_said_twice(made: Pages) -> None:
    """'In danger now? Call 999.' is in the bar, so a question does not begin with it; where one agrees, it stays."""
    line = "In danger now? Call 999."
    consent = Shown("ready", "consent", choices=(("send", "Send it"),))
    assert line not in forms.read(made.talk(replace(QUESTION, lines=(line, "Other.")))).text
    assert line in forms.read(made.talk(replace(QUESTION, lines=(line,), fields=(consent,)))).text
    assert line in forms.read(made.talk(Reply("end", "goodbye", lines=("Goodbye.", line)))).text


def test_there_is_a_dot_for_each_answer_and_none_for_what_is_to_come(made: Pages) -> None:
    """The dots grow with the answers, tell no number of questions to come, and are not read out."""
    given = made.talk(replace(QUESTION, changes=(("a", "one"), ("b", "two"))))
    assert given.count("<i></i>") == 2
    assert '<p class="steps" aria-hidden="true">' in given
    assert "<i></i>" not in made.talk(QUESTION)


def test_a_part_brings_no_more_than_is_new(made: Pages) -> None:
    """What stands after the question comes again only with another language."""
    assert "<footer>" in made.talk(QUESTION)
    assert "<footer>" not in made.talk(QUESTION, way=Way(part=True))
    assert "<footer>" in made.talk(QUESTION, way=Way(part=True, turned=True))


@pytest.mark.parametrize("fact", [Fact.DOWN, Fact.NOT_SENT, Fact.FULL])
def test_whoever_cannot_be_heard_is_told_whom_to_call(answers: Answers, fact: Fact) -> None:
    """The page has the numbers of the directory, ready to press."""
    html = bytes(answers.to(Heard(None, fact), Posted(wire.read(b"answer=x"), "abcdefgh")).body).decode()
    assert "No person is on this chat." in html
    assert html.partition("<main")[2].count('href="tel:') >= 2


def test_the_page_for_an_error_has_a_number_too(made: Pages) -> None:
    """Also where all else fails there is somebody to call."""
    assert made.plain(faults.BROKEN, "en").partition("<main")[2].count('href="tel:') >= 2


@pytest.mark.parametrize("browser", ["Chrome", "Safari", "Samsung Internet", "Firefox", "Edge"])
def test_it_is_said_how_to_take_one_line_out_of_the_history(made: Pages, browser: str) -> None:
    """For each common browser, and by the name that the line has there."""
    foot = made.talk(QUESTION).partition("<footer>")[2]
    assert browser in foot
    assert made.page.title in foot
    assert "It cannot hide" in foot


def folded(**more: object) -> Reply:
    """A page with one field that is folded away."""
    there = Shown("number", "phone", label="Your number")
    hidden = replace(Shown("word", "secret", label="A word", optional=True, fold=True), **more)  # type: ignore[arg-type]
    return replace(QUESTION, fields=(hidden, there))


def test_what_is_rarely_wanted_is_folded_away_and_still_posted(made: Pages) -> None:
    """It stands closed, after the rest, within the one form: no script is needed to open it."""
    html = made.talk(folded())
    form = form_of(forms.read(html))
    assert ["answer.number", "answer.word"] == list(form.controls)
    assert "<details>\n<summary>More ways to be careful (if you like)</summary>" in html
    assert html.index("answer.number") < html.index("<details>") < html.index("answer.word")


@pytest.mark.parametrize("more", [{"error": "Choose a word."}, {"given": ("ok",)}])
def test_what_is_to_be_mended_is_not_hidden(made: Pages, more: dict[str, object]) -> None:
    """A fold that holds something wrong, or something typed, is open."""
    assert "<details open>" in made.talk(folded(**more))


def test_what_is_said_back_comes_before_the_next_question(made: Pages) -> None:
    """Under a heading of its own, as plain text: no number of theirs becomes a link to press."""
    html = made.talk(replace(QUESTION, told_back=("We call 07700 900123: Monday.",)))
    assert "<p>We call 07700 900123: Monday.</p>" in html
    assert html.index('id="back"') < html.index('id="ask"')
