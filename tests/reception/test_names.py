from __future__ import annotations

from datetime import date

from reception.keyring import Keyring
from reception.names import Names, once, referrals, seen

RING = Keyring.new(date(2026, 11, 22))
NUMBER = "+447700900123"


def test_an_address_always_has_the_same_place() -> None:
    """Two processes with the same keys find one person at one place, and after rotation still do."""
    assert Names.of(RING).place("sms", NUMBER) == Names.of(RING.rotated(date(2026, 11, 23))).place("sms", NUMBER)


def test_no_address_is_in_a_name() -> None:
    """Neither name holds the number, and the two names share nothing that ties them together."""
    place = Names.of(RING).place("sms", NUMBER)
    assert "7700900123" not in place.talk + place.gone
    assert place.talk.rsplit(":", 1)[1] != place.gone.rsplit(":", 1)[1]
    assert len(place.talk) == len(place.gone)


def test_doors_and_keys_are_kept_apart() -> None:
    """One number at two doors has two places, and without our key nobody can work a place out."""
    names = Names.of(RING)
    assert names.place("sms", NUMBER).talk != names.place("whatsapp", NUMBER).talk
    other = Names.of(Keyring.new(date(2026, 11, 22)))
    assert names.place("sms", NUMBER).talk != other.place("sms", NUMBER).talk


def test_all_of_a_conversation_shares_its_partition() -> None:
    """Both names carry the tag of the partition that the queue's keys carry, so one script may touch all."""
    names = Names.of(RING, partitions=4)
    places = [names.place("sms", f"+4477009000{number:02}") for number in range(60)]
    assert {place.partition for place in places} == {0, 1, 2, 3}
    for place in places:
        tag = f"{{{place.partition}}}"
        queue = (referrals(place.partition), seen(place.partition), once(place.partition, "abc"))
        assert all(tag in key for key in (place.talk, place.gone, *queue))


def test_an_odd_address_has_a_place_too() -> None:
    """Letters that are no text, as a broken client may send them, raise nothing."""
    assert Names.of(RING).place("web", "\udcff\x00").talk
