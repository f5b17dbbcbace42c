"""What a command says when it can't do what it was asked."""

from bot.domain.errors import HangupError

UNUSABLE = 2


def complaint(error: HangupError) -> str:
    """Say what is wrong, and the way out where there is one."""
    hint = getattr(error, "hint", "") or getattr(error, "fix", "")
    return f"hangup: {error}" + (f"\n{hint}" if hint else "")
