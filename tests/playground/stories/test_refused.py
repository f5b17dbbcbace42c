"""The platform says no, and the lead reads why."""

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]
AGENT = "Tan Wei Ling"


@pytest.mark.parametrize(
    ("slug", "words"),
    [
        ("bare-409", ("The platform refused", "Not proven", "may help after 10 seconds")),
        ("missing-permission", ("Proven", "Conversation > Communication > Disconnect", "admin")),
        ("rate-limited-for-long", ("Proven", "too many requests", "55 seconds")),
        ("html-502", ("still there", "trouble of its own", "30 seconds")),
        ("no-user", ("Proven", "signed-in person", "Disconnect Interactions")),
    ],
)
async def test_a_refusal_is_explained_where_the_lead_clicked_and_in_the_thread(maya, slug, words):
    await maya.starts(slug)
    await maya.disconnects(AGENT)
    await maya.reads(*words)
    await maya.pictures()
    await maya.closes()
    await maya.opens_thread()
    await maya.pictures("thread")
    assert maya.writes == 1


async def test_a_moment_of_quiet_is_kept_and_then_it_goes_on(maya):
    await maya.starts("rate-limited")
    await maya.disconnects(AGENT)
    await maya.reads("Tan Wei Ling has left", "Confirmed by read-back")
    await maya.pictures()
    assert maya.writes == 2


@pytest.mark.parametrize(
    ("slug", "words"),
    [
        ("wrong-region-link", ("Genesys Cloud, eu-central-1", "no such org", "ap-southeast-1")),
        ("wrong-org", ("organisation",)),
        ("no-longer-live", ("ended", "Yesterday")),
        ("nobody-knows-it", ("knows no conversation with this id", "right after")),
    ],
)
async def test_what_cannot_be_looked_up_is_told_to_the_lead_alone(maya, slug, words):
    await maya.starts(slug)
    await maya.hears()
    await maya.pictures()
    await maya.hears(*words)
