"""`hangup doctor` about the alerts: the channels, and who is called."""

import aiohttp
import pytest
import pytest_asyncio
from slack_sdk.web.async_client import AsyncWebClient

from bot.cli.doctor.alerts import alerts
from bot.settings import AccessSettings, AlertsSettings
from playground.slack.people import BOT_TOKEN
from playground.stories import ORGS
from playground.town import playground_settings


@pytest_asyncio.fixture
async def looked_at(around, database_url):
    """Look at [alerts] beside the pretends; returns level and words of each finding."""
    async with aiohttp.ClientSession() as session:
        client = AsyncWebClient(token=BOT_TOKEN, base_url=around.slack.url + "/api/", session=session)

        async def look(access=None, **values):
            settings = playground_settings(
                around.slack,
                around.orgs,
                ORGS,
                database_url=database_url,
                socket_mode=False,
                alerts=AlertsSettings.model_validate(values),
                **({} if access is None else {"access": AccessSettings.model_validate(access)}),
            )
            return [(one.level.value, one.words) for one in await alerts(client, settings)]

        yield look


async def test_a_channel_that_hangup_is_in_and_somebody_to_call_are_well(looked_at):
    found = await looked_at(channel="C0INCID", escalate_people=["U0LEADA"])
    assert found == [("ok", "Hangup is a member of #incidents.")]


@pytest.mark.parametrize(
    ("channel", "level", "words"),
    [
        ("C0NOBOT", "fail", "Hangup is not a member of #floor-chat, so alerts go elsewhere."),
        ("G0PRIV", "fail", "Slack does not show it to Hangup (channel_not_found)."),
        ("C0PARTNER", "warn", "#partner-bridge is shared with another company, which reads the alerts too."),
    ],
)
async def test_a_channel_that_will_not_do_is_named(looked_at, channel, level, words):
    assert (level, words) in await looked_at(digest_channel=channel, escalate_people=["U0LEADA"])


async def test_an_archived_channel_is_named(around, looked_at):
    around.slack.workspace.channels["C0INCID"].archived = True
    assert ("fail", "#incidents is archived.") in await looked_at(channel="C0INCID")


async def test_a_slack_that_is_silent_is_said(around, looked_at):
    around.slack.faults.add(method="*", drop=True, times=None)
    (found, _) = await looked_at(channel="C0INCID")
    assert found[0] == "fail"
    assert "can't be reached" in found[1]


async def test_a_group_of_its_own_is_read_and_nobody_to_call_is_a_warning(looked_at):
    assert ("ok", "It has 2 members.") in await looked_at({}, channel="C0INCID", escalate_group="S0LEADS")
    assert ("warn", "Nobody is called when nobody answers.") in await looked_at(channel="C0INCID")


async def test_without_any_place_to_go_alerts_are_shown_to_nobody(looked_at):
    (found,) = await looked_at({}, time_zone="Asia/Singapore")
    assert "shown to nobody" in found[1]
    assert await looked_at({}) == []
