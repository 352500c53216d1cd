"""One folder in which a newsletter lives: its settings, its files, its database."""

from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock, Timeout
from sqlalchemy.engine import Engine

from newsletter import database, settings
from newsletter.errors import NewsletterError, SettingsError
from newsletter.settings import NewsletterSettings, Settings

STATE_FOLDER = ".newsletter"
LOCK_SECONDS = 600
"""How long a second run waits for the first: a full list takes minutes, not hours."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Installation:
    """Settings and the places that follow from them. Rehearsal and live share nothing but the dump and the vectors."""

    root: Path
    settings_file: Path
    settings: Settings
    name: str
    """The newsletter's name in ids: `weekly`."""
    dump: Path
    roll: Path
    """The CSV of subscribers."""

    @property
    def newsletter(self) -> NewsletterSettings:
        """The newsletter's own settings."""
        return self.settings.newsletter[self.name]

    @property
    def live(self) -> bool:
        """Whether real subscribers are mailed and posts used up."""
        return self.newsletter.live

    @property
    def state(self) -> Path:
        """The folder of everything that a run leaves behind and nobody edits."""
        return self.root / STATE_FOLDER

    @property
    def cache(self) -> Path:
        """Vectors by hash: may be deleted at any time."""
        return self.state / "cache"

    @property
    def database_file(self) -> Path:
        """The SQLite file, of the rehearsal until `newsletter go-live`."""
        return self.state / ("newsletter.db" if self.live else "rehearsal.db")

    @property
    def suppressed(self) -> Path:
        """The CSV of addresses that must not be mailed."""
        return self.root / self.newsletter.suppressed

    @property
    def issues(self) -> Path:
        """Where issue files lie."""
        return self.root / "issues" / ("" if self.live else "rehearsal")

    @property
    def frozen(self) -> Path:
        """Where the bytes of issues that are being sent lie."""
        return self.state / "frozen" / ("" if self.live else "rehearsal")

    @property
    def outbox(self) -> Path:
        """Where the outbox transport lays its messages."""
        return self.root / self.settings.outbox.folder / ("" if self.live else "rehearsal")

    def issue_id(self, period: object) -> str:
        """The id of this newsletter's issue for a period."""
        return f"{self.name}/{period}"

    def open_database(self) -> Engine:
        """The database, made where missing."""
        return database.open_database(self.database_file)

    def lock(self) -> FileLock:
        """A lock that one run holds at a time and that a killed run lets go."""
        try:
            self.state.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            advice = "run where you may write, or make room"
            raise NewsletterError(f"{self.state}: cannot be made ({error.strerror}): {advice}") from error
        return FileLock(self.state / f"{self.database_file.stem}.lock", timeout=LOCK_SECONDS)


def open_installation(
    folder: Path, *, dump: Path | None = None, subscribers: Path | None = None, settings_file: Path | None = None
) -> Installation:
    """Read the settings that hold in `folder`; `dump` and `subscribers`, where given, are relative to `folder`."""
    settings_file = settings_file or settings.find(folder)
    values = settings.load(settings_file)
    root = settings_file.parent
    (name, newsletter), *_ = values.newsletter.items()
    return Installation(
        root=root,
        settings_file=settings_file,
        settings=values,
        name=name,
        dump=folder.resolve() / dump if dump else root / values.dump,
        roll=folder.resolve() / subscribers if subscribers else root / newsletter.subscribers,
    )


def check_ready(installation: Installation) -> None:
    """Raise `SettingsError` where a live newsletter lacks what every mail must say."""
    if not installation.live:
        return
    newsletter = installation.newsletter
    if not newsletter.postal_address:
        raise SettingsError("a live newsletter needs postal_address in its settings: run `newsletter go-live`")
    if newsletter.sender_address == NewsletterSettings.model_fields["sender_address"].default:
        raise SettingsError("a live newsletter needs its own sender_address: run `newsletter go-live`")


def another_run(error: Timeout) -> NewsletterError:
    """What to tell somebody whose run waited in vain for another one."""
    return NewsletterError(
        f"another run has been at work here for over {LOCK_SECONDS // 60} minutes: see `newsletter status`, or stop it"
        f" ({Path(error.lock_file).name})"
    )
