"""The faces of a rule that is tried: what it would raise, what it could not see, what it held back."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from bot.domain.alert import Problem, Severity
from bot.domain.exchange import Fault, Reply
from bot.domain.sighting import Refusal
from bot.domain.watch import AlertRule, RuleKind
from bot.domain.watch.rule import Stuck
from bot.use_cases.try_rule import Trial, TriedRule
from handlers.blocks.card import Message
from handlers.blocks.rule_trial import trial_message
from tests.support.clock import START

MINUTE = timedelta(minutes=1)
RULE = AlertRule(
    "phone-rings-on",
    RuleKind.STUCK_STATE,
    longer_than=2 * MINUTE,
    critical_after=10 * MINUTE,
    states=frozenset({Stuck.ALERTING}),
    queues=frozenset({"Cards & <Lost>"}),
)


def problem(number: int = 1, severity: Severity = Severity.WARNING) -> Problem:
    return Problem(
        f"phone-rings-on/singapore/c-{number}/p",
        "phone-rings-on",
        severity,
        "Tan *Wei* Ling has been alerting for over 2 min.",
        "The customer hears ringing, and the agent may not be there.",
        START - number * MINUTE,
        START,
        org="singapore",
        conversation_id=f"c-{number}",
    )


def tried(*trials: Trial, hidden: int = 0) -> Message:
    return trial_message(TriedRule(RULE, START, trials, hidden))


MISSING = Refusal(
    Reply(403),
    missing=("analytics:conversationDetail:view",),
    fix="An administrator of Genesys Cloud adds it to a role of Hangup's OAuth client.",
)
FOUND = Trial(
    "singapore",
    (problem(), problem(12, Severity.CRITICAL)),
    (problem(3),),
    frozenset({problem().key}),
    ("Arjun Menon is connected now.",),
    requests=4,
    live=69,
    place="Genesys Cloud, ap-southeast-1",
    unseen=("Conversations that began more than 30 days ago are not among what this query finds.",),
)
TRIALS: dict[str, Callable[[], Message]] = {
    "trial_found": lambda: tried(FOUND, Trial("zurich", requests=3, live=1, place="NICE CXone, area au1")),
    "trial_not_answered_yet": lambda: tried(FOUND, Trial("zurich", waited_for=True, place="NICE CXone, area au1")),
    "trial_followed": lambda: trial_message(TriedRule(RULE, START, (FOUND,), followed=True)),
    "trial_nothing": lambda: tried(Trial("singapore", requests=2, live=0, place="Genesys Cloud, ap-southeast-1")),
    "trial_refused": lambda: tried(
        Trial("singapore", requests=1, live=0, refusal=MISSING, place="Genesys Cloud, ap-southeast-1"), hidden=1
    ),
    "trial_not_signed_in": lambda: tried(
        Trial(
            "zurich",
            requests=1,
            place="NICE CXone, area au1",
            refusal=Refusal(
                Reply(401, message="The client is not known.", fault=Fault.SIGN_IN),
                fix="Ask the person who runs Hangup to check it: “hangup doctor” tests it.",
            ),
        )
    ),
    "trial_unseen": lambda: tried(
        Trial("singapore", requests=1, live=0, refusal=Refusal(Reply(502)), place="Genesys Cloud, ap-southeast-1"),
        Trial("zurich", requests=1, live=0, refusal=Refusal(), place="Genesys Cloud, eu-central-2"),
        Trial("frankfurt", requests=6, live=900, truncated=True),
        Trial("dublin", requests=1, late=True),
        Trial(""),
    ),
    "trial_very_many": lambda: tried(
        replace(FOUND, problems=tuple(problem(number) for number in range(1, 30))),
        *(Trial(f"org-{number}", requests=1, live=5) for number in range(20)),
    ),
}
