"""What can go wrong, as one tree. A platform's refusal is no error: it is an `Exchange`, and evidence.

HangupError
  SettingsError           the bot can't start; the text names the line to add or to change
  InputError              what was typed cannot be read; `hint` says what to type instead
  WhichOrgError           what was typed may be of several orgs; `orgs` are those to choose from, `typed` what it was
  AccessDeniedError       the lead may not; `decision` says what is missing, who has it, and the line to add
  ReadOnlyError           the kill switch is on; `pause` says who has paused
  LookUpError             the conversation could not be read; `reading` says what the platform answered
  LedgerUnavailableError  the demand could not be written, so nothing was done
"""

from collections.abc import Sequence
from datetime import datetime

from bot.domain.access import Decision
from bot.domain.exchange import Org, Reading
from bot.domain.pause import Pause


class HangupError(Exception):
    """The base of all; its text is fit for a person to read."""


class SettingsError(HangupError):
    """The bot can't start as it is set up; the text holds the fix."""


class InputError(HangupError):
    """What was typed cannot be read; `hint` says what to type instead, `field` which input of a form it was."""

    def __init__(self, words: str, hint: str = "", *, field: str = "") -> None:
        super().__init__(words)
        self.hint = hint
        self.field = field


class WhichOrgError(HangupError):
    """What was `typed` may be of several `orgs`, and nothing says of which: the person is asked."""

    def __init__(self, orgs: Sequence[Org], typed: str = "") -> None:
        super().__init__("Which org is it of?")
        self.orgs = tuple(orgs)
        self.typed = typed


class AccessDeniedError(HangupError):
    """The lead may not do this; `decision` says what is missing, who has it, and the line to add."""

    def __init__(self, decision: Decision) -> None:
        because = f" {decision.why}" if decision.why else ""
        super().__init__(f"You may not {decision.action.words} with Hangup.{because}")
        self.decision = decision


class ReadOnlyError(HangupError):
    """The kill switch is on: look-ups work, nothing is disconnected. `pause` is None for the one of the settings."""

    def __init__(self, words: str, pause: Pause | None = None) -> None:
        super().__init__(words)
        self.pause = pause


class LookUpError(HangupError):
    """The conversation could not be read; `reading` holds the platform's answer or its silence, `org` is who was asked.

    `ended_at` is when the conversation ended, where the platform's records still know it; `others` are the orgs that
    what was `typed` may be of as well, and that the person may look into.
    """

    def __init__(
        self,
        words: str,
        reading: Reading,
        hint: str = "",
        *,
        org: Org | None = None,
        ended_at: datetime | None = None,
        typed: str = "",
        others: Sequence[Org] = (),
    ) -> None:
        super().__init__(words)
        self.org = org
        self.typed = typed
        self.others = tuple(others)
        self.reading = reading
        self.hint = hint
        self.ended_at = ended_at


class LedgerUnavailableError(HangupError):
    """The ledger could not be written or read in time; nothing was sent."""
