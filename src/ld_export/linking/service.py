"""A reconciliation service elsewhere: batches of questions, one request after another."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

import msgspec

from ld_export.errors import EndpointProblem, EndpointRefused
from ld_export.linking.asking import Candidate, Question, read_candidates
from ld_export.remote import Answer, Session

_USUAL_BATCH, _LARGEST_BATCH = 10, 50
_LARGEST_ANSWER = 16 * 1024 * 1024
_FORM = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"}
_SPOKEN = ("0.1", "0.2")


class _Manifest(msgspec.Struct, frozen=True, rename="camel"):
    identifier_space: str
    versions: tuple[str, ...] = _SPOKEN[:1]  # that of services from before there were versions
    batch_size: int = _USUAL_BATCH


class _Result(msgspec.Struct, frozen=True):
    result: list[Any]


class Service:
    """A service of the Reconciliation API, 0.1 or 0.2, at an address.

    Raises `EndpointProblem` where it cannot be reached or answers something else, `EndpointRefused` where it refuses.
    """

    complete = False

    def __init__(self, url: str, session: Session) -> None:
        self._session = session
        with session.send("GET", url, {"Accept": "application/json"}, follow=True) as answer:
            self._url = str(answer.address)
            manifest = _read(answer, _Manifest)
        if not set(_SPOKEN).intersection(manifest.versions):
            raise EndpointProblem(
                f"the service speaks {', '.join(manifest.versions)}", url, f"this program speaks {', '.join(_SPOKEN)}"
            )
        self.base = manifest.identifier_space
        self._batch = max(1, min(manifest.batch_size, _LARGEST_BATCH))

    def ask(self, questions: Sequence[Question]) -> list[list[Candidate]]:
        """For each question its candidates, best first; their ids are whole addresses."""
        found: list[list[Candidate]] = []
        for begin in range(0, len(questions), self._batch):
            found += self._some(questions[begin : begin + self._batch])
        return found

    def _some(self, questions: Sequence[Question]) -> list[list[Candidate]]:
        batch = {f"q{number}": question.query for number, question in enumerate(questions)}
        form = urlencode({"queries": msgspec.json.encode(batch).decode()}).encode()
        with self._session.send("POST", self._url, _FORM, form, repeatable=True) as answer:
            said = _read(answer, dict[str, _Result])
        if lacking := batch.keys() - said.keys():
            raise EndpointProblem(
                f"no answer to {len(lacking)} of {len(batch)} questions", self._url, "try again later"
            )
        return [self._whole(read_candidates(said[name].result, self._url)) for name in batch]

    def _whole(self, found: Sequence[Candidate]) -> list[Candidate]:
        return [msgspec.structs.replace(one, id=self._address(one.id)) for one in found]

    def _address(self, id_: str) -> str:
        return id_ if id_.startswith(("http://", "https://")) else self.base + id_


def _read(answer: Answer, type_: Any) -> Any:
    origin = answer.address.origin
    if answer.status != 200:
        refused = 400 <= answer.status < 500
        said = " ".join(answer.words().decode("utf-8", "replace").split())[:300]
        problem = EndpointRefused if refused else EndpointProblem
        remedy = "check the address, and that it is a reconciliation service" if refused else "try again later"
        raise problem(f"status {answer.status}: {said}", origin, remedy)
    parts = bytearray()
    while part := answer.read(65536):
        parts += part
        if len(parts) > _LARGEST_ANSWER:
            raise EndpointProblem(f"an answer of over {_LARGEST_ANSWER:,} bytes", origin, "check the address")
    try:
        return msgspec.json.decode(parts, type=type_)
    except (msgspec.DecodeError, RecursionError) as error:
        raise EndpointProblem(
            f"no answer as the Reconciliation API has it: {error}", origin, "check the address"
        ) from None
