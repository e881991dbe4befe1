"""Who signs together: a network of people, tied by the documents they share."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import lru_cache

from markupsafe import Markup, escape

from ld_export.pages.pictures import lettering
from ld_export.pages.pictures.data import Caption, Node, Tie
from ld_export.pages.pictures.forces import Line, Point, places
from ld_export.pages.pictures.labelling import Label, placed
from ld_export.pages.pictures.sampling import drawable
from ld_export.pages.pictures.scales import counted
from ld_export.pages.pictures.spreading import apart, fitted
from ld_export.pages.pictures.svg import SMALL, area, clean, element, group, mark, picture, text
from ld_export.pages.pictures.symbols import Key, legend, symbol

MOST, DRAWN = 200, 240
LABELLED = 25
GROUPS = 8
_LARGE, _SMALL, _FEW = (960.0, 680.0), (640.0, 400.0), 15  # few people have a smaller picture
_UNIT = 100.0  # how long the shortest tie is at most
_MARGIN = 8.0
_SMALLEST, _LARGEST = 6.0, 20.0
_THINNEST, _THICKEST = 0.6, 4.5
_REACH = 4.0  # how far beside a node one may point at it
_LONGEST_NAME = 190.0


def network(
    nodes: Sequence[Node], ties: Sequence[Tie], caption: Caption, *, groups: Mapping[str, str], other: str, seed: int
) -> Markup:
    """People, the larger the greater their value, with thicker ties the more they share.

    All ties say who is near whom; the 240 strongest are drawn with their names, the others faintly below them.

    `groups` goes by the nodes' groups and gives the words of the legend; the first eight have colours and shapes of
    their own, the rest are drawn alike and called `other`. Raises ValueError for more than 200 nodes (pick them with
    `strongest`), for a key given twice, and for a tie of a node that is not there.
    """
    order = sorted(nodes, key=lambda node: (-node.value, node.key))
    numbers = {node.key: at for at, node in enumerate(order)}
    _check(nodes, ties, numbers)
    largest = counted(node.value for node in nodes)
    radii = [_radius(node.value, largest) for node in order]
    width, height = frame = _SMALL if len(nodes) <= _FEW else _LARGE
    points = _points(tuple(radii), tuple(_lines(ties, numbers)), frame, seed)
    names = [lettering.shortened(clean(node.label), SMALL, _LONGEST_NAME) for node in order[:LABELLED]]
    labels = placed(names, points, radii, frame, SMALL)
    classes = {key: at for at, key in enumerate(groups)}
    strength = max((tie.strength for tie in ties), default=1)
    chosen = drawable(ties, DRAWN)
    drawn = [_tie(tie, numbers, order, points, strength) for tie in chosen]
    seen = set(chosen)
    faint = _faint([(points[numbers[tie.one]], points[numbers[tie.other]]) for tie in ties if tie not in seen])
    marks = [
        _node(node, point, radius, classes.get(node.group, GROUPS), label)
        for node, point, radius, label in zip(
            order, points, radii, labels + [None] * (len(order) - len(labels)), strict=True
        )
    ]
    key, room = legend(_keys(groups, {node.group for node in nodes}, other), 0, height + 4, width)
    return picture(caption, width, height + 4 + room, faint, group(drawn, "pic-ties"), *marks, key)


def _check(nodes: Sequence[Node], ties: Sequence[Tie], numbers: Mapping[str, int]) -> None:
    if len(nodes) > MOST:
        raise ValueError(f"{len(nodes)} nodes are too many to be seen: pick at most {MOST} with strongest()")
    if len(numbers) < len(nodes):
        raise ValueError("two nodes of a network have the same key")
    for tie in ties:
        if tie.one not in numbers or tie.other not in numbers or tie.strength <= 0:
            raise ValueError(f"the tie {tie} has an end that is no node, or no strength")


def _radius(value: int, largest: int) -> float:
    """Such that the area shows the value, but never too small to be seen or pointed at."""
    return max(_SMALLEST, _LARGEST * math.sqrt(value / largest)) if largest else _SMALLEST


def _lines(ties: Sequence[Tie], numbers: Mapping[str, int]) -> list[Line]:
    """How long the ties would like to be: the strongest are the shortest.

    Between two who have many ties they are longer, as otherwise these all sit in one heap in the middle.
    """
    most = max((tie.strength for tie in ties), default=1)
    many = Counter(key for tie in ties for key in (tie.one, tie.other))
    return [
        Line(
            numbers[tie.one],
            numbers[tie.other],
            (2 - tie.strength / most) * math.sqrt(min(many[tie.one], many[tie.other])),
        )
        for tie in ties
    ]


# A network is drawn in each language, and people have the same places in all.
@lru_cache(maxsize=4)
def _points(radii: tuple[float, ...], lines: tuple[Line, ...], frame: Point, seed: int) -> tuple[Point, ...]:
    across, down = frame[0] - 2 * _MARGIN, frame[1] - 2 * _MARGIN
    spread = fitted(places(len(radii), lines, seed), across, down, _UNIT)
    return tuple((x + _MARGIN, y + _MARGIN) for x, y in apart(spread, radii, across, down, gap=2 * _REACH))


def _faint(lines: Sequence[tuple[Point, Point]]) -> Markup:
    """All the ties for which there is no room, as one path: without it, who signed with thirty seems to be with one."""
    steps = "".join(f"M{x1:.0f} {y1:.0f}L{x2:.0f} {y2:.0f}" for (x1, y1), (x2, y2) in lines)
    return element("path", d=steps, class_="pic-faint") if steps else Markup()


def _tie(
    tie: Tie, numbers: Mapping[str, int], nodes: Sequence[Node], points: Sequence[Point], strongest: int
) -> Markup:
    """A line, named for who hovers over it: it is no link, as hundreds of them would bar the way of the keyboard."""
    one, other = numbers[tie.one], numbers[tie.other]
    (x1, y1), (x2, y2) = points[one], points[other]
    thick = _THINNEST + (_THICKEST - _THINNEST) * tie.strength / strongest
    words = escape(clean(f"{nodes[one].label} – {nodes[other].label}: {tie.strength}"))
    return element("line", element("title", words), x1=x1, y1=y1, x2=x2, y2=y2, stroke_width=thick)


def _node(node: Node, point: Point, radius: float, at: int, label: Label | None) -> Markup:
    shape, class_ = _look(at)
    around = element("circle", cx=point[0], cy=point[1], r=radius + _REACH, class_="pic-area")
    shown = symbol(shape, *point, radius, f"pic-node {class_}")
    if label is None:
        return mark(node.said, node.href, around, shown)
    words = text(label.words, label.x, label.y, size=SMALL, class_="pic-halo")
    below = area(label.x, label.y - SMALL * 0.8, lettering.width(label.words, SMALL), SMALL)
    return mark(node.said, node.href, around, shown, below, printed=(words,))


def _look(at: int) -> tuple[str, str]:
    """Four colours, first on circles, then on diamonds: nobody can tell eight colours of such small things apart."""
    if at >= GROUPS:
        return "circle", "pic-group-other"
    return ("circle" if at < GROUPS // 2 else "diamond"), f"pic-group-{at % (GROUPS // 2) + 1}"


def _keys(groups: Mapping[str, str], used: set[str], other: str) -> list[Key]:
    first = list(groups)[:GROUPS]
    keys = [Key(*_look(at), groups[key]) for at, key in enumerate(first) if key in used]
    return [*keys, Key(*_look(GROUPS), other)] if used - set(first) else keys
