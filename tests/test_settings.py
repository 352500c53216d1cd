"""Settings: what a file may say, what it must not, and how a mistake is told."""

import os
from pathlib import Path

import pytest

from newsletter import settings
from newsletter.errors import SettingsError


@pytest.fixture(autouse=True)
def _no_settings_around(monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in [name for name in os.environ if name.startswith(settings.ENVIRONMENT_PREFIX)]:
        monkeypatch.delenv(variable)


def write(folder: Path, text: str) -> Path:
    path = folder / settings.FILE_NAME
    path.write_text(text, encoding="utf-8")
    return path


def test_a_folder_without_settings_works(tmp_path: Path) -> None:
    """The first look at the program needs no file and no key, and reaches nobody."""
    loaded = settings.load(tmp_path / settings.FILE_NAME)
    weekly = loaded.newsletter["weekly"]
    assert (weekly.transport, weekly.live, str(loaded.dump)) == ("outbox", False, "dump")


def test_what_the_file_says_holds(tmp_path: Path) -> None:
    """A setting in the file replaces its default; the rest stays."""
    path = write(
        tmp_path, '[newsletter.board]\ntitle = "Board Notes"\ntimezone = "Europe/Dublin"\n[smtp]\nport = 465\n'
    )
    loaded = settings.load(path)
    board = loaded.newsletter["board"]
    assert (board.title, board.timezone, loaded.smtp.port, loaded.smtp.security) == (
        "Board Notes",
        "Europe/Dublin",
        465,
        "starttls",
    )


def test_secrets_come_from_the_environment_and_are_not_printed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A password lies in no file that is copied around, and no log shows it."""
    monkeypatch.setenv("NEWSLETTER_SMTP__PASSWORD", "open sesame")
    loaded = settings.load(tmp_path / settings.FILE_NAME)
    assert loaded.smtp.password.get_secret_value() == "open sesame"
    assert "sesame" not in repr(loaded)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("dumps = 'x'", "unknown key dumps"),
        ("[newsletter.weekly]\nsender = 'x'", "unknown key newsletter.weekly.sender"),
        ("[newsletter.weekly]\ntimezone = 'Europe/Lundon'", "newsletter.weekly.timezone"),
        ("[newsletter.weekly]\nsender_address = 'nobody'", "newsletter.weekly.sender_address"),
        ('[newsletter.weekly]\ntitle = "two\\nlines"\n', "one line"),
        ("[newsletter.weekly]\ntransport = 'pigeon'", "newsletter.weekly.transport"),
        ("[newsletter.a]\n[newsletter.b]", "exactly one newsletter"),
        ("[smtp]\npassword = 'x'", "NEWSLETTER_SMTP__PASSWORD"),
        ("[smtp]\nport = 99999", "smtp.port"),
        ("dump = ", "TOML"),
    ],
)
def test_a_mistake_is_told_in_one_line_with_its_key(tmp_path: Path, text: str, told: str) -> None:
    """Nothing is guessed and nothing is ignored: an editor reads which key is wrong."""
    with pytest.raises(SettingsError) as error:
        settings.load(write(tmp_path, text))
    assert told in str(error.value)
    assert "\n" not in str(error.value)
    assert "secret" not in str(error.value)


def test_a_misspelt_variable_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One underscore too few would otherwise send mail without a login."""
    monkeypatch.setenv("NEWSLETTER_SMTP_PASSWORD", "x")
    with pytest.raises(SettingsError, match="NEWSLETTER_SMTP_PASSWORD"):
        settings.load(tmp_path / settings.FILE_NAME)


def test_a_named_file_must_be_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A schedule that points to the wrong file must not run on defaults."""
    monkeypatch.setenv(settings.SETTINGS_VARIABLE, str(tmp_path / "gone.toml"))
    with pytest.raises(SettingsError, match=r"gone\.toml"):
        settings.find(tmp_path)


def test_an_editor_with_a_byte_order_mark_is_fine(tmp_path: Path) -> None:
    """Windows' Notepad writes one."""
    path = write(tmp_path, "\ufeffdump = 'pages'\n")
    assert str(settings.load(path).dump) == "pages"


def test_bytes_that_are_no_text_are_told(tmp_path: Path) -> None:
    """A file in the wrong encoding is named instead of half understood."""
    path = tmp_path / settings.FILE_NAME
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(SettingsError, match="UTF-8"):
        settings.load(path)
