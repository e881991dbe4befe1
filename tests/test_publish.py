"""Publishing when things go wrong: rows 21 to 24 of the trust table (links, kill -9, full disks, two at once)."""

from __future__ import annotations

import errno
import os
import random
import resource
import shutil
import threading
from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import NamedTuple

import pyoxigraph as ox
import pytest

from ld_export.errors import BuildLocked, LdExportError, OutputProblem
from ld_export.pipeline.build import build
from tests.conftest import not_run
from tests.publishing import (
    Outcome,
    Prepare,
    clean_site,
    command,
    copied,
    fail_at,
    files_of,
    held_build,
    in_process,
    kill_after,
    kill_before,
    leave_free,
    limit,
    log_writes,
    mount_disk,
    obey_modes,
    persons,
    run_command,
    served,
)
from tests.support import SIGNATORIES, declaration, forget_releases, publication

pytestmark = pytest.mark.slow  # builds publications again and again

NEWCOMER = "Ms Dalia NEULING, Austria, SOC"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A publication of two declarations that has been built."""
    made = publication(tmp_path / "p", {"wd-901": declaration(901), "wd-902": declaration(902)})
    build(made)
    return made


def change(folder: Path) -> None:
    """An edit that changes a document and adds a person to the registry."""
    (folder / "documents" / "wd-902.txt").write_text(declaration(902, [*SIGNATORIES, NEWCOMER], title="New title"))


def one_clear_line(outcome: Outcome) -> bool:
    """Whether a command said one thing: a problem on one line, and no traceback."""
    lines = outcome.printed.splitlines()
    return len(lines) == 1 and lines[0].startswith("ld-export: ") and "Traceback" not in lines[0]


def all_of(folder: Path) -> dict[str, bytes]:
    """Everything below a folder: files with their content, links with their target."""
    links = {
        str(path.relative_to(folder)): os.fsencode(path.readlink()) for path in folder.rglob("*") if path.is_symlink()
    }
    return files_of(folder) | links


# -- row 21: what lies in the way --------------------------------------------------------------------------------------


def _real_folder(public: Path, elsewhere: Path) -> None:
    public.mkdir()
    (public / "precious.txt").write_text("mine")


def _real_file(public: Path, elsewhere: Path) -> None:
    public.write_text("mine")


def _absolute_link(public: Path, elsewhere: Path) -> None:
    public.symlink_to(elsewhere)


def _relative_link(public: Path, elsewhere: Path) -> None:
    public.symlink_to(Path("..") / elsewhere.name)


def _dangling_link(public: Path, elsewhere: Path) -> None:
    public.symlink_to(elsewhere / "nowhere")


def _link_that_climbs(public: Path, elsewhere: Path) -> None:
    public.symlink_to(Path(".public") / ".." / ".." / elsewhere.name)


def _home_is_a_link(public: Path, elsewhere: Path) -> None:
    public.with_name(".public").symlink_to(elsewhere)


def _home_is_a_file(public: Path, elsewhere: Path) -> None:
    public.with_name(".public").write_text("mine")


def _lock_is_a_link(public: Path, elsewhere: Path) -> None:
    public.with_name(".public").mkdir()
    (public.parent / ".public" / "lock").symlink_to(elsewhere / "precious.txt")


def _staging_is_a_link(public: Path, elsewhere: Path) -> None:
    public.with_name(".public").mkdir()
    (public.parent / ".public" / "staging-1").symlink_to(elsewhere)


def _generation_is_a_link(public: Path, elsewhere: Path) -> None:
    public.with_name(".public").mkdir()
    (public.parent / ".public" / "generation-1").symlink_to(elsewhere)
    public.symlink_to(Path(".public") / "generation-1" / "site")


@pytest.mark.parametrize(
    "plant",
    [
        _real_folder,
        _real_file,
        _absolute_link,
        _relative_link,
        _dangling_link,
        _link_that_climbs,
        _home_is_a_link,
        _home_is_a_file,
        _lock_is_a_link,
        _staging_is_a_link,
        _generation_is_a_link,
    ],
)
def test_row_21_what_no_build_made_is_refused_and_left_alone(
    tmp_path: Path, plant: Callable[[Path, Path], None]
) -> None:
    made = publication(tmp_path / "p")
    elsewhere = tmp_path / "elsewhere"
    (elsewhere / "site").mkdir(parents=True)
    (elsewhere / "precious.txt").write_text("mine")
    plant(made / "public", elsewhere)
    before = all_of(tmp_path)
    with pytest.raises(OutputProblem) as refused:
        build(made)
    assert refused.value.exit_code == 5
    assert refused.value.remedy
    changed = {name for name, content in all_of(tmp_path).items() if before.get(name) != content}
    assert changed <= {"p/.public/lock"}
    assert before.keys() <= all_of(tmp_path).keys()


@pytest.mark.parametrize("out", ["/", "missing/.."])
def test_row_21_a_place_that_can_hold_no_site_is_refused(tmp_path: Path, out: str) -> None:
    made = publication(tmp_path / "p")
    outcome = command("build", made, "--out", tmp_path / out, folder=tmp_path)
    assert outcome.code == 5
    assert one_clear_line(outcome)


def _plant_page(site: Path, elsewhere: Path) -> None:
    (site / "person" / "1.html").unlink()
    (site / "person" / "1.html").symlink_to(elsewhere / "secret.txt")


def _plant_folder(site: Path, elsewhere: Path) -> None:
    shutil.copytree(site / "country", elsewhere / "country")
    (elsewhere / "country" / "it.html").write_text("SECRET")
    shutil.rmtree(site / "country")
    (site / "country").symlink_to(elsewhere / "country")


def _plant_dump(site: Path, elsewhere: Path) -> None:
    dump = site / "dumps" / "dataset.nq"
    (elsewhere / "dataset.nq").write_bytes(dump.read_bytes().replace(b"Testari", b"SECRET!"))
    dump.unlink()
    dump.symlink_to(elsewhere / "dataset.nq")


def _plant_extra(site: Path, elsewhere: Path) -> None:
    (site / "extra.html").symlink_to(elsewhere / "secret.txt")


def _plant_pipe(site: Path, elsewhere: Path) -> None:
    os.mkfifo(site / "pipe.html")


@pytest.mark.parametrize("plant", [_plant_page, _plant_folder, _plant_dump, _plant_extra, _plant_pipe])
def test_row_21_what_is_planted_in_the_published_site_is_refused_and_gets_no_further(
    site: Path, tmp_path: Path, plant: Callable[[Path, Path], None]
) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "secret.txt").write_text("SECRET")
    plant((site / "public").resolve(), elsewhere)
    outside, link = all_of(elsewhere), (site / "public").readlink()
    change(site)
    with pytest.raises(OutputProblem, match="not as the last build left it") as refused:
        build(site)
    assert all_of(elsewhere) == outside
    assert (site / "public").readlink() == link
    # The remedy that the message gives works: the site is made from nothing.
    assert f"remove {site / 'public'}" in refused.value.remedy
    (site / "public").unlink()
    build(site)
    assert not [path for path in (site / ".public").rglob("*") if path.is_symlink()]
    assert served(site / "public") == clean_site(site, tmp_path)
    assert all_of(elsewhere) == outside


# -- row 22: kill -9 ---------------------------------------------------------------------------------------------------


class Scene(NamedTuple):
    """A publication at the moment of a build, what is served before it, and what is to be served and known after it."""

    folder: Path
    before: dict[str, bytes]
    after: dict[str, bytes]
    persons: bytes
    writes: list[str]

    def swap(self) -> int:
        """The number of the write that swaps the link."""
        return next(n for n, what in enumerate(self.writes, start=1) if "/link /" in what and "/public " in what)


def _nothing_published(folder: Path) -> None:
    shutil.rmtree(folder / ".public")
    (folder / "public").unlink()
    persons_file = folder / "entities" / "persons.csv"
    persons_file.write_text(persons_file.read_text(encoding="utf-8").splitlines()[0] + "\n", encoding="utf-8")


def _same_bytes(folder: Path) -> None:
    """A change of the inputs that leaves every byte of the site as it was."""
    with (folder / "documents" / "wd-901.txt").open("a", encoding="utf-8") as file:
        file.write("\n\n")


def _back_again(folder: Path) -> None:
    """A change and its undoing: the next generation has the name of the one before the current."""
    text = folder / "documents" / "wd-902.txt"
    text.write_text(declaration(902, title="Another title"), encoding="utf-8")
    build(folder)
    text.write_text(declaration(902), encoding="utf-8")


def scene(site: Path, scratch: Path, edit: Callable[[Path], None]) -> Scene:
    edit(site)
    before = files_of(site / "public")
    after = clean_site(site, scratch)
    trial = copied(site, scratch / "trial")
    outcome = command("build", trial, prepare=partial(log_writes, scratch / "writes.log"), folder=scratch)
    assert outcome.code == 0, outcome.printed
    assert served(trial / "public") == after
    known = persons(trial)
    shutil.rmtree(trial)
    return Scene(site, before, after, known, (scratch / "writes.log").read_text(encoding="utf-8").splitlines())


def moments(scene: Scene, few: int) -> list[int]:
    """Every write from the registry's rows or the manifest to just after the swap, and some others."""
    swap = scene.swap()
    last_steps = ("persons.csv", "manifest.sha256")
    start = next(n for n, what in enumerate(scene.writes, start=1) if any(name in what for name in last_steps))
    clearing = {n for n, what in enumerate(scene.writes, start=1) if what.startswith(("os.remove", "os.rmdir"))}
    chosen = {*range(start, min(swap + 1, len(scene.writes)) + 1)} - clearing
    others = sorted({*range(1, len(scene.writes) + 1)} - chosen)
    return sorted(chosen.union(random.Random(few).sample(others, few)))


def built_with(harm: Prepare, scene: Scene, scratch: Path) -> tuple[Path, Outcome]:
    trial = copied(scene.folder, scratch / "trial")
    return trial, command("build", trial, prepare=harm, folder=scratch)


def check_killed(trial: Path, scene: Scene, when: object) -> None:
    """What is served is one generation whole, and the next build makes good what the killed one left."""
    public = trial / "public"
    if public.is_symlink():
        assert served(public) in (scene.before, scene.after), when
    else:
        assert not scene.before, when
    build(trial)
    assert served(public) == scene.after, when
    assert persons(trial) == scene.persons, when
    assert _stored(public) == set(scene.after["dumps/dataset.nq"].decode().splitlines()), when
    left = {path.name.partition("-")[0] for path in (trial / ".public").iterdir()}
    assert left <= {"generation", "lock"}, when
    assert {path.name for path in (trial / "entities").iterdir()} == {"persons.csv", "organizations.csv"}, when
    shutil.rmtree(trial)


def _stored(public: Path) -> set[str]:
    store = ox.Store.read_only(str(public.resolve().parent / "store"))
    return {f"{quad} ." for quad in store}


@pytest.mark.parametrize(
    ("edit", "few"),
    [(_nothing_published, 2), (change, 3), (_same_bytes, 1), (_back_again, 2)],
    ids=lambda one: getattr(one, "__name__", str(one)),
)
def test_row_22_killed_after_a_write_the_site_is_whole_and_the_next_build_recovers(
    site: Path, tmp_path: Path, edit: Callable[[Path], None], few: int
) -> None:
    stage = scene(site, tmp_path, edit)
    for moment in moments(stage, few):
        trial, outcome = built_with(partial(kill_before, moment), stage, tmp_path)
        assert outcome.code == -9, moment
        check_killed(trial, stage, stage.writes[moment - 1])


def test_row_22_killed_at_any_time_the_site_is_whole_and_the_next_build_recovers(site: Path, tmp_path: Path) -> None:
    stage = scene(site, tmp_path, change)
    killed = 0
    for seconds in (0.02, 0.05, 0.08, 0.11, 0.14):
        trial, outcome = built_with(partial(kill_after, seconds), stage, tmp_path)
        assert outcome.code in (-14, 0)
        killed += outcome.code == -14
        check_killed(trial, stage, seconds)
    assert killed


# -- row 23: the disk, permissions, limits -----------------------------------------------------------------------------


def check_failed(site: Path, before: dict[str, bytes], outcome: Outcome) -> None:
    assert outcome.code == 5, outcome.printed
    assert one_clear_line(outcome), outcome.printed
    assert "nothing was published" in outcome.printed
    assert served(site / "public") == before


def check_recovery(site: Path, scratch: Path) -> None:
    build(site)
    assert served(site / "public") == clean_site(site, scratch)


@pytest.mark.parametrize("size", [10_000, 150_000])
def test_row_23_files_that_may_not_grow_leave_the_site_as_it_was(site: Path, tmp_path: Path, size: int) -> None:
    before = served(site / "public")
    change(site)
    outcome = command("build", site, prepare=partial(limit, resource.RLIMIT_FSIZE, size), folder=tmp_path)
    check_failed(site, before, outcome)
    check_recovery(site, tmp_path)


def _fill_disk(source: Path, disk: Path, scratch: Path, free: int) -> None:
    """In a process of its own: publish on a disk of its own, leave little of it free, publish again and compare."""
    mount_disk(disk)
    site = copied(source, disk / "p")
    build(site)
    before = served(site / "public")
    for number in range(910, 930):
        (site / "documents" / f"wd-{number}.txt").write_text(declaration(number), encoding="utf-8")
    leave_free(disk, free)
    with pytest.raises(SystemExit, match="5"):
        run_command("build", site)
    assert served(site / "public") == before
    leave_free(disk, 50_000_000)
    build(site)
    assert served(site / "public") == clean_site(site, disk)


@pytest.mark.parametrize("free", [0, 200_000, 600_000])
def test_row_23_a_full_disk_leaves_the_site_as_it_was(tmp_path: Path, free: int) -> None:
    made, disk = publication(tmp_path / "p"), tmp_path / "disk"
    disk.mkdir()
    outcome = in_process(partial(_fill_disk, made, disk, tmp_path, free), tmp_path)
    if "NoMounts" in outcome.printed:
        not_run(f"a full disk: {outcome.printed.splitlines()[-1]}")
    assert outcome.code == 0, outcome.printed
    assert one_clear_line(outcome), outcome.printed
    assert "No space left on device" in outcome.printed
    assert "free space" in outcome.printed


@pytest.mark.parametrize("place", [".", ".public", "entities"])
def test_row_23_a_folder_without_permission_leaves_the_site_as_it_was(site: Path, tmp_path: Path, place: str) -> None:
    before = served(site / "public")
    change(site)
    (site / place).chmod(0o500)
    outcome = command("build", site, prepare=obey_modes, folder=tmp_path)
    (site / place).chmod(0o700)
    check_failed(site, before, outcome)
    assert "Permission denied" in outcome.printed
    assert "mend permissions" in outcome.printed
    check_recovery(site, tmp_path)


def test_row_23_a_first_build_without_permission_says_so(tmp_path: Path) -> None:
    made = publication(tmp_path / "p")
    made.chmod(0o500)
    outcome = command("build", made, prepare=obey_modes, folder=tmp_path)
    made.chmod(0o700)
    assert outcome.code == 5
    assert one_clear_line(outcome)
    assert "Permission denied" in outcome.printed


@pytest.mark.parametrize("files", [12, 16, 40])
def test_row_23_too_few_open_files_leave_the_site_as_it_was(site: Path, tmp_path: Path, files: int) -> None:
    before = served(site / "public")
    change(site)
    outcome = command("build", site, prepare=partial(limit, resource.RLIMIT_NOFILE, files), folder=tmp_path)
    check_failed(site, before, outcome)
    check_recovery(site, tmp_path)


def test_row_23_a_disk_that_fails_leaves_the_site_as_it_was(site: Path, tmp_path: Path) -> None:
    stage = scene(site, tmp_path, change)
    swap = stage.swap()
    for moment in moments(stage, 3):
        trial, outcome = built_with(partial(fail_at, moment, errno.EIO), stage, tmp_path)
        what = stage.writes[moment - 1]
        if moment <= swap:
            check_failed(trial, stage.before, outcome)
            assert "Input/output error" in outcome.printed, what
        else:  # what fails after the swap is the clearing of old generations, which the next build does again
            assert outcome.code == 0, what
            assert served(trial / "public") == stage.after, what
        check_killed(trial, stage, what)


def test_row_23_a_disk_that_does_not_confirm_the_swap_is_no_success(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    change(site)
    real = os.fsync

    def fail_after_swap(handle: int) -> None:
        if os.path.samestat(os.fstat(handle), site.stat()):
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        real(handle)

    monkeypatch.setattr(os, "fsync", fail_after_swap)
    with pytest.raises(OutputProblem, match="did not confirm") as failed:
        build(site)
    assert "nothing was published" not in str(failed.value)
    served(site / "public")


def test_row_23_a_registry_that_changed_during_the_build_is_not_overwritten(site: Path) -> None:
    before = served(site / "public")
    change(site)
    file = site / "entities" / "persons.csv"
    corrected = file.read_text(encoding="utf-8").replace("Aldo Testari", "Aldo Testari the Elder")

    def correct(*_: object) -> None:
        file.write_text(corrected + '4,Someone Else,Someone,Else,de,,,,,active,""\n', encoding="utf-8")

    with pytest.raises(LdExportError):
        build(site, progress=correct)
    assert "Someone Else" in file.read_text(encoding="utf-8")
    assert served(site / "public") == before
    build(site)
    ids = [line.partition(b",")[0] for line in persons(site).splitlines()]
    assert len(ids) == len(set(ids))


def open_below(folder: Path) -> list[str]:
    """The files below a folder that this process has open."""
    handles = Path("/proc/self/fd")
    if not handles.is_dir():
        not_run("open files can be listed on Linux only")
    opened = [str(handle.readlink()) for handle in handles.iterdir() if handle.is_symlink()]
    return [file for file in opened if file.startswith(str(folder))]


def test_row_23_a_build_closes_all_that_it_opened(tmp_path: Path) -> None:
    made = publication(tmp_path / "p")
    build(made)
    assert not open_below(tmp_path)


def test_row_23_a_build_that_fails_closes_the_dumps_it_was_writing(site: Path) -> None:
    twice = [SIGNATORIES[0], SIGNATORIES[0]]
    (site / "documents" / "wd-903.txt").write_text(declaration(903, twice), encoding="utf-8")
    with pytest.raises(LdExportError, match="same person"):
        build(site)
    assert not [file for file in open_below(site) if "staging-" in file]


def test_row_23_a_worker_that_dies_is_a_named_error(site: Path) -> None:
    before = served(site / "public")
    change(site)
    dying = ProcessPoolExecutor(1, mp_context=get_context("forkserver"), initializer=os._exit, initargs=(1,))
    with dying, pytest.raises(LdExportError) as failed:
        build(site, executor=dying)
    assert failed.value.exit_code == 5
    assert served(site / "public") == before


# -- row 24: two at once -----------------------------------------------------------------------------------------------


def test_row_24_the_second_of_two_builds_names_the_first_and_leaves(site: Path, tmp_path: Path) -> None:
    change(site)
    held = held_build(site, site / "public")
    before = served(site / "public")
    outcome = command("build", site, folder=tmp_path)
    assert outcome.code == 4
    assert one_clear_line(outcome)
    assert f"process {held.pid} on {os.uname().nodename}" in outcome.printed
    assert served(site / "public") == before
    assert held.go_on() == 0
    assert served(site / "public") == clean_site(site, tmp_path)


def test_row_24_a_second_build_in_the_same_process_is_refused(site: Path) -> None:
    change(site)
    refused: list[BuildLocked] = []

    def build_within(*_: object) -> None:
        try:
            build(site)
        except BuildLocked as problem:
            refused.append(problem)

    build(site, progress=build_within)
    assert refused
    assert f"process {os.getpid()}" in str(refused[0])


def test_row_24_the_lock_of_a_killed_build_is_no_obstacle(site: Path, tmp_path: Path) -> None:
    change(site)
    held = held_build(site, site / "public")
    assert held.kill() == -9
    assert list((site / ".public").glob("staging-*"))
    check_recovery(site, tmp_path)
    assert not list((site / ".public").glob("staging-*"))


def test_row_24_an_executor_whose_processes_outlive_the_build_does_not_keep_the_lock(site: Path) -> None:
    change(site)
    # Forked processes inherit every open file, the lock among them.
    with ProcessPoolExecutor(1, mp_context=get_context("fork")) as pool:
        assert not build(site, executor=pool).unchanged
        assert build(site, executor=pool).unchanged


def test_row_24_a_failed_build_lets_go_of_the_lock(site: Path) -> None:
    text = (site / "documents" / "wd-902.txt").read_bytes()
    (site / "documents" / "wd-902.txt").write_bytes(b"\xff\xfe\xff")
    with pytest.raises(LdExportError):
        build(site)
    (site / "documents" / "wd-902.txt").write_bytes(text)
    assert build(site).unchanged


def test_row_24_two_builds_of_one_publication_into_two_places_never_number_a_person_twice(tmp_path: Path) -> None:
    made = publication(tmp_path / "p")

    def build_elsewhere(*_: object) -> None:
        build(made, tmp_path / "other")

    with suppress(LdExportError):  # giving way is as good as finding the rows of the other
        build(made, tmp_path / "one", progress=build_elsewhere)
    ids = [line.partition(b",")[0] for line in persons(made).splitlines()]
    assert len(ids) == len(set(ids)) == 1 + len(SIGNATORIES)
    build(made, tmp_path / "one")
    assert served(tmp_path / "one") == served(tmp_path / "other")


class Reader(threading.Thread):
    """Reads some files of a site again and again until told to stop; remembers what it saw and what went wrong."""

    def __init__(self, public: Path, names: Iterable[str]) -> None:
        super().__init__()
        self.seen: dict[str, set[bytes]] = {name: set() for name in names}
        self.problems: list[OSError] = []
        self._public = public
        self._done = threading.Event()

    def run(self) -> None:
        while not self._done.wait(0.0005):
            for name, contents in self.seen.items():
                try:
                    contents.add((self._public / name).read_bytes())
                except OSError as error:
                    self.problems.append(error)

    def __exit__(self, *_: object) -> None:
        self._done.set()
        self.join()

    def __enter__(self) -> Reader:
        self.start()
        return self


def test_row_24_a_reader_during_fifty_publishes_misses_nothing_and_sees_no_mixture(tmp_path: Path) -> None:
    made = publication(tmp_path / "p")
    second = made / "documents" / "wd-902.txt"

    def publish(number: int) -> None:
        if number % 2:
            second.write_text(declaration(902), encoding="utf-8")
        else:
            second.unlink(missing_ok=True)
            forget_releases(made)
        assert not build(made).unchanged

    contents: list[dict[str, bytes]] = []
    for number in range(2):
        publish(number)
        contents.append(served(made / "public"))
    watched = ("index.html", "dumps/SHA256SUMS", "dumps/dataset.nq", "person/1.html")
    known = {name: {content[name] for content in contents} for name in watched}
    assert all(len(versions) == 2 for versions in known.values())
    with Reader(made / "public", watched) as reader:
        for number in range(50):
            publish(number)
    assert not reader.problems
    assert reader.seen == known
