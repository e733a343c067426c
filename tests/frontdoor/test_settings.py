from __future__ import annotations

from pathlib import Path

import pytest

from frontdoor.refusal import Refusal
from frontdoor.settings import Settings

TREE = Path(__file__).parents[2]
SECRET = "a-secret-that-must-not-show"


@pytest.fixture(autouse=True)
def _elsewhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Each test begins without a setting, in an empty folder."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("FRONTDOOR_SETTINGS", raising=False)


def test_without_a_setting_there_are_defaults() -> None:
    """A door with no settings has no secrets, and a title that says nothing."""
    settings = Settings.read()

    assert "" == settings.master_keys.get_secret_value()
    assert "Page" == settings.title


def test_the_environment_wins_over_the_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """What the environment says holds, whatever the settings file says."""
    file = tmp_path / "s.env"
    file.write_text("FRONTDOOR_TITLE=File\nFRONTDOOR_EXIT_URL=https://example.org/\n")
    monkeypatch.setenv("FRONTDOOR_TITLE", "Environment")
    settings = Settings.read(file)

    assert ("Environment", "https://example.org/") == (settings.title, settings.exit_url)


def test_a_secret_may_come_from_a_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """`NAME_FILE` names a file whose text is the setting, in the environment and in the settings file alike."""
    (tmp_path / "a").write_text("first\n")
    (tmp_path / "b").write_text("second\n")
    (tmp_path / "s.env").write_text(f"FRONTDOOR_DOOR_KEYS_FILE={tmp_path / 'b'}\n")
    monkeypatch.setenv("FRONTDOOR_MASTER_KEYS_FILE", str(tmp_path / "a"))
    settings = Settings.read(tmp_path / "s.env")

    assert "first" == settings.master_keys.get_secret_value()
    assert "second" == settings.door_keys.get_secret_value()


def test_a_file_that_cannot_be_read_is_refused_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    """A missing file for a secret stops the start, with the setting's name and what to do."""
    monkeypatch.setenv("FRONTDOOR_MASTER_KEYS_FILE", "nowhere")

    with pytest.raises(Refusal, match=r"FRONTDOOR_MASTER_KEYS_FILE names nowhere.*Check"):
        Settings.read()


def test_a_name_that_is_no_setting_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """A slip of the keyboard is not passed over in silence: the nearest name is offered."""
    monkeypatch.setenv("FRONTDOOR_HUB_PUBLIC_KEYS", "x")

    with pytest.raises(Refusal, match="Did you mean FRONTDOOR_HUB_PUBLIC_KEY"):
        Settings.read()


def test_a_settings_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    """Naming a file that does not exist says how to make it."""
    with pytest.raises(Refusal, match="frontdoor setup --settings"):
        Settings.read(tmp_path / "none.env")


def test_a_value_that_does_not_fit_is_never_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    """An invalid value is refused by the name of its setting alone."""
    monkeypatch.setenv("FRONTDOOR_STORE_IS_DURABLE", SECRET)

    with pytest.raises(Refusal, match="FRONTDOOR_STORE_IS_DURABLE") as refused:
        Settings.read()
    assert SECRET not in str(refused.value)


@pytest.mark.parametrize("name", ["MASTER_KEYS", "DOOR_KEYS", "TWILIO_AUTH_TOKEN", "TELEGRAM_TOKEN", "REDIS_URL"])
def test_secrets_do_not_show(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """No secret is in the settings' own text or representation."""
    monkeypatch.setenv(f"FRONTDOOR_{name}", SECRET)
    settings = Settings.read()

    assert SECRET not in f"{settings} {settings!r} {settings.model_dump_json()}"


@pytest.mark.parametrize("name", Settings.model_fields)
def test_every_setting_is_in_the_manual(name: str) -> None:
    """An operator finds each setting in docs/operate.md."""
    assert f"`FRONTDOOR_{name.upper()}`" in (TREE / "docs" / "operate.md").read_text()
