"""The published JSON Schema of a referral, made from the record's own types.

Rule: the models are the truth and docs/schema/referral.schema.json its copy; a
test holds them together. To write the copy anew: python -m flows.schema
"""

from __future__ import annotations

import json
import sys
from typing import Any

from flows.record import SCHEMA_VERSION, Referral


def schema() -> dict[str, Any]:
    """JSON Schema 2020-12 for what `Referral.to_json` writes: what is not known is not there at all."""
    made = Referral.model_json_schema(mode="serialization")
    for model in (made, *made["$defs"].values()):
        if "properties" in model:
            _leave_out_nulls(model)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:frontdoor:referral:{SCHEMA_VERSION}",
        **made,
    }


def text() -> str:
    """The schema as it is published."""
    return json.dumps(schema(), indent=2, sort_keys=True, ensure_ascii=False) + "\n"


def _leave_out_nulls(model: dict[str, Any]) -> None:
    """A value that may be None is never written as null: it is optional, and of its other type."""
    optional = []
    for name, value in model["properties"].items():
        value.pop("title", None)
        kinds = value.get("anyOf", [])
        if {"type": "null"} in kinds:
            optional.append(name)
            (kind,) = (one for one in kinds if one != {"type": "null"})
            del value["anyOf"], value["default"]
            value.update(kind)
    # what has a default is written all the same, so that a reader need not know the default
    model["required"] = [name for name in model["properties"] if name not in optional]


if __name__ == "__main__":
    sys.stdout.write(text())
