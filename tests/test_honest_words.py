from __future__ import annotations

import re
from pathlib import Path

import web
from flows.honest import promised

_ROOT = Path(__file__).parent.parent
_DOOR = Path(web.__file__).parent
# For programmers, of bytes: what padding does to a length.
_NOT_OF_LEAVING = {"hub-queue.md"}
# A document may name the words that it forbids.
_MENTIONED = re.compile(r"\*[^*\n]+\*|`[^`\n]+`|'[^'\n]{2,}'|\"[^\"\n]+\"")


def _found(path: Path, text: str) -> list[str]:
    return [f"{path.name}: {word}" for word, _ in promised(text)]


def test_no_page_promises_what_nobody_can_keep() -> None:
    """No template, script or fixed sentence of the web door is on the list of the library's own lint."""
    files = [path for path in _DOOR.rglob("*") if path.suffix in {".html", ".py", ".js"}]
    assert len(files) > 20
    assert not [said for path in files for said in _found(path, path.read_text("utf-8"))]


def test_no_document_promises_it_either() -> None:
    """Nor does what a hub or a person reads about the project, but where it names the words."""
    files = [*_ROOT.glob("*.md"), *(p for p in _ROOT.glob("docs/*.md") if p.name not in _NOT_OF_LEAVING)]
    assert len(files) > 5
    assert not [said for path in files for said in _found(path, _MENTIONED.sub("", path.read_text("utf-8")))]
