"""What an operator sets: `FRONTDOOR_*`, from the environment or from one file.

Rule: a secret never shows. Each is a SecretStr, each may be named by a file
(`FRONTDOOR_MASTER_KEYS_FILE`), and an invalid one is refused by its name alone.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Self

from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, DotEnvSettingsSource, PydanticBaseSettingsSource, SettingsConfigDict

from frontdoor.refusal import Refusal

PREFIX = "FRONTDOOR_"
# Said on the command line or by these, and no setting of a door.
OF_THE_COMMAND = frozenset({"FRONTDOOR_SETTINGS"})
DEFAULT_FILE = Path("settings.env")


class Settings(BaseSettings):
    """Every setting of the front door. Facts of the hub stand in the library's hub.toml, not here.

    `hub_public_key` holds one to three bundles as `hub keys` wrote them, one a line.
    `redis_url` is a store of the operator's own; without it one is run under `data`.
    `keeper_url` is the same store for a user who may read its settings, when the
    door's user may not; `store_is_durable` is the operator's word where nobody may.
    `library` is the hub's own folder, laid over the one that is shipped.
    A door is switched on by its own settings; the web is always on. During a
    rotation `twilio_auth_token` holds two tokens, the one to ask with first.
    """

    model_config = SettingsConfigDict(env_prefix=PREFIX, extra="ignore", frozen=True, hide_input_in_errors=True)

    redis_url: SecretStr | None = None
    keeper_url: SecretStr | None = None
    store_is_durable: bool = False
    data: Path = Path(".data/door")
    public_url: str = ""
    hub_public_key: str = ""
    master_keys: SecretStr = SecretStr("")
    door_keys: SecretStr = SecretStr("")
    library: Path | None = None
    exit_url: str = "https://www.bbc.co.uk/weather"
    title: str = "Page"
    twilio_account_sid: str = ""
    twilio_auth_token: SecretStr = SecretStr("")
    twilio_number: str = ""
    twilio_messaging_service_sid: str = ""
    twilio_api_url: str = "https://api.twilio.com"
    twilio_daily_segments: int = Field(default=2000, ge=0)
    twilio_pence_out: float = Field(default=4.0, ge=0)
    twilio_pence_in: float = Field(default=0.6, ge=0)
    telegram_token: SecretStr = SecretStr("")
    telegram_secret: SecretStr = SecretStr("")
    telegram_api_url: str = "https://api.telegram.org"

    @classmethod
    def read(cls, file: Path | None = None) -> Self:
        """The settings in force: the environment first, then `file`, else the file FRONTDOOR_SETTINGS names.

        Raises Refusal for a file that is not there, a name that is no setting
        or a value that does not fit; the value itself is never shown.
        """
        named = file or _named_by_environment()
        if named is not None and not named.is_file():
            raise Refusal(f"There is no settings file {named}. Make one with: frontdoor setup --settings {named}")
        _refuse_unknown(os.environ)
        try:
            return cls(_env_file=named)  # type: ignore[call-arg] # pydantic-settings takes it, its types do not say so
        except ValidationError as fault:
            raise Refusal(_without_values(fault)) from None

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Values given, then the environment and the files it names, then the settings file and those it names."""
        del file_secret_settings
        from_file = dotenv_settings.env_vars if isinstance(dotenv_settings, DotEnvSettingsSource) else {}
        _refuse_unknown(from_file)
        return (
            init_settings,
            env_settings,
            _FilesNamed(settings_cls, os.environ),
            dotenv_settings,
            _FilesNamed(settings_cls, from_file),
        )


class _FilesNamed(PydanticBaseSettingsSource):
    """The settings that are given as `NAME_FILE`, read from there."""

    def __init__(self, settings_cls: type[BaseSettings], names: Mapping[str, str | None]) -> None:
        super().__init__(settings_cls)
        self._paths = {name.upper(): path for name, path in names.items() if path}

    def get_field_value(self, field: Any, field_name: str) -> tuple[Any, str, bool]:
        del field
        path = self._paths.get(f"{PREFIX}{field_name.upper()}_FILE")
        return (_text_of(Path(path), field_name) if path else None), field_name, False

    def __call__(self) -> dict[str, Any]:
        pairs = {name: self.get_field_value(f, name)[0] for name, f in self.settings_cls.model_fields.items()}
        return {name: value for name, value in pairs.items() if value is not None}


def _named_by_environment() -> Path | None:
    named = os.environ.get("FRONTDOOR_SETTINGS")
    if named:
        return Path(named)
    return DEFAULT_FILE if DEFAULT_FILE.is_file() else None


def _text_of(path: Path, field_name: str) -> str:
    try:
        return path.read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError) as fault:
        raise Refusal(
            f"{PREFIX}{field_name.upper()}_FILE names {path}, which cannot be read. "
            "Check that the file is there and that this user may read it."
        ) from fault


def _refuse_unknown(names: Mapping[str, str | None]) -> None:
    known = {PREFIX + name.upper() for name in Settings.model_fields}
    known |= {f"{name}_FILE" for name in known} | OF_THE_COMMAND
    for name in names:
        if name.upper().startswith(PREFIX) and name.upper() not in known:
            near = get_close_matches(name.upper(), known, n=1)
            hint = f" Did you mean {near[0]}?" if near else ""
            raise Refusal(f"{name} is no setting of the front door.{hint}")


def _without_values(fault: ValidationError) -> str:
    said = (f"{PREFIX}{str(e['loc'][0]).upper()}: {e['msg']}" for e in fault.errors(include_input=False))
    return "A setting does not fit. " + "; ".join(said)
