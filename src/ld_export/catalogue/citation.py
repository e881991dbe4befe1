"""How the data set wants to be cited, for programs: a Citation File Format file.

See https://github.com/citation-file-format/citation-file-format, version 1.2.0.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from ld_export.catalogue.record import Dataset
from ld_export.iris import Minter

_SPDX = {
    "https://creativecommons.org/publicdomain/zero/1.0/": "CC0-1.0",
    "https://creativecommons.org/licenses/by/4.0/": "CC-BY-4.0",
    "https://creativecommons.org/licenses/by-sa/4.0/": "CC-BY-SA-4.0",
    "https://creativecommons.org/licenses/by-nc/4.0/": "CC-BY-NC-4.0",
    "https://opendatacommons.org/licenses/by/1-0/": "ODC-By-1.0",
    "https://opendatacommons.org/licenses/odbl/1-0/": "ODbL-1.0",
    "https://opendatacommons.org/licenses/pddl/1-0/": "PDDL-1.0",
}
"""The identifiers of licences that SPDX lists; any other is given by its address."""

_MESSAGE = "If you use these data, please cite them as below, with the version that you used."


def citation(dataset: Dataset) -> bytes:
    """`CITATION.cff`, in the publication's first language."""
    return "".join(_lines(dataset)).encode()


def _lines(dataset: Dataset) -> Iterator[str]:
    language = next(iter(dataset.title))
    spdx = _SPDX.get(dataset.licence)
    said = {
        "cff-version": "1.2.0",
        "message": _MESSAGE,
        "type": "dataset",
        "title": dataset.title[language],
        "abstract": dataset.description[language],
        "version": dataset.version,
        "date-released": dataset.issued,
        "url": dataset.page,
        "license": spdx or "",
        "license-url": "" if spdx else dataset.licence,
    }
    yield from (f"{key}: {_text(value)}\n" for key, value in said.items() if value)
    yield f"authors:\n  - name: {_text(dataset.publisher.name)}\n"
    if dataset.publisher.url:
        yield f"    website: {_text(dataset.publisher.url)}\n"
    yield f"identifiers:\n  - type: url\n    value: {_text(Minter(dataset.base)('Dataset'))}\n"
    if doi := dataset.settings.doi:
        yield f"  - type: doi\n    value: {_text(doi.removeprefix('https://doi.org/'))}\n"
    yield "keywords:\n" + "".join(f"  - {_text(word)}\n" for word in dataset.keywords[language])


def _text(value: str) -> str:
    """A text of YAML: those of JSON are ones, too."""
    return msgspec.json.encode(value).decode()
