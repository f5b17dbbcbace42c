"""A finding: what was looked at, how it stands, and what to do about it."""

from dataclasses import dataclass
from enum import StrEnum

from bot.domain.exchange import Org, Reply


class Level(StrEnum):
    """How a finding stands; `FAIL` means that the bot can't do its work."""

    OK = "ok"
    WARN = "warn"
    FAIL = "fail"


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the doctor's: `fix` is one sentence, empty where nothing is to be done."""

    level: Level
    about: str
    words: str
    fix: str = ""


def ok(about: str, words: str) -> Finding:
    """Say that something is as it should be."""
    return Finding(Level.OK, about, words)


def warn(about: str, words: str, fix: str) -> Finding:
    """Say that something works and could be better."""
    return Finding(Level.WARN, about, words, fix)


def fail(about: str, words: str, fix: str) -> Finding:
    """Say that something does not work."""
    return Finding(Level.FAIL, about, words, fix)


def org_named(org: Org) -> str:
    """Name an org as every face does: with its platform, and its region as far as it is known."""
    return f"Org {org.name} ({org.place})"


def said_by(reply: Reply) -> str:
    """Give what an answer says: its status, and its own words."""
    return f"{reply.status}: {reply.message.rstrip('. ')}" if reply.message else str(reply.status)
