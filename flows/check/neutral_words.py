"""Proof: no word puts a role on a person, and none takes sides with harm.

What is done is named, not what someone is. Nobody is told that drink, stress or the other
person made someone do it, that it was small, or that leaving is simple.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from flows.check.states import Walked
from flows.finding import Finding
from flows.said import everything

_ROLES: Final = re.compile(
    r"\b(victims?|perpetrators?|offen[cs]es?|offenders?|abusers?|batterers?|alleged|convicted)\b", re.IGNORECASE
)
_SIDES: Final = re.compile(
    r"\b(just leave|just a|only a|calm down|provok\w+|your fights?|(?:a|your) row|arguments?|as bad as|both to blame"
    r"|anger (?:problem|issue)s?|los(?:e|t|ing) (?:your |his |her |their )?(?:temper|control)"
    r"|ma(?:ke|kes|de) (?:you|him|her|them) (?:do|hit|hurt|angry)|drove (?:you|him|her|them)"
    r"|(?:because of|blame) (?:the )?(?:drink|drugs?|stress)|i understand|we understand|toxic|couples?"
    r"|relationship problems?|failed to|admit(?:s|ted)?|claims?|let (?:it|this) happen)\b",
    re.IGNORECASE,
)


def find(walked: Walked) -> Iterator[Finding]:
    """Each word in English that names a role, and each that goes along with harm."""
    for said in everything(walked.library):
        if found := _ROLES.search(said.text):
            says = f"It says '{found[1]}': '{said.text}'"
            yield Finding(said.file, said.step, says, "Name what is done, not what someone is.")
        if found := _SIDES.search(said.text):
            says = f"It says '{found[1]}': '{said.text}'"
            yield Finding(
                said.file, said.step, says, "Agree with nobody's reasons for harm, and make none of it small."
            )
