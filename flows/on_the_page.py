"""The page that somebody comes back to as one more way to write to them: what waits there reaches nobody.

Rule: it is for who took return words, and for what waits on the page alone. The plan that comes
out is judged for that one way; for every other way the plan stays as they made it.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final

from flows.plan import ContactPlan, Route

PAGE: Final = "web"
"""The id of the way, and its kind."""


def on_the_page(plan: ContactPlan, at: datetime) -> ContactPlan:
    """The plan with the page in it, as of `at`; unchanged when it is not the writer's own, or names such a way itself.

    To take words is to say 'I will come and look': so it asks for no first move of ours, and
    each time they come they are asked first if it is safe.
    """
    if plan.person != "me" or any(route.id == PAGE for route in plan.routes):
        return plan
    page = Route(id=PAGE, kind="web", status="safe", content="full_after_verify")
    said = {"initiative": "service", "confirmed_at": at, "confirmed_how": "by_person"}
    return plan.model_copy(update={**said, "routes": (*plan.routes, page)})
