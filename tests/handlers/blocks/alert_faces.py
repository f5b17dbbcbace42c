"""What alerts look like, as functions of nothing."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

from bot.domain.alert import Alert, Event, Note, Problem, Severity, Turn
from bot.domain.alert_policy import Call, Policy
from bot.domain.conflict import Cause, Certainty, Evidence, Explanation
from bot.domain.digest import Happenings, PastAlert, digest_of
from bot.domain.gathering import gathered
from bot.ports import Mute, RuleState, Sight
from bot.use_cases.list_alerts import Listed
from handlers.blocks.alert_card import alert_card
from handlers.blocks.alert_list import alerts_message
from handlers.blocks.alert_words import call_message, note_message
from handlers.blocks.card import Message
from handlers.blocks.digest import digest_message
from tests.support.clock import START
from tests.support.problems import a_problem

NOW = START + timedelta(minutes=20)
PLACES = {"genesys": "Genesys Cloud, ap-southeast-1", "zurich": "Genesys Cloud, eu-central-2"}
POLICY = Policy("C0INCID", (Call(timedelta(minutes=15), ("S0LEADS",)), Call(timedelta(minutes=30), ("U0LEADA",))))
STUDIO = Problem(
    key="studio:1",
    rule="studio",
    severity=Severity.CRITICAL,
    headline="The script's call to end contact 4711 was refused: its body was not JSON",
    why="The caller believes that the contact is over, and it is not: somebody is still waiting on the line.",
    since=START,
    seen_at=START,
    org="zurich",
    conversation_id="4711",
    next_steps=("Send the body as JSON.", "End the contact by hand until the script is mended."),
    explanation=Explanation(
        Cause.REJECTED_PAYLOAD,
        Certainty.PROVEN,
        "The body was not JSON",
        evidence=(Evidence("Content-Type was application/x-www-form-urlencoded", "the Studio script", START),),
    ),
    trace_id="7f9c0d52-trace",
)


def raised(problem: Problem | None = None, **facts: Any) -> Alert:
    alert = Alert.of(problem or a_problem(), "A-7KQ2M9XA", POLICY).alert
    return replace(alert, **{"posted_in": "C0INCID", "message_ts": "1700000000.000100", **facts})


def after(turn: Turn | None) -> Alert:
    assert turn is not None
    return turn.alert


def card(alert: Alert, mute: Mute | None = None) -> Message:
    return alert_card(Sight(alert, mute=mute), NOW, PLACES)


def many(count: int) -> Alert:
    orgs = ("genesys", "zurich")
    problems = [
        a_problem(f"held:{n}", headline=f"Number {n} is on hold for 5 minutes", org=orgs[n % 2])
        for n in range(min(count, 5))
    ]
    whole = gathered(problems, count, Severity.WARNING, START, "")
    return replace(raised(whole), gathers=True)


def said(event: Event, *, by: str = "U0LEADA", detail: str = "") -> Message:
    return note_message(raised(), Note(event, NOW, by, detail, NOW + timedelta(hours=1)), NOW, PLACES)


def a_day() -> Message:
    hours = [timedelta(minutes=minutes) for minutes in (3, 10, 42, 190)]
    leads = ["", "U0LEADA", "U0LEADA", "U0LEADB"]
    closed = [PastAlert("held too long", START, START + h, by) for h, by in zip(hours, leads, strict=True)]
    found = Happenings(
        [*closed, PastAlert("waiting too long", START), PastAlert("studio", START, quiet=True)],
        {"wrap_up_pending": 4, "participant_in_transition": 1},
        ["studio"],
    )
    day = digest_of(found, START - timedelta(hours=1), START + timedelta(hours=23))
    return digest_message(day, START + timedelta(hours=23), "Asia/Singapore")


def a_list() -> Message:
    snoozed = after(raised(STUDIO).snoozed("U0LEADB", NOW, NOW + timedelta(hours=4), POLICY))
    open_now = [raised(escalations=1), snoozed, raised(a_problem("held:2"), quiet=True, posted_in="")]
    mute = Mute("studio", "U0LEADA", START)
    rules = [
        (RuleState("held too long", 2, START), "a participant is on hold for more than 5 minutes"),
        (RuleState("studio", 1, START, mute), ""),
        (RuleState("waiting too long"), "a customer waits in a queue for more than 10 minutes"),
    ]
    return alerts_message(Listed(open_now, 23, rules), NOW, PLACES)


ALERT_FACES: dict[str, Callable[[], Message]] = {
    "alert_raised": lambda: card(raised()),
    "alert_from_a_script": lambda: card(raised(STUDIO)),
    "alert_that_knows_little": lambda: card(
        raised(Problem("x", "script", Severity.INFO, "A script has something to say", "", START, START))
    ),
    "alert_escalated": lambda: card(after(raised().escalated(NOW, POLICY))),
    "alert_acknowledged": lambda: card(after(raised().acknowledged("U0LEADA", NOW, POLICY))),
    "alert_snoozed": lambda: card(after(raised().snoozed("U0LEADA", NOW, NOW + timedelta(hours=1), POLICY))),
    "alert_muted": lambda: card(raised(), Mute("held too long", "U0LEADB", NOW)),
    "alert_moved": lambda: card(raised(a_problem(channel="C0NOBOT"), refused="not_in_channel")),
    "alert_gathers": lambda: card(many(9)),
    "alert_over_by_itself": lambda: card(after(raised().closed("Nobody is on hold any more", NOW, None, POLICY))),
    "alert_over_by_a_lead": lambda: card(after(raised(escalations=1).closed("disconnected", NOW, "U0LEADA", POLICY))),
    "alert_note_acknowledged": lambda: said(Event.ACKNOWLEDGED),
    "alert_note_snoozed": lambda: said(Event.SNOOZED),
    "alert_note_woken": lambda: said(Event.WOKEN, by=""),
    "alert_note_escalated": lambda: said(Event.ESCALATED, by="", detail="S0LEADS"),
    "alert_note_risen": lambda: said(Event.RISEN, by="", detail="info"),
    "alert_note_tried": lambda: said(Event.TRIED, detail="The platform refused the disconnect (reference H-7KQ2M9XA)"),
    "alert_note_closed": lambda: said(Event.CLOSED, detail="disconnected"),
    "alert_note_over": lambda: said(Event.CLOSED, by="", detail="Nobody is on hold any more"),
    "alert_note_reopened": lambda: said(Event.REOPENED, by=""),
    "alert_call": lambda: call_message(
        Sight(raised()),
        Note(Event.ESCALATED, NOW, "", "U0LEADA"),
        NOW,
        "https://t.slack.com/archives/C0INCID/p17",
        places=PLACES,
    ),
    "alert_call_by_a_lead": lambda: call_message(
        Sight(raised()), Note(Event.ESCALATED, NOW, "U0LEADB", "U0LEADA"), NOW, places=PLACES
    ),
    "alert_digest": a_day,
    "alert_digest_quiet": lambda: digest_message(
        digest_of(Happenings(), START - timedelta(hours=24), START), START, "Asia/Singapore"
    ),
    "alerts": a_list,
    "alerts_none": lambda: alerts_message(Listed(), NOW),
}
