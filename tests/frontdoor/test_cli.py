from __future__ import annotations

import subprocess
import sys

import pytest

from frontdoor import cli

HEAVY = ("fastapi", "redis", "pydantic", "uvicorn", "cryptography", "aiogram")


@pytest.mark.parametrize("name", cli.COMMANDS)
def test_every_command_has_help_with_an_example(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    """`frontdoor COMMAND --help` ends well, and shows a line that can be copied."""
    with pytest.raises(SystemExit) as ended:
        cli.main([name, "--help"])

    assert 0 == ended.value.code
    assert f"  frontdoor {name}" in capsys.readouterr().out


def test_help_imports_nothing_heavy() -> None:
    """`frontdoor --help` is quick, because no command's own module is imported for it."""
    code = (
        f"import sys; from frontdoor.cli import parser_for; parser_for(None); print(*(set({HEAVY}) & set(sys.modules)))"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert "" == said.stdout.strip()


def test_hub_open_needs_cryptography_alone() -> None:
    """`frontdoor hub open` runs on a machine that has neither the store's client nor a web framework."""
    heavy = tuple(name for name in HEAVY if name != "cryptography")
    code = (
        "import sys; from frontdoor.cli import main\n"
        "try: main(['hub', 'open', '--help'])\n"
        f"except SystemExit: print('loaded:', *(set({heavy}) & set(sys.modules)))"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert said.stdout.endswith("loaded:\n")


def test_a_refusal_is_one_sentence_and_no_trace(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """What a command refuses is said on standard error, with exit code 2 and without a traceback."""
    monkeypatch.setenv("FRONTDOOR_TITEL", "x")
    code = cli.main(["doctor"])

    assert 2 == code
    assert "frontdoor doctor: FRONTDOOR_TITEL is no setting" in capsys.readouterr().err
