"""The way out, put together: what the hub writes goes by the door that has a way to carry it.

Rule: a door that can carry says so in `state.carriers` before this is called, and who has
stopped in `state.stopped`. Where none can, the hub is told so; nothing waits for a door that is not there.
"""

from __future__ import annotations

from fastapi import FastAPI

from flows.hub_rules import hub_rules
from frontdoor.plan import Plan
from reception.front import Reception
from reception.lines import Lines
from reception.marks import Marks
from reception.outbox import Outbox, Rules


def open_outbox(app: FastAPI, plan: Plan, lines: Lines) -> None:
    """Add the outbox to `app`, as work in the background."""
    reception: Reception = app.state.reception
    marks = reception.marks or Marks(lines, plan.keyring, plan.clock)
    rules = Rules(plan.sealer.door, plan.sealer.hub, hub_rules(plan.library), app.state.carriers, app.state.stopped)
    app.state.outbox = Outbox(lines, marks, rules, reception.keeper, plan.clock)
    app.state.errands = (*app.state.errands, app.state.outbox.run)
