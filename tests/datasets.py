"""An invented data set, for tests of what is told of one."""

from __future__ import annotations

from typing import Any, NamedTuple

from ld_export.catalogue import FILES, Counts, Dataset, Distribution, read, schema_org
from ld_export.settings import DatasetSettings, Publisher
from tests.support import BASE

COUNTS = read(
    {
        "statements": 5,
        "subjects": 3,
        "class <https://schema.org/Person>": 2,
        "property <https://schema.org/name>": 3,
        "property <http://www.w3.org/2002/07/owl#sameAs>": 2,
        "link <http://www.w3.org/2002/07/owl#sameAs> http://www.wikidata.org/": 2,
        "date 2031-05-03": 1,
        "date 2029-01-02": 1,
        "rows signatures.csv": 7,
    }
)


class Told(NamedTuple):
    """What the pages get of a data set."""

    dataset: Dataset
    total: Counts

    def embedded(self, language: str, *, whole: bool) -> str:
        """See `catalogue_stage.Told`."""
        return schema_org(self.dataset, language, whole=whole)


def dataset(**changed: Any) -> Dataset:
    """A data set in two languages, with every dump; `changed` are other values of its fields."""
    titles = {"en": "Tests", "fr": "Essais"}
    made = Dataset(
        base=BASE,
        site=BASE,
        ontology="https://w3id.org/hrd/ontology",
        title=titles,
        description={
            language: f"{title}: invented documents, and nothing that is true." for language, title in titles.items()
        },
        keywords={"en": ("tests",), "fr": ("essais",)},
        classes={"schema:Person": {"en": "Persons", "fr": "Personnes"}},
        publisher=Publisher(name="Tests", contact="mailto:tests@example.org"),
        licence="https://example.org/licence",
        languages=("en", "fr"),
        version="0123456789ab",
        modified="",
        settings=DatasetSettings(),
        counts={"documents": COUNTS},
        distributions=[
            Distribution(file, f"dumps/{file.name}{ending}", bool(ending), 1234, "ab" * 32, 7, titles)
            for file in FILES.values()
            for ending in ("", ".gz")
        ],
        examples=[],
    )
    return made._replace(**changed)
