"""The push: what has to change is sent, counted and looked at, and only then put in its place."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from ld_export.errors import BuildLocked, EndpointProblem, EndpointRefused
from ld_export.push.held import Held, Lock, locking, look, read_lock
from ld_export.push.loading import Loader
from ld_export.push.planning import Plan, is_there, planned
from ld_export.push.probing import Rewritten, probe
from ld_export.push.release import Release
from ld_export.push.remote_store import RemoteStore
from ld_export.push.stores import Way
from ld_export.push.swapping import dropping, marking, swaps
from ld_export.push.verifying import check_sample, check_sizes

_UNTOUCHED = "what was there before is untouched"
_IN_PART = "the release may be in part in its place"
_WHOLE, _TORN = "each graph wholly or not at all", "and a graph may be half there"


class Choices(NamedTuple):
    """How to push. `resume` takes over what another push left, and `staged` lets even a first release wait.

    `pusher` is a word that nobody else has, by which a store tells two pushes apart.
    """

    pusher: str
    way: Way
    resume: bool = False
    staged: bool = False


class Pushed(NamedTuple):
    """What a push did: graphs that changed and that are gone, statements sent, and what the store rewrites.

    `swaps` is in how many updates the release came into its place: none where there was nothing before.
    """

    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    sent: int = 0
    rewritten: tuple[Rewritten, ...] = ()
    swaps: int = 0


def push(
    release: Release, remote: RemoteStore, choices: Choices, told: Callable[[str], None] = lambda _: None
) -> Pushed:
    """Bring a release into a store; where it is there already, nothing is written.

    Raises `BuildLocked` where somebody else pushes, or did not come to the end, and `EndpointProblem` or
    `EndpointRefused` where the store does not take, keep or give back what it should. The message says what became of
    the data that were there.
    """
    held = look(remote, release.names)
    if is_there(release, held):
        return Pushed()
    if held.lock is not None and not choices.resume:
        raise BuildLocked(
            "a push to this store is under way, or did not come to its end",
            remote.endpoints.update,
            "wait for it; if none is running, take over with --resume",
        )
    plan = planned(release, held, staged=choices.staged)
    told(f"{len(plan.targets)} of {len(release.graphs)} graphs change, {len(plan.gone)} go")
    return _Push(release, remote, choices, told).run(plan, held)


class _Push:
    """One push, and how far it came."""

    def __init__(self, release: Release, remote: RemoteStore, choices: Choices, told: Callable[[str], None]) -> None:
        self._release = release
        self._remote = remote
        self._choices = choices
        self._told = told
        self._state = _UNTOUCHED

    def run(self, plan: Plan, held: Held) -> Pushed:
        """All of it, in order."""
        try:
            self._take(plan, held)
            self._update(dropping(plan.stale))
            loader = Loader(self._remote, self._choices.way, self._has_sent)
            rewritten = probe(self._remote, loader, self._release)
            loader.sent = 0
            loader.load(self._release, plan.to_load)
            self._verify(plan)
            number = self._swap(plan, held)
            self._finish(plan)
        except (EndpointProblem, EndpointRefused) as problem:
            problem.remedy = f"{self._state}; mend what is said, then push again with --resume"
            raise
        return Pushed(tuple(plan.targets), plan.gone, loader.sent, tuple(rewritten), number)

    def _take(self, plan: Plan, held: Held) -> None:
        """Tell everybody that this push is at work, and see whether another one does."""
        names, lock = self._release.names, Lock(self._choices.pusher, self._release.digest, plan.kind)
        if held.lock is not None:
            self._remote.update(f"DROP SILENT GRAPH <{names.lock}>")
        self._remote.update(locking(names, lock))
        if read_lock(self._remote, names) is None:
            raise EndpointProblem("the store does not have what it took", self._remote.endpoints.update)
        self._check_lock()

    def _check_lock(self) -> None:
        found = read_lock(self._remote, self._release.names)
        if found is None or found.pusher != self._choices.pusher:
            raise BuildLocked(
                "somebody else pushes to this store",
                self._remote.endpoints.update,
                "let one push run at a time, then push again with --resume",
            )

    def _verify(self, plan: Plan) -> None:
        self._told("verifies what was sent")
        try:
            check_sizes(self._remote, self._release, plan.targets)
            check_sample(self._remote, self._release, plan.targets)
        except EndpointProblem:
            self._check_lock()  # whoever took over may have taken away what was sent
            # Nobody was to see this; there was nothing before.
            self._update(dropping(plan.direct))
            raise

    def _swap(self, plan: Plan, held: Held) -> int:
        """Put what waits in its place; gives in how many updates."""
        if not plan.waiting and not plan.gone:
            return 0
        self._check_lock()
        number = 0
        for update in swaps(self._release, plan.waiting, plan.gone, held, self._remote.store):
            self._told("puts the release in its place")
            self._state = f"{_IN_PART}, {_WHOLE if self._remote.store.atomic else _TORN}"
            self._remote.update(update)
            number += 1
        in_place = dict.fromkeys(plan.targets)
        live = {graph: graph for graph in in_place}
        check_sizes(self._remote, self._release, live)
        check_sample(self._remote, self._release, live)
        return number

    def _finish(self, plan: Plan) -> None:
        """Say what the store holds now, take away what helped, and see that all of it is so."""
        self._state = "the release is in its place, but its traces are not away"
        self._update(marking(self._release, plan.waiting.values()))
        if not is_there(self._release, look(self._remote, self._release.names)):
            raise EndpointProblem("the store does not hold what it was told to", self._remote.endpoints.query)

    def _update(self, updates: Iterable[str]) -> None:
        for update in updates:
            self._remote.update(update)

    def _has_sent(self, number: int) -> None:
        self._told(f"{number} statements sent")
