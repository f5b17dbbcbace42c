"""A gathering: when a rule raises many alerts in a short time, one card speaks for them."""

from collections.abc import Sequence
from datetime import datetime

from bot.domain.alert import Problem, Severity
from bot.domain.conflict import Evidence

SHOWN = 5
ALL_OVER = "All of them are over"


def gathering_key(problem: Problem) -> str:
    """Name the card that gathers a problem's kind."""
    return f"gathering:{problem.rule}:{problem.channel}"


def gathered(latest: Sequence[Problem], so_many: int, severity: Severity, since: datetime, channel: str) -> Problem:
    """Make the problem that stands for many: `latest` are the newest of them, `so_many` are open."""
    newest = latest[0]
    orgs = {problem.org for problem in latest}
    what = f"{so_many} alert{'' if so_many == 1 else 's'} of the rule {newest.rule}"
    older = so_many - len(latest[:SHOWN])
    return Problem(
        key=f"gathering:{newest.rule}:{channel}",
        rule=newest.rule,
        severity=severity,
        headline=f"{what} at once",
        why="They came within minutes of each other, so one card speaks for them. A common cause is likely.",
        since=since,
        seen_at=newest.seen_at,
        channel=channel,
        org=orgs.pop() if len(orgs) == 1 else "",
        evidence=tuple(Evidence(p.headline, p.org or p.rule, p.seen_at) for p in latest[:SHOWN])
        + ((Evidence(f"and {older} more", ""),) if older > 0 else ()),
        next_steps=("Look for what they share before you act on each.", "/conversation alerts lists every one."),
    )
