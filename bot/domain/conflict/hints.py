"""Findings by wording alone: what the answer claims, where nothing that was read contradicts it."""

from bot.domain.conflict import claims, seen
from bot.domain.conflict.explanation import Cause
from bot.domain.conflict.finding import Finding, hinted
from bot.domain.conflict.scene import Scene
from bot.domain.conflict.words import observations


def claimed(scene: Scene, cause: Cause) -> Finding | None:
    """Find that the answer's words speak of this cause: likely at best, and behind all evidence."""
    if scene.reply is None or scene.reply.ok or claims.claim(scene.reply) is not cause:
        return None
    fact = observations.REFUSED_CLAIM.format(about=observations.CLAIMS[cause])
    return hinted(cause, seen.answered(scene, fact), variant="likely")
