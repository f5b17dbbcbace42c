"""Several orgs: whose an id is, and calls that went astray."""

import pytest
from playwright.async_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]


async def test_the_lead_is_asked_which_org_and_the_card_tells_it(maya):
    await maya.starts("which-org")
    await maya.hears("Which org is it of?", "Genesys Cloud, ap-southeast-1", "Genesys Cloud, eu-central-2")
    await maya.pictures("asked")
    await maya.presses(maya.log.get_by_role("button", name="zurich · Genesys Cloud, eu-central-2").last)
    await maya.sees("Org zurich (Genesys Cloud, eu-central-2)", "Tan Wei Ling")
    await expect(maya.log.get_by_text("Which org is it of?")).to_have_count(0)
    await maya.pictures()


async def test_an_id_that_is_not_there_is_looked_up_elsewhere_with_one_press(maya):
    await maya.starts("org-elsewhere")
    await maya.hears("knows no conversation with this id", "Look in another org:")
    await maya.pictures("asked")
    await maya.presses(maya.log.get_by_role("button", name="zurich · Genesys Cloud, eu-central-2").last)
    await maya.sees("Org zurich (Genesys Cloud, eu-central-2)", "Tan Wei Ling")
    await expect(maya.log.get_by_text("Look in another org:")).to_have_count(0)
    await maya.pictures()


async def test_an_org_that_is_named_is_the_one_that_is_asked(maya):
    await maya.starts("org-named")
    await maya.sees("Org zurich (Genesys Cloud, eu-central-2)")
    await maya.sends(maya.story.command.replace("zurich", "zurick"))
    await maya.hears("Did you mean zurich?")
    await maya.pictures()


@pytest.mark.parametrize(
    ("slug", "words"),
    [
        ("foreign-link", ("NICE CXone, area uk1", "no such org is set up here")),
        ("studio-call-astray", ("This is a Genesys Cloud request, and it went to NICE CXone.", "Org genesys")),
    ],
)
async def test_what_is_of_another_house_is_told_to_the_lead_alone(maya, slug, words):
    await maya.starts(slug)
    await maya.hears()
    await maya.pictures()
    await maya.hears(*words)
