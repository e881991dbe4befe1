"""What the service says of itself."""

from __future__ import annotations

from typing import Any

from ld_export.iris import Minter
from ld_export.reconciliation.entities import Entities
from ld_export.reconciliation.extension import SETTINGS
from ld_export.reconciliation.previews import HEIGHT, WIDTH
from ld_export.reconciliation.problems import BATCH_SIZE
from ld_export.reconciliation.types import TYPES

VERSIONS = ("0.2",)
_SUGGESTED = ("entity", "property", "type")


def manifest(entities: Entities, site: str, address: str) -> dict[str, Any]:
    """The manifest of a service at an address, over a publication whose site lies at another."""
    kinds = {one.kind for one in entities.all}
    return {
        "versions": VERSIONS,
        "name": f"Names at {site}",
        "identifierSpace": entities.base,
        "schemaSpace": f"{Minter(entities.base).vocabulary}ontology#",
        "documentation": f"{site}data.html#link",
        "defaultTypes": [type_.shown() for type_ in TYPES.values() if type_.id in kinds],
        "batchSize": BATCH_SIZE,
        "view": {"url": f"{address}/view?id={{{{id}}}}"},
        "feature_view": {"url": f"{address}/feature?id={{{{id}}}}"},
        "preview": {"url": f"{address}/preview?id={{{{id}}}}", "width": WIDTH, "height": HEIGHT},
        "suggest": {about: _suggest(address, about) for about in _SUGGESTED},
        "extend": {
            "propose_properties": {"service_url": address, "service_path": "/properties"},
            "property_settings": SETTINGS,
        },
    }


def _suggest(address: str, about: str) -> dict[str, str]:
    return {
        "service_url": address,
        "service_path": f"/suggest/{about}",
        "flyout_service_url": address,
        "flyout_service_path": f"/flyout/{about}?id=${{id}}",
    }
