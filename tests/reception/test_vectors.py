"""The committed vectors are read by this program as they must be by any other."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any, get_args

import jsonschema
import pytest
from cryptography.exceptions import InvalidSignature, InvalidTag

from reception import base64url, followup, hpke
from reception.envelope import Sealed
from reception.faults import SealFault
from reception.followup import Kind
from reception.publickeys import hub_keys, read_all
from reception.unseal import HubPrivate, Opener

DOCS = Path(__file__).parents[2] / "docs"


def read(name: str) -> Any:
    """One JSON file under docs."""
    return json.loads((DOCS / name).read_text())


KEYS = read("vectors/keys.json")
OPENED = read("vectors/opened.json")["vectors"]
REFUSED = read("vectors/refused.json")["vectors"]
SCHEMA = read("schema/sealed-referral.schema.json")
HEADER = {"$schema": SCHEMA["$schema"], "$defs": SCHEMA["$defs"], "$ref": "#/$defs/header"}


@pytest.fixture(scope="module")
def opener() -> Opener:
    """The hub of the vectors, which trusts their door."""
    return Opener.of([HubPrivate.from_text(KEYS["hub"]["hub.key"])], read_all("door", KEYS["door"]["public_line"]))


@pytest.mark.parametrize("vector", OPENED, ids=lambda vector: vector["name"])
def test_what_must_open_opens(vector: dict[str, str], opener: Opener) -> None:
    """Each good vector opens to the words written beside it."""
    assert opener.open(Sealed.from_text(vector["event"])).decode() == vector["opens"]


def test_each_kind_of_follow_up_has_a_vector() -> None:
    """Who connects a system meets each of them first here. Each names its referral, and permits nothing."""
    inside = [json.loads(vector["opens"]) for vector in OPENED if vector["name"].startswith("followup-")]
    assert {one["kind"] for one in inside} == set(get_args(Kind))
    assert {(followup.referral_of(one["id"]), one["permits"]) for one in inside} == {("vector-referral-1", "nothing")}


@pytest.mark.parametrize("vector", REFUSED, ids=lambda vector: vector["name"])
def test_what_must_be_refused_is(vector: dict[str, str], opener: Opener) -> None:
    """Each bad vector ends in the fault written beside it, and in no other."""
    with pytest.raises(SealFault) as caught:
        opener.open(Sealed.from_text(vector["event"]))
    assert caught.value.code == vector["fault"]


def test_every_code_of_reading_has_a_vector() -> None:
    """There is an expected failure for each way in which reading can end."""
    codes = {"key", "door", "signature", "closed", "padding", "version", "shape"}
    assert {vector["fault"] for vector in REFUSED} == codes


@pytest.mark.parametrize("vector", OPENED, ids=lambda vector: vector["name"])
def test_the_schema_takes_what_opens(vector: dict[str, str]) -> None:
    """Good events, and the headers in them, are valid against the published schema."""
    event = json.loads(vector["event"])
    jsonschema.validate(event, SCHEMA, jsonschema.Draft202012Validator)
    for container in event["data"]["sealed"]:
        jsonschema.validate(json.loads(base64url.decode(container["protected"])), HEADER)


@pytest.mark.parametrize("name", ["other-type", "extra-in-event", "no-containers", "padded-base64", "extra-in-header"])
def test_the_schema_refuses_what_has_another_shape(name: str) -> None:
    """What is wrong in shape or version is invalid against the published schema too."""
    event = json.loads(next(vector["event"] for vector in REFUSED if vector["name"] == name))
    outside = jsonschema.Draft202012Validator(SCHEMA).is_valid(event)
    headers = [json.loads(base64url.decode(container["protected"])) for container in event["data"]["sealed"]]
    assert not (outside and all(jsonschema.Draft202012Validator(HEADER).is_valid(header) for header in headers))


@pytest.mark.parametrize("whose", ["hub", "other_hub"])
def test_keys_follow_from_their_seeds(whose: str) -> None:
    """Everything written of a hub's key follows from its seed as the documentation says."""
    key = KEYS[whose]
    seed = base64url.decode(key["sealing_seed"])
    public = base64url.decode(key["sealing_public"])
    assert hashlib.shake_256(seed).digest(96) == base64url.decode(key["shake256_96_of_seed"])
    assert hpke.public_bytes(seed) == public
    assert hashlib.sha256(public).hexdigest()[:16] == key["kid"] == hub_keys(key["hub.pub"])[0].kid


def test_the_vectors_say_that_their_keys_are_for_tests() -> None:
    """Nobody can take these keys for real ones without having read that they are not."""
    for name in ("keys", "opened", "refused"):
        assert read(f"vectors/{name}.json")["about"].startswith("TEST KEYS")


@pytest.fixture(scope="module")
def documented() -> Any:
    """The opener that stands in docs/hub-queue.md, as it stands there."""
    text = (DOCS / "hub-queue.md").read_text()
    space: dict[str, Any] = {}
    exec(text.split("```python\n")[1].split("```")[0], space)  # noqa: S102 - the project's own documentation
    return space["open_event"]


@pytest.mark.parametrize("vector", OPENED, ids=lambda vector: vector["name"])
def test_the_documented_opener_opens(vector: dict[str, str], documented: Any) -> None:
    """Who copies the opener from the documentation opens every good vector."""
    seed, verifying = KEYS["hub"]["sealing_seed"], KEYS["door"]["verifying"]
    assert documented(vector["event"], base64url.decode(seed), base64url.decode(verifying)).decode() == vector["opens"]


@pytest.mark.parametrize(
    "vector", [v for v in REFUSED if v["fault"] not in {"shape", "version"}], ids=lambda vector: vector["name"]
)
def test_the_documented_opener_refuses(vector: dict[str, str], documented: Any) -> None:
    """It refuses all that matters to safety: wrong keys, wrong doors, changed bytes, bad padding."""
    seed, verifying = KEYS["hub"]["sealing_seed"], KEYS["door"]["verifying"]
    with pytest.raises((ValueError, InvalidTag, InvalidSignature)):
        documented(vector["event"], base64url.decode(seed), base64url.decode(verifying))


def test_the_documentation_names_every_code() -> None:
    """Each code in the vectors is explained."""
    text = (DOCS / "hub-queue.md").read_text()
    assert [v["fault"] for v in REFUSED if f"| `{v['fault']}` |" not in text] == []
