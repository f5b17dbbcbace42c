"""The caller's side of a refused call: what its script did wrong, as far as the script itself tells.

How NICE CXone Studio's `GetRESTProxy` behaves: https://help.nicecxone.com/content/studio/advanced/apis/apicallsfromsnippetaction.htm
"""

from dataclasses import replace

from bot.domain.conflict import Cause, Certainty, Evidence, Explanation, Retry
from bot.domain.notice import FailedCall

SCRIPT = "what the script says of its call"
FORM = "application/x-www-form-urlencoded"
# Refusals that a body in the wrong form can explain; what was accepted, or never arrived, it cannot.
_OF_THE_BODY = frozenset({400, 409, 415, 422})
_READS = frozenset({"GET", "HEAD", "DELETE"})


def sent_as_form(call: FailedCall) -> bool:
    """Tell whether the body went out form-encoded: Studio's default, where JSON was due."""
    if call.method.upper() in _READS:
        return False
    if call.content_type:
        return call.content_type.partition(";")[0].strip().lower() == FORM
    bare = call.body.strip()
    return bool(bare) and not bare.startswith(("{", "[")) and "=" in bare


def with_callers_side(explanation: Explanation, call: FailedCall) -> Explanation:
    """Add what the script did wrong; where nothing else is proven, that is the likely cause."""
    found = explanation
    if call.status is None:
        found = _unanswered(found)
    if sent_as_form(call) and call.status in _OF_THE_BODY:
        found = _form_encoded(found)
    return found


def _form_encoded(explanation: Explanation) -> Explanation:
    fact = Evidence("The body was sent form-encoded; this call takes JSON.", SCRIPT)
    step = (
        'Set the content type before the call: p.ContentType = "application/json" (the proxy\'s own default is '
        "form-encoded), and send the body as JSON."
    )
    grown = replace(explanation, evidence=(fact, *explanation.evidence), next_steps=(step, *explanation.next_steps))
    if explanation.certainty is Certainty.PROVEN and explanation.cause is not Cause.REJECTED_PAYLOAD:
        return replace(grown, next_steps=(*explanation.next_steps, step))
    also = explanation.also
    if explanation.cause not in {Cause.REJECTED_PAYLOAD, Cause.NOT_PROVEN}:
        also = ((explanation.cause, explanation.certainty), *also)
    return replace(
        grown,
        cause=Cause.REJECTED_PAYLOAD,
        certainty=Certainty.LIKELY,
        headline="The script sent its body form-encoded, where JSON is due.",
        clause="the script sent its body form-encoded, where JSON is due.",
        also=tuple((cause, certainty) for cause, certainty in also if cause is not Cause.REJECTED_PAYLOAD),
        next_steps=(step,),
        retry=Retry.AFTER,
    )


def _unanswered(explanation: Explanation) -> Explanation:
    fact = Evidence("No answer reached the script: it has no status, or -1.", SCRIPT)
    step = (
        "Check the address, the network's way out and the script's time-out; then look the conversation up, since "
        "nobody can know whether the call arrived."
    )
    steps = explanation.next_steps if step in explanation.next_steps else (*explanation.next_steps, step)
    return replace(explanation, evidence=(fact, *explanation.evidence), next_steps=steps)
