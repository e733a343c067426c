"""What is sent that no page of ours sends, and what it does to somebody's conversation in the store."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from urllib.parse import urlencode

import pytest

from flows.state import State
from reception.valkey import Valkey
from tests.browser import HEADERS, InProcess, Sent
from tests.house import Address, House
from tests.players.web import Player

MARK = "heliotropezanzibar"
TRACES = re.compile(r"Traceback|Exception|Error\b|/site-packages/|\.py\b|starlette|uvicorn|redis|valkey", re.IGNORECASE)


@pytest.fixture(scope="module")
def house(valkey: Valkey, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A front door."""
    with House.over(valkey, tmp_path_factory.mktemp("house")) as made:
        yield made


@pytest.fixture(scope="module")
def server(house: House) -> InProcess:
    """One process of it."""
    return house.server()


@pytest.fixture
def person(house: House, server: InProcess) -> Player:
    """Someone who is asked what is happening."""
    made = Player(house, server)
    for after, words in enumerate(("hello", "1", "1", "skip")):
        made.tell(words, after)
    assert made.browser.page.step == "story"
    return made


def state(person: Player) -> State:
    """Their conversation as it stands."""
    found = person.house.state(at(person))
    assert found is not None
    return found


def at(person: Player) -> Address:
    """Where it stands."""
    (only,) = person.held
    return only


def shown(person: Player) -> Mapping[str, str]:
    """What the form on their page says of itself."""
    form = person.browser.page.form("/")
    assert form is not None
    return dict(form.hidden)


def post(person: Player, body: bytes, cookie: str | None = None) -> tuple[int, str]:
    """Post this as they would, or with another cookie."""
    jar = person.browser.cookie if cookie is None else cookie
    said = person.browser.server.ask(Sent("POST", "/", body, jar))
    assert not TRACES.search(said.text.partition("<main")[2])
    assert "no-store" in said.headers["cache-control"]
    return said.status, said.text


ANSWERS = {
    "bytes that are no text": b"%ff%fe%80",
    "NULs": b"a%00b%00c",
    "half of a pair": b"%ed%a0%80",
    "nothing but controls": b"%01%02%1b%5b2J",
    "markup": b"%3Cscript%3Ealert(1)%3C/script%3E",
    "a right-to-left override": "\u202egnp.exe".encode(),
    "twenty thousand characters": b"x" * 20_000,
}


@pytest.mark.parametrize("answer", ANSWERS.values(), ids=ANSWERS)
def test_any_answer_is_taken_or_asked_again(person: Player, house: House, answer: bytes) -> None:
    """Whatever is written in a field, a page comes, nothing of it runs, and it is cut at 5,000 characters."""
    status, text = post(person, urlencode(shown(person)).encode() + b"&do=answer&answer=" + answer)
    assert 200 == status
    assert "<script>alert" not in text
    assert all(len(str(value)) <= 5_000 for value in state(person).answers.get("story", {}).values())
    assert "\x00" not in state(person).to_json()


def test_a_form_posted_once_more_later_changes_nothing(person: Player) -> None:
    """A form that was answered long ago, posted again as it was, does not undo what came after."""
    person.tell("They are cruel.", 10)
    (first, _) = person.requests[-1]
    person.tell("1", 11)
    before = state(person)
    status, _ = post(person, first.body or b"")
    assert 200 == status
    assert before.answers == state(person).answers


def test_a_name_without_its_secret_neither_reads_nor_ends_it(person: Player) -> None:
    """Whoever knows the first half of someone's cookie can read nothing, change nothing and leave nothing for them."""
    before = state(person)
    stolen = f"c={at(person).id}.{'B' * 43}"
    status, text = post(person, urlencode({**shown(person), "answer": MARK, "do": "answer"}).encode(), stolen)
    assert 200 == status
    assert 'data-step="safe_now"' in text
    person.browser.server.ask(Sent("POST", "/leave", b"", stolen))
    assert before == state(person)


@pytest.mark.parametrize("path", ["/", "/leave"])
def test_another_site_can_do_nothing(person: Player, server: InProcess, path: str) -> None:
    """What another site's page sends in someone's browser is not heard, whether an answer or to leave."""
    before = state(person)
    headers = HEADERS | {"Cookie": person.browser.cookie, "Sec-Fetch-Site": "cross-site"}
    body = urlencode({**shown(person), "answer": MARK, "do": "answer"})
    said = server.client.post(path, content=body, headers=headers)
    assert said.status_code in {200, 403}
    assert MARK not in said.text
    assert before == state(person)
    server.client.cookies.clear()
