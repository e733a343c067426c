"""What is meant, looked up: the way in the person's plan, the words in the hub's approved list.

Rule: words of a worker's own that are an approved template, letter for letter, are that template.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from flows.outward import LEVELS, History, HubRules, Now, Plan, Template, Way, Wording
from flows.plan import ContactPlan, Content, Route


@dataclass(frozen=True, slots=True)
class Meant:
    """A contact with all that the rules judge it by. `template` is None when the words are a worker's own."""

    plan: Plan
    way: Way
    wording: Wording
    now: Now
    history: History
    route: Route
    text: str = field(repr=False)
    level: Content
    template: Template | None

    @property
    def said(self) -> ContactPlan:
        """The plan in the person's own terms."""
        return self.plan.said

    @property
    def rules(self) -> HubRules:
        """What the hub has set for everybody."""
        return self.now.rules

    @property
    def local(self) -> datetime:
        """The instant, where the hub is."""
        return self.now.at.astimezone(ZoneInfo(self.rules.timezone))

    @property
    def waits(self) -> bool:
        """Whether it lies on the page until they come for it, and reaches no phone."""
        return self.way.kind == "web"

    def tells_more_than(self, level: Content) -> bool:
        """Whether the words tell more than `level`."""
        return LEVELS.index(self.level) > LEVELS.index(level)

    @property
    def is_own_words(self) -> bool:
        """Whether a worker wrote them, and nobody approved them."""
        return self.template is None and not self.wording.cover_line

    def since(self, then: datetime) -> float:
        """Seconds from `then` to now; less than none when a clock has jumped."""
        return (self.now.at - then).total_seconds()


def days(duration: str) -> int:
    """The seconds in an ISO duration of whole days."""
    return int(duration.removeprefix("P").removesuffix("D")) * 86_400


def meant(plan: Plan, way: Way, wording: Wording, now: Now, history: History) -> Meant | None:
    """The contact with its route and its words; None when the plan has no such route."""
    route = next((r for r in plan.said.routes if (r.id, r.kind) == (way.route, way.kind)), None)
    if route is None:
        return None
    template = _template(wording, now.rules)
    text, level = _words(wording, template, now.rules)
    return Meant(plan, way, wording, now, history, route, text, level, template)


def _template(wording: Wording, rules: HubRules) -> Template | None:
    if wording.template:
        return rules.templates.get(wording.template)
    return next((t for t in rules.templates.values() if wording.text and wording.text in t.texts.values()), None)


def _words(wording: Wording, template: Template | None, rules: HubRules) -> tuple[str, Content]:
    if wording.cover_line:
        return rules.cover_lines.get(wording.cover_line, ""), "neutral_callback"
    if template is not None:
        return wording.text or template.texts.get(wording.language, ""), _told(template.level)
    return (wording.text, _told(wording.level)) if wording.text else ("", "none")


def _told(level: Content) -> Content:
    """Words always tell something: what is said to tell nothing is taken to tell all."""
    return "full_after_verify" if level == "none" else level
