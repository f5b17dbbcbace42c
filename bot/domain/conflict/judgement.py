"""The judgement: from the evidence to one explanation."""

import math
import re
from collections.abc import Mapping
from typing import TypeVar

from bot.domain.conflict import claims, seen
from bot.domain.conflict.exclusion import ruled_out
from bot.domain.conflict.explanation import Cause, Certainty, Evidence, Explanation
from bot.domain.conflict.facts import Conflict
from bot.domain.conflict.finding import Finding
from bot.domain.conflict.scene import Scene
from bot.domain.conflict.table import RETRY, WAITS, holding
from bot.domain.conflict.words import names, observations, platforms
from bot.domain.conflict.words.headlines import HEADLINES
from bot.domain.conflict.words.steps import OTHERS_STEPS, STEPS, SUPPORT, SUPPORT_WITHOUT_TRACE, waiting

_UNAUTHORIZED = 401
_Words = TypeVar("_Words")

# What an answer of this status says rightly, whatever came true afterwards.
_BY_STATUS = {
    401: Cause.PERMISSION_DENIED,
    403: Cause.PERMISSION_DENIED,
    405: Cause.UNSUPPORTED_ROUTE,
    429: Cause.RATE_LIMITED,
    500: Cause.PLATFORM_UNAVAILABLE,
    502: Cause.PLATFORM_UNAVAILABLE,
    503: Cause.PLATFORM_UNAVAILABLE,
    504: Cause.PLATFORM_UNAVAILABLE,
}
_GONE = frozenset({Cause.CONVERSATION_ENDED, Cause.PARTICIPANT_ALREADY_DISCONNECTED, Cause.WRAP_UP_PENDING})
# Claims that the finding of another cause does not contradict.
_BORNE_OUT_BY = {
    Cause.DUPLICATE_REQUEST: _GONE | {Cause.CONCURRENT_ACTION, Cause.PARTICIPANT_IN_TRANSITION},
    Cause.CONVERSATION_ENDED: _GONE | {Cause.UNKNOWN_CONVERSATION},
    Cause.WRAP_UP_PENDING: _GONE,
    Cause.WRONG_PARTICIPANT: frozenset({Cause.PARTICIPANT_ALREADY_DISCONNECTED}),
    Cause.PARTICIPANT_ALREADY_DISCONNECTED: frozenset({Cause.WRAP_UP_PENDING}),
    Cause.CONCURRENT_ACTION: frozenset({Cause.PARTICIPANT_IN_TRANSITION}),
}


def explain(conflict: Conflict) -> Explanation:
    """Explain a refused, unanswered or ineffective act. Pure; never raises, whatever is missing."""
    scene = Scene(conflict)
    found = holding(scene)
    finding = found[0] if found else _not_proven(scene)
    wait = _wait(scene, finding)
    headline = _pick(HEADLINES[finding.cause], finding)
    return Explanation(
        cause=finding.cause,
        certainty=finding.certainty,
        headline=_words(scene, finding, headline, wait),
        evidence=(*finding.evidence, *_mismatch(scene, finding)),
        also=tuple((other.cause, other.certainty) for other in found[1:]),
        ruled_out=ruled_out(scene, frozenset(one.cause for one in found)),
        retry=RETRY[finding.cause],
        retry_after_s=wait,
        next_steps=tuple(_words(scene, finding, step, wait) for step in _pick(_steps(scene, finding), finding)),
        trace_id=scene.reply.trace_id if scene.reply else None,
        stand_in_id=finding.stand_in_id,
        clause=_words(scene, finding, _clause(headline), wait),
    )


def _clause(template: str) -> str:
    """Begin a headline as it goes on behind a colon: whom it is about as they are written within a sentence."""
    for opening in ("Who", "Caller"):
        if template.startswith(f"{{{opening}}}"):
            return f"{{{opening.lower()}}}{template.removeprefix(f'{{{opening}}}')}"
    return f"{template[:1].lower()}{template[1:]}"


def _steps(scene: Scene, finding: Finding) -> Mapping[str, tuple[str, ...]]:
    """Choose what somebody else's program needs, else the platform's own steps, else the general ones."""
    if scene.by_others and finding.cause in OTHERS_STEPS:
        return OTHERS_STEPS[finding.cause]
    return platforms.of(scene.conflict.org.platform).steps.get(finding.cause, STEPS[finding.cause])


def _not_proven(scene: Scene) -> Finding:
    facts: list[Evidence] = []
    variant = ""
    if scene.reply is None:
        variant = "silent"
    elif scene.accepted:
        variant = "accepted"
        facts.append(seen.answered(scene, observations.ACCEPTED))
    elif scene.status == _UNAUTHORIZED:
        variant = "sign_in"
        facts.append(seen.answered(scene, observations.SIGN_IN_REFUSED.format(caller=scene.caller)))
    else:
        bare = claims.claim(scene.reply) is None
        facts.append(seen.answered(scene, observations.REFUSED_BARE if bare else observations.REFUSED))
    if scene.party_present:
        facts.append(seen.still_live(scene))
    return Finding(Cause.NOT_PROVEN, Certainty.UNPROVEN, tuple(facts), variant=variant)


def _mismatch(scene: Scene, finding: Finding) -> tuple[Evidence, ...]:
    """Say that the answer's words speak of something else than what was found, unless both can be true."""
    if scene.reply is None or scene.reply.ok or not finding.tabled:
        return ()
    claim = claims.claim(scene.reply)
    if claim is None or claim is finding.cause or claim is _BY_STATUS.get(scene.reply.status):
        return ()
    if claim in _BORNE_OUT_BY.get(finding.cause, frozenset()):
        return ()
    return (seen.answered(scene, observations.MISMATCH.format(about=observations.CLAIMS[claim])),)


def _wait(scene: Scene, finding: Finding) -> int | None:
    cause = finding.cause
    if cause not in WAITS:
        return None
    if scene.reply is not None and cause in {Cause.RATE_LIMITED, Cause.PLATFORM_UNAVAILABLE}:
        if scene.reply.retry_after is not None and math.isfinite(scene.reply.retry_after):
            return max(0, math.ceil(scene.reply.retry_after))
        said = re.search(r"in \[?(\d{1,5})\]? seconds", claims.message(scene.reply))
        if said:
            return int(said[1])
    return WAITS[cause]


def _pick(table: Mapping[str, _Words], finding: Finding) -> _Words:
    """Choose the words of the variant, else of the certainty, else the plain ones."""
    if finding.variant in table:
        return table[finding.variant]
    if finding.certainty is not Certainty.LIKELY:
        return table[""]
    if finding.about and "field" in table:
        return table["field"]
    return table.get("likely", table[""])


def _words(scene: Scene, finding: Finding, text: str, wait: int | None) -> str:
    subject = finding.about if finding.cause is Cause.WRAP_UP_PENDING and finding.about else seen.whole(scene)
    if finding.cause is Cause.WRONG_PARTICIPANT and finding.variant == "communication":
        subject = finding.about
    return text.format(
        who=subject,
        Who=names.opening(subject),
        caller=scene.caller,
        Caller=names.opening(scene.caller),
        about=finding.about,
        wait=waiting(wait or 0),
        support=SUPPORT if scene.reply is not None and scene.reply.trace_id else SUPPORT_WITHOUT_TRACE,
    )
