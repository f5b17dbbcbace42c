"""Why a platform refused: facts in, explanation out; no I/O and no markup."""

from bot.domain.conflict.explanation import Cause, Certainty, Evidence, Explanation, Retry
from bot.domain.conflict.facts import Conflict
from bot.domain.conflict.judgement import explain

__all__ = ["Cause", "Certainty", "Conflict", "Evidence", "Explanation", "Retry", "explain"]
