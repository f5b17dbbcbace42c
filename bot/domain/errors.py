"""What can go wrong, as one tree. A platform's refusal is no error: it is an `Exchange`, and evidence.

HangupError
  SettingsError           the bot can't start; the text names the line to add or to change
  InputError              what was typed cannot be read; `hint` says what to type instead
  AccessDeniedError       the lead may not; `fix` says what would allow it
  ReadOnlyError           the kill switch is on
  LookUpError             the conversation could not be read; `reading` says what the platform answered
  LedgerUnavailableError  the demand could not be written, so nothing was done
"""

from datetime import datetime

from bot.domain.exchange import Reading


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


class AccessDeniedError(HangupError):
    """The lead may not do this; `fix` says what would allow it."""

    def __init__(self, words: str, fix: str = "") -> None:
        super().__init__(words)
        self.fix = fix


class ReadOnlyError(HangupError):
    """The kill switch is on: look-ups work, nothing is disconnected."""


class LookUpError(HangupError):
    """The conversation could not be read; `reading` holds the platform's answer or its silence.

    `ended_at` is when the conversation ended, where the platform's records still know it.
    """

    def __init__(self, words: str, reading: Reading, hint: str = "", *, ended_at: datetime | None = None) -> None:
        super().__init__(words)
        self.reading = reading
        self.hint = hint
        self.ended_at = ended_at


class LedgerUnavailableError(HangupError):
    """The ledger could not be written or read in time; nothing was sent."""
