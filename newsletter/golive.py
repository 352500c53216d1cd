"""The end of the rehearsal: what every real mail must say goes into `newsletter.toml`, and the ledger starts."""

from collections.abc import Callable, Mapping
from typing import Any

import tomlkit
from tomlkit import TOMLDocument
from tomlkit.items import Table

from newsletter import known, settings, stages
from newsletter.database import now
from newsletter.errors import NewsletterError, SettingsError
from newsletter.installation import Installation, check_ready, open_installation
from newsletter.issue.frozen import write_whole
from newsletter.settings import NewsletterSettings

_NO_ADDRESS = NewsletterSettings.model_fields["sender_address"].default

QUESTIONS: Mapping[str, tuple[str, Callable[[Installation], str]]] = {
    "sender_name": ("Sender name", lambda at: at.newsletter.sender_name),
    "sender_address": ("Sender address", lambda at: at.newsletter.sender_address.replace(_NO_ADDRESS, "")),
    "postal_address": ("Postal address, in one line", lambda at: at.newsletter.postal_address),
    "transport": ("Transport", lambda at: "smtp" if at.newsletter.transport == "smtp" else ""),
    "backlog": ("Are the posts already there backlog, to stay out of the first issue?", lambda at: ""),  # noqa: ARG005
}
"""What is asked, in this order: the setting's name, the question, and the answer to offer."""


def refuse_if_live(installation: Installation) -> None:
    """Raise where there is no rehearsal to end."""
    if installation.live:
        raise NewsletterError(
            f"{installation.name} is live already; change its settings in {installation.settings_file.name}"
        )


def go_live(
    installation: Installation,
    *,
    sender_name: str,
    sender_address: str,
    postal_address: str,
    transport: str,
    backlog: bool,
) -> list[str]:
    """Write the answers to the settings, start the real ledger, set the backlog aside; returns what to tell.

    The settings are checked before they are written, and the backlog is set aside before they say `live`: whatever goes
    wrong on the way, no run mails anybody in between.
    """
    answers = {
        "sender_name": sender_name,
        "sender_address": sender_address,
        "postal_address": postal_address,
        "transport": transport,
        "live": True,
    }
    text = _with_answers(installation, answers)
    live = _checked(installation, text)
    aside = _start_ledger(live) if backlog else 0
    write_whole(installation.settings_file, text, mode=0o644)
    return [
        f"{live.name} is live: the next run mails everybody in {live.newsletter.subscribers} through {transport}.",
        f"{aside} posts already in {live.settings.dump} are backlog and stay out of the first issue."
        if backlog
        else "The posts already there go into the first issue.",
        "Look first: `newsletter preview`. Then: `newsletter run`, or the schedule.",
    ]


def _with_answers(installation: Installation, answers: Mapping[str, Any]) -> str:
    file = installation.settings_file
    document = tomlkit.parse(file.read_text(encoding="utf-8-sig")) if file.is_file() else TOMLDocument()
    table = _table(_table(document, "newsletter", is_super_table=True), installation.name)
    for key, value in answers.items():
        table[key] = value
    return tomlkit.dumps(document)


def _table(parent: TOMLDocument | Table, name: str, *, is_super_table: bool = False) -> Table:
    if name not in parent:
        parent[name] = tomlkit.table(is_super_table=is_super_table)
    table = parent[name]
    assert isinstance(table, Table), "checked when the settings were read"
    return table


def _checked(installation: Installation, text: str) -> Installation:
    candidate = installation.settings_file.with_suffix(".toml.new")
    write_whole(candidate, text)
    try:
        settings.load(candidate)
        live = open_installation(installation.root, settings_file=candidate)
        check_ready(live)
    except SettingsError as error:
        raise SettingsError(str(error).replace(candidate.name, installation.settings_file.name)) from error
    finally:
        candidate.unlink()
    return live


def _start_ledger(live: Installation) -> int:
    found = stages.find_posts(live)
    engine = live.open_database()
    with engine.begin() as connection:
        known.record(connection, found.known, now=now())
        aside = known.set_aside(connection, found.known, newsletter=live.name)
    engine.dispose()
    return aside
