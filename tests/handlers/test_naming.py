"""What a message names: ids, links and numbers, each for whom it is of, and what is not looked for is told."""

import json
from functools import partial

import pytest
import pytest_asyncio

from bot.adapters import phone_numbers
from bot.use_cases.naming import wanted_in
from playground.stories.orgs import CxoneOrg, GenesysOrg
from playground.stories.story import conversation_id
from playground.town import build
from tests.support.lead import LeadAtSlack
from tests.support.reading import Shown

CALL = conversation_id(1)
PAGE = "directory/#/analytics/interactions"
SINGAPORE, ZURICH = f"https://apps.apse1.pure.cloud/{PAGE}/{CALL}/admin", f"https://apps.euc2.pure.cloud/{PAGE}/{CALL}"
FRANKFURT = f"https://apps.mypurecloud.de/{PAGE}/{CALL}/admin?tabId=x"
FRANKFURTS = "Genesys Cloud, eu-central-1"
CONTACT = "712340000120"
ORGS = (GenesysOrg(name="genesys"), GenesysOrg(name="zurich", region="euc2.pure.cloud"), CxoneOrg(name="sydney"))
SEVERAL = "C0NIGHT"


@pytest_asyncio.fixture
async def orgs(clock, database_url):
    town = await build(clock, database_url=database_url, orgs=ORGS, channels={"C0LEADS": "sydney"})
    clock.hold_while(lambda: town.bot.ledger.busy)
    await town.bot.orgs["sydney"].discover()
    yield town
    await town.close()


def read(town, text):
    return wanted_in(
        text,
        list(town.bot.orgs.values()),
        partial(phone_numbers.within, region="SG"),
        partial(phone_numbers.is_number, regions=("SG",)),
    )


@pytest.mark.parametrize(
    ("text", "ids", "foreign"),
    [
        (f"see {CALL}, again {CALL.upper()}", (CALL,), []),
        (f"see {SINGAPORE} and {CALL}", (SINGAPORE,), []),
        (f"{SINGAPORE} or {ZURICH}?", (SINGAPORE, ZURICH), []),
        (f"{FRANKFURT}", (), ["Genesys Cloud, eu-central-1"]),
        (f"{FRANKFURT} {FRANKFURT} is {CALL}", (CALL,), ["Genesys Cloud, eu-central-1"]),
        (f"https://cxone-uk1.niceincontact.com/contacts/{CONTACT} {CONTACT}", (CONTACT,), ["NICE CXone, area uk1"]),
        (f"https://wiki.example.com/calls?id={CALL}", (CALL,), []),
        (f"apps.mypurecloud.de/{PAGE}/{CALL}/admin", (), ["Genesys Cloud, eu-central-1"]),
        (f"https://apps.mypurecloud.de/{PAGE} https://apps.mypurecloud.de/{PAGE}/{CALL}/admin", (), [FRANKFURTS]),
        (f"https://apps.mypurecloud.de/x?id=a,{CALL} and https://apps.mypurecloud.de/f=(a);{CALL}", (), [FRANKFURTS]),
        (f"(see {SINGAPORE}).", (SINGAPORE,), []),
        ("https://apps.apse1.pure.cloud/directory/#/admin/routing/queues/20251129", (), []),
        (f"https://apps.apse1.pure.cloud/directory/#/admin/people/{CALL}", (), []),
        ("https://au1.niceincontact.com/reports/dashboard/123456", (), []),
        ("https://help.mypurecloud.com/articles/disconnect/", (), []),
        ("https://developer.niceincontact.com/API", (), []),
    ],
)
async def test_a_link_says_whose_its_id_is_and_nobody_elses(orgs, text, ids, foreign):
    wanted = read(orgs, text)
    assert (wanted.ids, [home.words for home in wanted.foreign]) == (ids, foreign)


@pytest.mark.parametrize(
    ("text", "ids", "numbers", "doubtful"),
    [
        ("she called from 91234567", (), ("+6591234567",), True),
        ("she called from +65 9123 4567", (), ("+6591234567",), False),
        ("she called from +44 2071838750", (), ("+442071838750",), True),
        ("she called from +1 (415) 5552671", (), ("+14155552671",), True),
        ("ANI 442071838750", (), ("+442071838750",), True),
        ("ANI 6591234567", (), ("+6591234567",), True),
        (f"contact #{CONTACT}", (CONTACT,), (), False),
        (f"*{CONTACT}* a={CONTACT}&b=2 ref:{CONTACT}", (CONTACT,), (), False),
        ("（７１２３４００００１２０）。", (CONTACT,), (), False),
        (f"contact {CONTACT}.", (CONTACT,), (), False),
    ],
)
async def test_a_customers_number_is_no_contacts_id(orgs, text, ids, numbers, doubtful):
    wanted = read(orgs, text)
    assert (wanted.ids, wanted.numbers, wanted.doubtful) == (ids, numbers, doubtful)


@pytest.mark.parametrize(
    "text", ["Caller: tel:+6592345678", "Phone:+6592345678", "<+6592345678>", "at 12:30 +6592345678"]
)
@pytest.mark.parametrize("region", ["SG", "US", ""])
def test_a_number_keeps_its_country_code_whatever_stands_before_it(text, region):
    assert phone_numbers.within(text, region) == ("+6592345678",)


async def uses_shortcut(town, text):
    lead = LeadAtSlack(town, channel=SEVERAL)
    await town.slack.types("U0LEADB", SEVERAL, text)
    message = town.slack.messages(SEVERAL)[-1]
    await town.slack.uses_shortcut(lead.user, "look_up_message", channel=SEVERAL, ts=message["ts"])


async def hears(town, text):
    await uses_shortcut(town, text)
    lead = LeadAtSlack(town, channel=SEVERAL)
    await town.slack.settles(lambda: town.slack.ephemerals(SEVERAL, lead.user))
    return Shown(town.slack.ephemerals(SEVERAL, lead.user)[-1]).words


def asked(town):
    return {(name, one["path"]) for name, org in town.orgs.items() for one in org.requests if CALL in one["path"]}


async def test_a_link_of_an_org_that_is_not_here_is_told_and_its_id_asked_of_nobody(orgs):
    told = await hears(orgs, f"see {FRANKFURT}")
    assert "A link in it, at apps.mypurecloud.de, is from Genesys Cloud, eu-central-1: no such org is set up" in told
    assert asked(orgs) == set()


async def test_two_links_with_one_id_are_both_asked(orgs):
    await uses_shortcut(orgs, f"{SINGAPORE} {ZURICH}")
    path = f"/api/v2/conversations/{CALL}"
    await orgs.slack.settles(lambda: {("genesys", path), ("zurich", path)} <= asked(orgs))


async def test_what_is_too_much_to_be_asked_is_said(orgs):
    told = await hears(
        orgs, " ".join(SINGAPORE.replace(CALL, conversation_id(n)) for n in range(200, 214)) + " +6591234567" * 2
    )
    assert "Only the first 10 of 14 ids in it were looked for." in told


async def test_a_number_that_could_be_an_id_is_said_to_be_taken_for_a_number(orgs, capsys):
    told = await hears(orgs, "she called from 91234567")
    assert "Digits in it were read as a phone number" in told
    assert not any("91234567" in one["path"] for one in orgs.orgs["sydney"].requests)
    assert "91234567" not in capsys.readouterr().err


@pytest.mark.parametrize("typed", ["tel:91234567", "<tel:91234567|91234567>"])
async def test_what_is_marked_as_a_number_is_one_in_a_channel_of_contacts_too(orgs, typed):
    lead = LeadAtSlack(orgs, channel="C0LEADS")
    await lead.types(f"/conversation {typed}")
    await orgs.slack.settles(lambda: orgs.slack.ephemerals("C0LEADS", lead.user))
    assert "with the number en" in Shown(orgs.slack.ephemerals("C0LEADS", lead.user)[-1]).words
    assert not any("91234567" in one["path"] for one in orgs.orgs["sydney"].requests)


async def test_digits_that_no_contact_bears_are_neither_logged_nor_written_down(orgs, capsys, clock):
    lead = LeadAtSlack(orgs, channel="C0LEADS")
    await lead.types("/conversation 81234567")
    await orgs.slack.settles(lambda: "knows no" in json.dumps(orgs.slack.ephemerals("C0LEADS", lead.user)))
    await lead.types("/conversation 442071838750")
    stranger = LeadAtSlack(orgs, channel="C0LEADS", user="U0FARAH")
    await stranger.types("/conversation 81234567")
    await stranger.types("/conversation 442071838750")
    await orgs.slack.settles(lambda: len(orgs.slack.ephemerals("C0LEADS", "U0FARAH")) == 2)
    assert any("81234567" in one["path"] for one in orgs.orgs["sydney"].requests)
    assert "81234567" not in capsys.readouterr().err
    assert not await orgs.bot.ledger.entries(conversation_id="81234567", limit=5)
    assert [one.step for one in await orgs.bot.ledger.entries(by="U0FARAH", limit=5)] == ["denied", "denied"]
    assert not await orgs.bot.ledger.entries(conversation_id="442071838750", limit=5)
    await lead.types("/conversation agent 91234567")
    await orgs.slack.settles(lambda: "no active agent" in json.dumps(orgs.slack.ephemerals("C0LEADS", lead.user)))
    assert "91234567" not in capsys.readouterr().err
    assert not any("91234567" in one.detail for one in await orgs.bot.ledger.entries(limit=50))
