"""What version 0.2 of the Reconciliation API says of each answer, restated as JSON Schemas, and stricter in part.

The specification leaves most objects open; here a key that it does not name is a mistake.
See https://www.w3.org/community/reports/reconciliation/CG-FINAL-specs-0.2-20230410/.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from jsonschema import Draft202012Validator

Schema = dict[str, Any]

TEXT: Schema = {"type": "string"}
FILLED: Schema = {"type": "string", "minLength": 1}
ADDRESS: Schema = {"type": "string", "pattern": "^https?://[^ ]+$"}
FLAG: Schema = {"type": "boolean"}


def record(required: Mapping[str, Schema], optional: Mapping[str, Schema] | None = None) -> Schema:
    """An object with these keys and no others."""
    keys = {**required, **(optional or {})}
    return {"type": "object", "properties": keys, "required": list(required), "additionalProperties": False}


def listed(items: Schema, **more: Any) -> Schema:
    """An array of such items."""
    return {"type": "array", "items": items, **more}


def keyed(values: Schema) -> Schema:
    """An object with any keys and such values."""
    return {"type": "object", "additionalProperties": values}


NAMED = record({"id": FILLED, "name": FILLED})
TYPE = record({"id": FILLED, "name": FILLED}, {"description": TEXT, "broader": listed(NAMED)})
TEMPLATE: Schema = {"type": "string", "pattern": r"^https?://.*\{\{id\}\}.*$"}
PLACE = record({"service_url": ADDRESS, "service_path": {"type": "string", "pattern": "^/"}})
SUGGEST = record(
    {"service_url": ADDRESS, "service_path": {"type": "string", "pattern": "^/"}},
    {"flyout_service_url": ADDRESS, "flyout_service_path": {"type": "string", "pattern": r"^/.*\$\{id\}.*$"}},
)
_SETTING = {"name": FILLED, "label": FILLED}
SETTING: Schema = {
    "oneOf": [
        record({**_SETTING, "type": {"const": kind}}, {"default": {"type": default}, "help_text": TEXT})
        for kind, default in (("number", "number"), ("text", "string"), ("checkbox", "boolean"))
    ]
    + [
        record(
            {**_SETTING, "type": {"const": "select"}, "choices": listed(record({"value": TEXT, "name": TEXT}))},
            {"default": TEXT, "help_text": TEXT},
        )
    ]
}

MANIFEST = record(
    {
        "versions": listed(FILLED, contains={"const": "0.2"}),
        "name": FILLED,
        "identifierSpace": ADDRESS,
        "schemaSpace": ADDRESS,
    },
    {
        "defaultTypes": listed(TYPE, uniqueItems=True),
        "documentation": ADDRESS,
        "logo": ADDRESS,
        "serviceVersion": FILLED,
        "batchSize": {"type": "integer", "minimum": 1},
        "view": record({"url": TEMPLATE}),
        "feature_view": record({"url": TEMPLATE}),
        "preview": record({"url": TEMPLATE, "width": {"type": "integer"}, "height": {"type": "integer"}}),
        "suggest": record({}, {"entity": SUGGEST, "property": SUGGEST, "type": SUGGEST}),
        "extend": record({}, {"propose_properties": PLACE, "property_settings": listed(SETTING)}),
    },
)

FEATURE = record({"id": FILLED, "value": {"type": ["boolean", "number"]}})
CANDIDATE = record(
    {"id": FILLED, "name": FILLED, "score": {"type": "number", "minimum": 0, "maximum": 100}},
    {
        "description": TEXT,
        "type": listed({"oneOf": [NAMED, FILLED]}),
        "match": FLAG,
        "features": listed(FEATURE, uniqueItems=True),
    },
)
RESULTS = keyed(record({"result": listed(CANDIDATE)}))

SUGGESTED_ENTITIES = record(
    {
        "result": listed(
            record({"id": FILLED, "name": FILLED}, {"description": TEXT, "notable": listed({"oneOf": [NAMED, FILLED]})})
        )
    }
)
SUGGESTED_PROPERTIES = record({"result": listed(record({"id": FILLED, "name": FILLED}, {"description": TEXT}))})
SUGGESTED_TYPES = record({"result": listed(TYPE)})
FLYOUT = record({"id": FILLED, "html": TEXT})
PROPOSED = record({"properties": listed(NAMED), "type": TEXT}, {"limit": {"type": "integer"}})

DAY: Schema = {
    "type": "string",
    "pattern": r"^-?\d{4,}-(1[0-2]|0[1-9])-(3[01]|0[1-9]|[12]\d)T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d+)?"
    r"(Z|[+-]([01]\d|2[0-3]):[0-5]\d)?$",
}
VALUE: Schema = {
    "oneOf": [
        record({}),
        record({"id": FILLED, "name": FILLED}, {"description": TEXT}),
        record({"str": TEXT}),
        record({"float": {"type": "number"}}),
        record({"int": {"type": "integer"}}),
        record({"date": DAY}),
    ]
}
EXTENDED = record(
    {
        "meta": listed(record({"id": FILLED, "name": FILLED}, {"type": NAMED, "service": ADDRESS})),
        "rows": keyed(keyed(listed(VALUE))),
    }
)


def holds(said: Any, schema: Schema) -> None:
    """Fail with the first place in which an answer is not what the specification has."""
    Draft202012Validator.check_schema(schema)
    problems = sorted(Draft202012Validator(schema).iter_errors(said), key=lambda one: list(map(str, one.path)))
    assert not problems, f"{'/'.join(map(str, problems[0].absolute_path))}: {problems[0].message}"
    _refuse_twice_named(said)


def _refuse_twice_named(said: Any) -> None:
    """What no schema can say: a candidate has each feature once, and a result is sorted."""
    results = said.values() if isinstance(said, dict) and "rows" not in said else ()
    for one in results:
        if isinstance(one, dict) and isinstance(one.get("result"), list):
            scores = [candidate["score"] for candidate in one["result"]]
            assert scores == sorted(scores, reverse=True)
            for candidate in one["result"]:
                names = [feature["id"] for feature in candidate["features"]]
                assert len(names) == len(set(names))
