"""Alerts across restarts of the whole bot: what one process began the next one finishes, once."""

import pytest_asyncio

from bot.bootstrap import bootstrap
from tests.support.problems import a_problem
from tests.support.reading import Shown

INCIDENTS = "C0INCID"


@pytest_asyncio.fixture
async def restart(town, clock):
    """End the bot as it is, and start the next one on the same database; its job runs once."""
    started = [town.bot]

    async def again():
        await started[-1].close(drain=0.0)
        bot = await bootstrap(town.bot.settings, clock=clock)
        clock.hold_while(lambda: bot.ledger.busy)
        bot.outbound.start()
        started.append(bot)
        await bot.alarm.escalate()
        return bot

    yield again
    for bot in started[1:]:
        await bot.close(drain=0.0)


def words(town):
    return [Shown(message).words for message in town.slack.messages(INCIDENTS, "U0LEADA")]


async def says(town, *wanted):
    await town.slack.settles(lambda: all(any(one in said for said in words(town)) for one in wanted), within=15)


def away(town):
    town.slack.faults.add("chat.*", status=503, times=None)


async def test_raised_while_slack_was_away_it_comes_from_the_next_process_once(town, restart, clock):
    away(town)
    await town.bot.alarm.raised(a_problem())
    await restart()
    await restart()
    town.slack.faults.clear()
    await clock.sleep(65)
    await says(town, "on hold for 5 minutes")
    assert len(words(town)) == 1


async def test_acknowledged_while_slack_was_away_the_next_process_says_so(town, restart, clock):
    await town.bot.alarm.raised(a_problem())
    await says(town, "on hold for 5 minutes")
    away(town)
    (alert,) = await town.bot.alarm.alerts.open_alerts(5)
    policy = town.bot.alarm.policy
    step = lambda one: one.acknowledged("U0LEADA", clock.now(), policy)  # noqa: E731
    await town.bot.alarm.alerts.change(alert.id, step, policy)
    await restart()
    town.slack.faults.clear()
    await clock.sleep(65)
    await says(town, "*Acknowledged* by <@U0LEADA>", "Nobody else is called")
    assert len(words(town)) == 2


async def test_a_group_that_is_due_while_nobody_runs_is_called_by_the_next_process_once(town, restart, clock):
    await town.bot.alarm.raised(a_problem(seen_at=clock.now()))
    await says(town, "on hold for 5 minutes")
    await clock.sleep(150)
    bot = await restart()
    await says(town, "<!subteam^S0LEADS>")
    assert await bot.alarm.escalate() == 0
    await (await restart()).alarm.escalate()
    await clock.sleep(5)
    assert sum("<!subteam^S0LEADS>" in said for said in words(town)) == 1


async def test_closed_while_nobody_could_show_it_the_next_process_marks_the_card(town, restart, clock):
    await town.bot.alarm.raised(a_problem())
    await says(town, "on hold for 5 minutes")
    (alert,) = await town.bot.alarm.alerts.open_alerts(5)
    policy = town.bot.alarm.policy
    step = lambda one: one.closed("Nobody waits", clock.now(), None, policy)  # noqa: E731
    await town.bot.alarm.alerts.change(alert.id, step, policy)
    await restart()
    await says(town, "Over by itself: nobody waits")
    assert Shown(town.slack.messages(INCIDENTS, "U0LEADA")[0]).buttons("alert_acknowledge") == []
