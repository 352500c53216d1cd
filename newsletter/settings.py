"""`newsletter.toml` and the environment, read once at the edge and checked as a whole.

Every key has a default, so that a folder without settings works. Secrets come from the environment alone.
"""

import os
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo, available_timezones

from email_validator import EmailNotValidError, validate_email
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, HttpUrl, SecretStr, ValidationError
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from newsletter.errors import SettingsError

FILE_NAME = "newsletter.toml"
ENVIRONMENT_PREFIX = "NEWSLETTER_"
SETTINGS_VARIABLE = "NEWSLETTER_SETTINGS"


def _known_zone(name: str) -> str:
    if name not in available_timezones():
        raise ValueError(f"no time zone is called {name!r}; write one such as Europe/London")
    return name


def _one_line(text: str) -> str:
    if any(ord(character) < ord(" ") for character in text):
        raise ValueError("must be one line")
    return text.strip()


def _address(text: str) -> str:
    if not text:
        return text
    try:
        return validate_email(text, check_deliverability=False, test_environment=True).normalized
    except EmailNotValidError as error:
        raise ValueError(f"is no e-mail address ({error})") from error


def _simple(pattern: re.Pattern[str]) -> re.Pattern[str]:
    # A repetition of repetitions takes for ever on the wrong line, and a dump is full of wrong lines.
    if re.search(r"[+*}]\)+[+*{]", pattern.pattern):
        raise ValueError("repeats what is repeated already: write it without a + or * inside a group that has one")
    return pattern


Line = Annotated[str, AfterValidator(_one_line)]
Address = Annotated[str, AfterValidator(_address)]
TransportName = Literal["outbox", "smtp"]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True, validate_default=False)


class NewsletterSettings(_Strict):
    """One newsletter: `[newsletter.weekly]`."""

    title: Line = Field("Weekly digest", min_length=1, description="the name that readers see")
    live: bool = Field(False, description="false: rehearsal; `newsletter go-live` turns it")
    transport: TransportName = Field("outbox", description="what hands messages over: outbox or smtp")
    sender_name: Line = Field("Weekly digest", description="who the mail is from, as readers see it")
    sender_address: Address = Field("digest@example.org", description="the address in From")
    reply_to: Address = Field("", description="where answers go; empty: the sender's address")
    unsubscribe_address: Address = Field("", description="mailbox that takes sign-offs; empty: the sender's address")
    postal_address: Line = Field("", description="postal address in the footer, which the law asks for")
    home_url: HttpUrl | None = Field(None, description="your own site, linked from the footer")
    list_id: Line = Field("", description="List-Id; empty: made from the newsletter's name and the sender's domain")
    subscribers: Path = Field(Path("subscribers/subscribers.csv"), description="who gets it: a CSV of email,name")
    suppressed: Path = Field(Path("subscribers/suppressed.csv"), description="who must not: a CSV of email,reason")
    timezone: Annotated[str, AfterValidator(_known_zone)] = Field(
        "Europe/London", description="the zone that decides which week it is"
    )
    language: Annotated[str, Field(pattern=r"^[a-z]{2,3}(-[A-Z]{2})?$")] = Field(
        "en-GB", description="language of dates and of the mail's markup"
    )
    templates: Path | None = Field(None, description="a folder whose files replace packaged templates of the same name")
    most_posts: int = Field(40, ge=1, le=200, description="posts in one issue; the rest wait for the next")

    @property
    def zone(self) -> ZoneInfo:
        """The newsletter's time zone."""
        return ZoneInfo(self.timezone)


class SmtpSettings(_Strict):
    """The mail server: `[smtp]`."""

    host: Line = Field("localhost", min_length=1, description="name of the mail server")
    port: int = Field(587, ge=1, le=65535, description="its port")
    security: Literal["starttls", "tls", "none"] = Field("starttls", description="starttls, tls (port 465) or none")
    username: Line = Field("", description="login; empty: none")
    password: SecretStr = Field(SecretStr(""), description="environment only: NEWSLETTER_SMTP__PASSWORD")
    timeout_seconds: float = Field(30, gt=0, le=600, description="patience for each answer but the last")
    messages_per_connection: int = Field(50, ge=1, description="messages before the connection is renewed")


class OutboxSettings(_Strict):
    """The outbox: `[outbox]`."""

    folder: Path = Field(Path("outbox"), description="where the outbox transport lays its .eml files")


class SourceSettings(_Strict):
    """A source: `[sources.NAME]`, where NAME is what `newsletter posts` prints. All of it is for odd sites only."""

    name: Line = Field("", description="the name to print for the source that `newsletter posts` calls NAME")
    home: HttpUrl | None = Field(None, description="its home page, linked for posts that have no URL")
    files: tuple[str, ...] = Field((), description="patterns of files that are this source's, such as `between-*.txt`")
    base_url: HttpUrl | None = Field(None, description="what relative links of its pages start from")
    title: Annotated[re.Pattern[str], AfterValidator(_simple)] | None = Field(
        None, description="a regular expression: lines that match are titles"
    )
    drop: tuple[Annotated[re.Pattern[str], AfterValidator(_simple)], ...] = Field(
        (), description="regular expressions: lines that match are furniture"
    )
    language: Annotated[str, Field(pattern=r"^([a-z]{2})?$")] = Field("", description="language of its dates: `fr`")


class Settings(BaseSettings):
    """Everything that can be set. Paths are relative to the folder of `newsletter.toml`."""

    model_config = SettingsConfigDict(
        env_prefix=ENVIRONMENT_PREFIX, env_nested_delimiter="__", extra="forbid", frozen=True, hide_input_in_errors=True
    )

    dump: Path = Field(Path("dump"), description="the dump directory")
    newsletter: dict[str, NewsletterSettings] = Field(
        default_factory=lambda: {"weekly": NewsletterSettings()}, min_length=1, max_length=1
    )
    smtp: SmtpSettings = SmtpSettings()
    outbox: OutboxSettings = OutboxSettings()
    sources: dict[str, SourceSettings] = Field(default_factory=dict)

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],  # noqa: ARG003
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Let the environment win over the file, whose values come in as arguments."""
        return env_settings, init_settings


def load(path: Path) -> Settings:
    """Read `path` (which may be missing) and the environment; the first mistake raises `SettingsError`."""
    values = _read(path)
    _refuse_secrets(values, path)
    _refuse_unknown_variables(os.environ)
    try:
        return Settings(**values)
    except ValidationError as error:
        raise SettingsError(_one_mistake(error, path)) from error


def find(folder: Path) -> Path:
    """Where the settings file is, or would be: `NEWSLETTER_SETTINGS`, else `newsletter.toml` in `folder`."""
    named = os.environ.get(SETTINGS_VARIABLE)
    if named and not Path(named).is_file():
        raise SettingsError(f"{SETTINGS_VARIABLE} names {named}, which is no file: correct it or unset it")
    return (Path(named) if named else folder / FILE_NAME).resolve()


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path.name}: cannot be read as UTF-8 text ({error.__class__.__name__})") from error
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"{path.name}: is not valid TOML: {error}") from error


def _refuse_secrets(values: dict[str, Any], path: Path) -> None:
    smtp = values.get("smtp")
    if isinstance(smtp, dict) and "password" in smtp:
        raise SettingsError(f"{path.name}: take smtp.password out and set {ENVIRONMENT_PREFIX}SMTP__PASSWORD instead")


def _refuse_unknown_variables(environment: Mapping[str, str]) -> None:
    known = {name.upper() for name in Settings.model_fields} | {SETTINGS_VARIABLE.removeprefix(ENVIRONMENT_PREFIX)}
    for variable in sorted(environment):
        if not variable.startswith(ENVIRONMENT_PREFIX):
            continue
        name = variable.removeprefix(ENVIRONMENT_PREFIX)
        if name.split("__")[0] not in known:
            raise SettingsError(
                f"the environment sets {variable}, which is no setting; nested ones have two underscores"
            )


def _one_mistake(error: ValidationError, path: Path) -> str:
    first = error.errors(include_url=False, include_context=False)[0]
    key = ".".join(str(part) for part in first["loc"])
    if first["type"] == "extra_forbidden":
        return f"{path.name}: unknown key {key}; README.md lists all settings"
    message = first["msg"].removeprefix("Value error, ")
    if key == "newsletter":
        message = "must hold exactly one newsletter, such as [newsletter.weekly]"
    return f"{path.name}: {key}: {message[:1].lower()}{message[1:]}"
