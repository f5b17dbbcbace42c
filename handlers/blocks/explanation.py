"""An explanation, as a lead reads it: one sentence, what proves it, what to do; the raw facts are in Details."""

import json
from datetime import datetime

from bot.domain.conflict import Certainty, Evidence, Explanation, Retry
from bot.domain.exchange import Exchange
from handlers.blocks.mask import redacted
from handlers.blocks.mrkdwn import Blocks, code, context, day_time, escaped, lines, mention, section, unmarked

CERTAINTIES = {
    Certainty.PROVEN: ":white_check_mark: Proven",
    Certainty.LIKELY: ":grey_question: Likely, not proven",
    Certainty.UNPROVEN: ":grey_question: Not proven",
}
SHOWN = {
    Certainty.PROVEN: "What proves it",
    Certainty.LIKELY: "What points to it",
    Certainty.UNPROVEN: "What was seen",
}


def explanation_blocks(explanation: Explanation, now: datetime) -> Blocks:
    """Render headline, certainty, evidence and next steps."""
    blocks: Blocks = [section(f"*{escaped(explanation.headline, 300)}*\n{CERTAINTIES[explanation.certainty]}")]
    if explanation.evidence:
        facts = [_evidence_line(fact, now) for fact in explanation.evidence[:8]]
        blocks.append(section(f"*{SHOWN[explanation.certainty]}*\n" + lines(facts)))
    if explanation.next_steps:
        # Whether pressing again helps has a line of its own.
        told = [step for step in explanation.next_steps if not step.startswith("Pressing again")]
        steps = lines(f"{n}. {escaped(step, 300)}" for n, step in enumerate(told[:6], 1))
        blocks += [section(f"*What to do now*\n{steps}")] if told else []
    blocks.append(context(retry_words(explanation)))
    return blocks


def details_blocks(explanation: Explanation, exchange: Exchange | None, reference: str) -> Blocks:
    """Render the raw facts, ready to paste to the platform's support."""
    raw = []
    if exchange is not None:
        request = exchange.request
        raw.append(f"{request.method} {request.path}")
        raw.append(f"body: {json.dumps(dict(request.body)) if request.body is not None else 'none'}")
        if request.sent_at:
            raw.append(f"sent at: {request.sent_at:%Y-%m-%dT%H:%M:%S.%fZ}")
        reply = exchange.reply
        if reply is not None:
            raw.append(f"status: {reply.status}")
            # The platform's words may hold a customer's number, and the card's thread is everybody's.
            said = (("code", reply.code), ("message", reply.message))
            raw += [f"{name}: {redacted(value)}" for name, value in said if value]
        else:
            raw.append(f"no answer: {exchange.silence}")
    raw.append(f"cause: {explanation.cause.value} ({explanation.certainty.value})")
    if explanation.trace_id:
        raw.append(f"trace id: {explanation.trace_id}")
    raw.append(f"reference: {reference}")
    blocks: Blocks = []
    if explanation.ruled_out:
        blocks.append(
            section("*Checked and ruled out*\n" + lines(f"• {escaped(r, 200)}" for r in explanation.ruled_out[:10]))
        )
    blocks.append(section("*Details for support*\n```" + lines(code(line) for line in raw) + "```"))
    return blocks


def retry_words(explanation: Explanation) -> str:
    """Say whether pressing again helps."""
    match explanation.retry:
        case Retry.YES:
            return ":arrows_counterclockwise: Pressing again is safe and may help."
        case Retry.NO:
            return ":octagonal_sign: Pressing again will not help."
        case Retry.AFTER:
            wait = f" after {explanation.retry_after_s} seconds" if explanation.retry_after_s else " in a moment"
            return f":hourglass_flowing_sand: Pressing again may help{wait}, on a fresh card."


def explanation_text(explanation: Explanation) -> str:
    """Say an explanation in plain text."""
    steps = " ".join(explanation.next_steps[:3])
    return unmarked(f"{explanation.headline} {steps}")


def _evidence_line(evidence: Evidence, now: datetime) -> str:
    by = f" ({mention(evidence.by)})" if evidence.by else ""
    seen = f", {day_time(evidence.at, now)}" if evidence.at else ""
    happened = f" ({day_time(evidence.happened_at, now)})" if evidence.happened_at else ""
    return f"• {escaped(evidence.fact, 300)}{happened}{by} — _{escaped(evidence.source, 80)}{seen}_"
