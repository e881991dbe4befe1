"""Takes a picture of one page of each kind, on a telephone and on a desk, into docs/images/.

The pages are those of the default publication, built anew, and opened from their folder. Which page stands for its
kind is found as in tests/browser: a new row of site/views.toml brings its pictures with it.
"""

from __future__ import annotations

import argparse
import base64
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from machine import CHROMIUM, chromium
from playwright.sync_api import Browser, sync_playwright

from ld_export.pipeline.build import build

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from tests.browser.pages import OTHERS, representatives  # noqa: E402 - from the checkout
from tests.browser.reader import launch  # noqa: E402

SIZES = {390: 844, 1280: 800}
QUALITY = 0.8

# Playwright takes PNG and JPEG only; the browser itself writes WebP.
_WEBP = """async ([taken, quality]) => {
    const picture = new Image();
    picture.src = `data:image/png;base64,${taken}`;
    await picture.decode();
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [picture.naturalWidth, picture.naturalHeight];
    canvas.getContext("2d").drawImage(picture, 0, 0);
    return canvas.toDataURL("image/webp", quality).split(",")[1];
}"""


def take(browser: Browser, address: str, width: int) -> bytes:
    """What is on the screen when a page has been opened, as WebP."""
    size = {"width": width, "height": SIZES[width]}
    context = browser.new_context(viewport=size, color_scheme="light", reduced_motion="reduce", locale="en-GB")
    page = context.new_page()
    page.goto(address)
    taken = base64.b64encode(page.screenshot()).decode("ascii")
    page.goto("about:blank")
    webp: str = page.evaluate(_WEBP, [taken, QUALITY])
    context.close()
    return base64.b64decode(webp)


def _pictured(kinds: Mapping[str, Sequence[str]]) -> Iterator[tuple[str, str]]:
    """A page of each kind, and every page of the whole under its own name; in the first language."""
    for kind, paths in kinds.items():
        if kind != OTHERS:
            yield kind, paths[0]
    for path in kinds.get(OTHERS, ()):
        if path.count(".") == 1:
            yield Path(path).stem, path


def main() -> int:
    """Write the pictures, and say what was written."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--out", type=Path, default=ROOT / "docs" / "images")
    out: Path = options.parse_args().out
    program = chromium()
    if program is None:
        print(f"no Chromium: {CHROMIUM.remedy()}")
        return 1
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        site = Path(folder) / "public"
        build(ROOT / "declarations", site, frozen=True)
        site = site.resolve()
        browser = launch(playwright, program)
        for name, shown in _pictured(representatives(site)):
            for width in SIZES:
                path = out / f"{name}-{width}.webp"
                path.write_bytes(take(browser, (site / shown).as_uri(), width))
                print(f"{path.name}: {shown}, {path.stat().st_size / 1000:.0f} kB")
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
