"""Several orgs: whose an id is, is found out or asked for, and no org is asked that is not meant."""

import asyncio
from typing import cast

import pytest

from bot.bootstrap import conversations_of
from bot.domain.access import Action, Decision, Lead
from bot.domain.errors import InputError, WhichOrgError
from bot.use_cases.discover import Discover
from bot.use_cases.permit import Permit
from bot.use_cases.which_org import WhichOrg
from handlers.blocks.metadata import Target
from handlers.blocks.which_org import Asked
from playground.stories import ORGS, GenesysOrg
from playground.stories.orgs import CxoneOrg
from playground.town import CHANNELS, build
from tests.support.lead import LeadAtSlack
from tests.support.reading import Shown

CALL = "ca110001-0000-4000-8000-000000000000"
ZURICH = "https://apps.euc2.pure.cloud/directory/#/analytics/interactions/{}/admin"
SEVERAL = "C0NIGHT"


def asked(town):
    return {
        name
        for name, platform in town.orgs.items()
        if any("/conversations/" in one["path"] for one in platform.requests)
    }


def choices(message):
    return [e for e in Shown(message).elements() if str(e.get("action_id", "")).startswith("which_org")]


def choices_shown(town, lead):
    return [one for message in town.slack.messages(lead.channel, lead.user) for one in choices(message)]


def heard(town, lead):
    return [Shown(message).words for message in town.slack.messages(lead.channel, lead.user)]


@pytest.fixture
def lead(town):
    return LeadAtSlack(town, channel=SEVERAL)


async def question(town, lead):
    slack = town.slack
    await slack.settles(lambda: any(choices(m) for m in slack.messages(lead.channel, lead.user)))
    return next(m for m in slack.messages(lead.channel, lead.user) if choices(m))


async def chooses(town, lead, message, org):
    button = next(one for one in choices(message) if f'"org":"{org}"' in one["value"])
    await town.slack.presses(
        lead.user, channel=lead.channel, ts=message["ts"], action_id=button["action_id"], value=button["value"]
    )


async def is_told(town, lead, words):
    await town.slack.settles(lambda: any(words in said for said in heard(town, lead)))
    return next(said for said in heard(town, lead) if words in said)


async def test_an_id_that_fits_several_orgs_is_asked_of_none_before_the_lead_has_chosen(town, lead):
    await lead.types(f"/conversation {CALL}")
    found = await question(town, lead)
    assert "Which org is it of?" in Shown(found).words
    assert f"/conversation {CALL} in genesys" in Shown(found).words
    assert [button["text"]["text"] for button in choices(found)] == [
        "genesys · Genesys Cloud, ap-southeast-1",
        "zurich · Genesys Cloud, eu-central-2",
    ]
    assert asked(town) == set()


async def test_the_choice_looks_it_up_and_takes_the_question_away(town, lead):
    await lead.types(f"/conversation {CALL}")
    await chooses(town, lead, await question(town, lead), "genesys")
    card = await is_told(town, lead, "Tan Wei Ling")
    assert "Org genesys" in card
    assert not any("Which org" in said for said in heard(town, lead))
    assert asked(town) == {"genesys"}


async def test_a_choice_goes_straight_on_to_the_confirm_view(town, lead):
    await lead.types(f"/disconnect {CALL} tan wei ling")
    assert not town.slack.views(lead.user)
    await chooses(town, lead, await question(town, lead), "genesys")
    assert "Tan Wei Ling" in Shown(await lead.view()).words
    await lead.submits(await lead.view())
    assert "has left" in await lead.reads("Confirmed by read-back")


async def test_whom_one_may_disconnect_is_answered_for_the_org_that_was_chosen(town, lead):
    await lead.types(f"/conversation can-i disconnect {CALL}")
    await chooses(town, lead, await question(town, lead), "genesys")
    await is_told(town, lead, "May you disconnect?")
    assert asked(town) == {"genesys"}


@pytest.mark.parametrize(
    "typed",
    [
        f"{CALL} in zurich",
        f"{CALL} IN Zurich",
        f'{CALL} in "zurich"',
        f"{CALL} in `zurich`",
        f"{CALL} in *zurich*",
        f"{CALL} in _zurich_.",
        f"{CALL} in the org zurich",
        f"{CALL} in “Zurich”!",
        ZURICH.format(CALL),
    ],
)
async def test_an_org_that_is_named_or_linked_to_is_the_only_one_asked(town, lead, typed):
    await lead.types(f"/conversation {typed}")
    await town.slack.settles(lambda: "zurich" in asked(town))
    await town.slack.settles(lambda: heard(town, lead))
    assert asked(town) == {"zurich"}
    assert not any("Which org" in said for said in heard(town, lead))


class Anyone:
    """Everybody may look into every org."""

    async def decide(self, *_):
        return Decision(allowed=True, action=Action.LOOK_UP, why="")

    async def allows(self, *_):
        return True


async def found_out(town):
    async with asyncio.timeout(5):
        while not all(one.org.region for one in town.bot.orgs.values()):  # noqa: ASYNC110 - the platform is waited for
            await asyncio.sleep(0.01)


async def test_where_tenants_are_at_home_is_known_before_anybody_asks(clock, database_url):
    """Two tenants, and nothing but the link's host tells which one is meant: it is found out as the bot starts."""
    orgs = (CxoneOrg(name="sydney"), CxoneOrg(name="london", area="uk1"))
    town = await build(clock, database_url=database_url, orgs=orgs, channels={})
    clock.hold_while(lambda: town.bot.ledger.busy)
    await found_out(town)
    lead = LeadAtSlack(town, channel=SEVERAL)
    await lead.types("/conversation https://uk1.niceincontact.com/contacts/712340000120")
    await is_told(town, lead, "The platform knows no conversation with this id.")
    assert {name for name, one in town.orgs.items() if any("/contacts" in r["path"] for r in one.requests)} == {
        "london"
    }
    await lead.types("/conversation 712340000120")
    labels = [button["text"]["text"] for button in choices(await question(town, lead))]
    assert labels == ["sydney · NICE CXone, area au1", "london · NICE CXone, area uk1"]
    await town.close()


@pytest.fixture
def fresh_orgs(clock):
    """Make ports to tenants that nobody has signed in to yet."""

    def make(town, *names):
        orgs = town.bot.settings.orgs
        return {name: conversations_of(name, orgs[name], clock, town.bot.https[0]) for name in names}

    return make


async def test_a_tenant_whose_home_is_not_known_yet_signs_in_before_a_link_is_its_own(clock, database_url, fresh_orgs):
    orgs = (CxoneOrg(name="sydney"), CxoneOrg(name="london", area="uk1"))
    town = await build(clock, database_url=database_url, orgs=orgs, channels={})
    clock.hold_while(lambda: town.bot.ledger.busy)
    await found_out(town)
    link, lead = "https://uk1.niceincontact.com/contacts/712340000120", Lead("U0LEADA")

    def which(*names):
        return WhichOrg(fresh_orgs(town, *names), cast("Permit", Anyone()), {})

    assert (await which("london").settled(lead, link))[0].org.region == "uk1"
    for named in ("", "sydney"):
        with pytest.raises(InputError, match=r"This link.* is from NICE CXone, area uk1"):
            await which("sydney").settled(lead, link, named)
    with pytest.raises(WhichOrgError) as several:
        await which("sydney", "london").settled(lead, link)
    assert [one.name for one in several.value.orgs] == ["sydney", "london"]
    both = which("sydney", "london")
    await both.orgs["london"].discover()
    town.orgs["sydney"].requests.clear()
    assert (await both.settled(lead, link))[0].org.name == "london"
    assert not town.orgs["sydney"].requests
    assert not any("/contacts/" in one["path"] for one in town.orgs["london"].requests)
    await town.close()


async def test_a_tenant_that_was_away_at_the_start_is_found_out_later(clock, database_url):
    town = await build(clock, database_url=database_url, orgs=(CxoneOrg(name="sydney"),), channels={})
    clock.hold_while(lambda: town.bot.ledger.busy)
    await found_out(town)
    fresh = conversations_of("sydney", town.bot.settings.orgs["sydney"], clock, town.bot.https[0])
    discover = Discover({"sydney": fresh})
    town.orgs["sydney"].fault(path="*/token/access-key", status=503, times=1)
    await discover()
    assert fresh.org.region == ""
    clock.advance(60)
    await discover()
    assert fresh.org.region == "au1"
    asked = len(town.orgs["sydney"].requests)
    await discover()
    assert len(town.orgs["sydney"].requests) == asked
    await town.close()


async def test_the_channels_own_org_is_meant_where_nothing_is_said(town):
    lead = LeadAtSlack(town)
    await lead.looks_up(CALL)
    assert asked(town) == {"genesys"}


async def test_an_id_unknown_to_the_channels_org_can_be_looked_up_in_another_with_one_press(town):
    lead = LeadAtSlack(town)
    await lead.types("/conversation 7ab07ab0-0000-4000-8000-000000000000 in Genesys")
    said = await is_told(town, lead, "Look in another org:")
    assert "genesys (Genesys Cloud, ap-southeast-1)" in said
    assert asked(town) == {"genesys"}
    message = await question(town, lead)
    offered = [Asked.model_validate_json(one["value"]) for one in choices(message)]
    assert {one.org for one in offered} == {one.name for one in ORGS if isinstance(one, GenesysOrg)} - {"genesys"}
    assert {one.text for one in offered} == {"7ab07ab0-0000-4000-8000-000000000000"}
    await chooses(town, lead, message, "zurich")
    await is_told(town, lead, "Org zurich (Genesys Cloud, eu-central-2)")
    assert asked(town) == {"genesys", "zurich"}
    # Both were asked by now, and are not offered again.
    left = {Asked.model_validate_json(one["value"]).org for one in choices_shown(town, lead)}
    assert left == {one.org for one in offered} - {"zurich"}


async def test_slash_disconnect_of_an_id_that_is_not_there_says_where_to_choose_another_org(town):
    lead = LeadAtSlack(town)
    await lead.types("/disconnect 7ab07ab0-0000-4000-8000-000000000000")
    await town.slack.settles(lambda: "choose it in the message that only you see" in lead.words())
    await chooses(town, lead, await question(town, lead), "zurich")
    await town.slack.settles(lambda: asked(town) == {"genesys", "zurich"})


async def test_a_choice_that_is_pressed_twice_makes_one_card(town, lead):
    await lead.types(f"/conversation {CALL}")
    message = await question(town, lead)
    await asyncio.gather(*(chooses(town, lead, message, "genesys") for _ in range(3)))

    def cards():
        return [one for one in town.slack.messages(SEVERAL) if "Org genesys" in Shown(one).words]

    await town.slack.settles(cards)
    await town.slack.settles(lambda: not choices_shown(town, lead))
    assert (len(cards()), [one["path"] for one in town.genesys.requests].count(f"/api/v2/conversations/{CALL}")) == (
        1,
        1,
    )


async def test_the_reason_of_a_reveal_is_kept_whole_through_the_question(town, lead):
    await lead.types(f"/conversation reveal {CALL} the customer is in danger")
    await chooses(town, lead, await question(town, lead), "genesys")
    await town.slack.settles(lambda: not choices_shown(town, lead))
    await is_told(town, lead, "Only you see this")
    notes = [one.note for one in await town.bot.ledger.entries(limit=50) if one.step == "revealed"]
    assert notes
    assert set(notes) == {"the customer is in danger"}


async def test_what_nobody_sees_in_an_orgs_name_does_not_spoil_the_buttons(town, lead):
    await lead.types("/conversation 7ab07ab0-0000-4000-8000-000000000000 in zu\u200brich")
    await chooses(town, lead, await question(town, lead), "genesys")
    await town.slack.settles(lambda: asked(town) == {"genesys", "zurich"})


async def test_the_audit_names_no_org_that_the_lead_may_not_look_into(clock, database_url):
    rules = [{"deny": ["look_up"], "orgs": sorted({org.name for org in ORGS} - {"genesys"}), "because": "not ours"}]
    access = {"roles": {"admin": ["U0LEADA"], "viewer": ["U0VIEWER"]}, "rules": rules}
    town = await build(clock, database_url=database_url, access=access, channels={})
    lead = LeadAtSlack(town)
    for typed in ("me in zurick", f"{CALL} in zurick", "https://na1.niceincontact.com/contacts/712340000120"):
        await lead.types(f"/conversation audit {typed}")
    await town.slack.settles(lambda: len(heard(town, lead)) == 3)
    assert not any("zurich" in said for said in heard(town, lead))
    await town.close()


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        (f"ftp://apps.euc2.pure.cloud/interactions/{CALL}", "This is no link of a kind that Hangup reads."),
        (f"https://user:pw@apps.euc2.pure.cloud/interactions/{CALL}", ""),
    ],
)
async def test_a_strange_address_of_an_org_that_is_here_is_not_said_to_be_of_none(town, lead, typed, words):
    await lead.types(f"/conversation {typed}")
    await town.slack.settles(lambda: heard(town, lead))
    said = heard(town, lead)[-1]
    assert words in said
    assert "no such org" not in said
    assert "Nothing live" not in said


@pytest.mark.parametrize("value", ["{}", '{"org": 1}', "banana"])
async def test_a_button_of_another_version_says_so(town, lead, value, monkeypatch):
    monkeypatch.setattr(Target, "packed", lambda _: value)
    card = await lead.looks_up(f"{CALL} in genesys")
    await town.slack.presses(lead.user, channel=lead.channel, ts=card["ts"], action_id="refresh", value=value)
    await is_told(town, lead, "it may be of another version")


async def test_only_the_orgs_that_a_lead_may_look_into_are_offered_instead(clock, database_url):
    open_ones = {"genesys", "zurich"}
    rules = [{"deny": ["look_up"], "orgs": sorted({org.name for org in ORGS} - open_ones), "because": "not ours"}]
    access = {"roles": {"admin": ["U0LEADA"], "viewer": ["U0VIEWER"]}, "rules": rules}
    town = await build(clock, database_url=database_url, access=access, channels={})
    lead = LeadAtSlack(town)
    await lead.types("/conversation 7ab07ab0-0000-4000-8000-000000000000 in genesys")
    assert len(choices(await question(town, lead))) == 1
    await lead.types("/conversation banana in tokyo")
    assert "gateway" not in await is_told(town, lead, "There is no org tokyo here")
    await town.close()


@pytest.mark.parametrize("after", ["in zurich now", "@zurich", "in", "zurich", "in zürich"])
async def test_words_after_an_id_that_are_not_understood_are_asked_about_and_no_org_is(town, after):
    lead = LeadAtSlack(town)
    await lead.types(f"/conversation {CALL} {after}")
    await is_told(town, lead, "What follows the id is not understood" if after != "in zürich" else "no org zürich")
    await lead.types(f"/conversation can-i disconnect {CALL} {after}")
    await town.slack.settles(lambda: len(heard(town, lead)) == 2)
    assert asked(town) == set()


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        (f"{CALL} in zurick", "There is no org zurick here. Did you mean zurich?"),
        (f"{CALL} in tokyo", "There is no org tokyo here."),
        (f"{ZURICH.format(CALL)} in genesys", "is from Genesys Cloud, eu-central-2; genesys is"),
        (
            "https://cxone-au1.niceincontact.com/contacts/123456789",
            "This link, at cxone-au1.niceincontact.com, is from NICE CXone, area au1: no such org is set up here.",
        ),
        (
            f"https://apps.mypurecloud.de/directory/#/analytics/interactions/{CALL}",
            "This link, at apps.mypurecloud.de, is from Genesys Cloud, eu-central-1: no such org",
        ),
        ("https://na1.nice-incontact.com/", "is from NICE CXone, area na1: no such org"),
        ("https://cxone.niceincontact.com/", "at cxone.niceincontact.com, is from NICE CXone: no such org"),
    ],
)
async def test_what_is_of_no_org_here_is_told_with_whose_it_seems_to_be(town, lead, typed, words):
    await lead.types(f"/conversation {typed}")
    said = await is_told(town, lead, words)
    assert "Set up here: genesys (Genesys Cloud, ap-southeast-1" in said
    assert asked(town) == set()


async def test_orgs_that_a_lead_may_not_look_into_are_not_offered(clock, database_url):
    others = [org.name for org in ORGS if org.name != "zurich"]
    rules = [{"deny": ["look_up"], "orgs": others, "because": "zurich alone is ours"}]
    access = {"roles": {"admin": ["U0LEADA"], "viewer": ["U0VIEWER"]}, "rules": rules}
    town = await build(clock, database_url=database_url, access=access, channels={})
    lead = LeadAtSlack(town)
    await lead.types(f"/conversation {CALL}")
    await town.slack.settles(lambda: heard(town, lead))
    assert asked(town) == {"zurich"}
    await lead.types(f"/conversation {CALL} in genesys")
    assert "zurich alone is ours" in await is_told(town, lead, "You may not look up")
    assert asked(town) == {"zurich"}
    await town.close()


@pytest.mark.parametrize(
    ("user", "channel", "offered"),
    [
        ("U0LEADA", SEVERAL, False),
        ("U0LEADA", "C0LEADS", True),
        ("U0LEADB", SEVERAL, True),
    ],
)
async def test_a_rule_keeps_an_org_out_of_one_channels_buttons(clock, database_url, user, channel, offered):
    rule = {"deny": ["look_up"], "role": "operator", "orgs": ["zurich"], "channels": [SEVERAL]}
    access = {"roles": {"operator": ["U0LEADA"], "admin": ["U0LEADB"]}, "rules": [rule]}
    town = await build(clock, database_url=database_url, access=access, channels={})
    lead = LeadAtSlack(town, user, channel)
    await lead.types(f"/conversation {CALL}")
    labels = [button["text"]["text"] for button in choices(await question(town, lead))]
    assert ("zurich · Genesys Cloud, eu-central-2" in labels) is offered
    assert "genesys · Genesys Cloud, ap-southeast-1" in labels
    await town.close()


async def test_more_orgs_than_buttons_are_a_menu(clock, database_url):
    orgs = [GenesysOrg(name=f"org-{n}") for n in range(30)]
    town = await build(clock, database_url=database_url, orgs=orgs)
    lead = LeadAtSlack(town)
    await lead.types(f"/conversation {CALL}")
    message = await question(town, lead)
    menu = choices(message)[0]
    assert menu["type"] == "static_select"
    assert len(menu["options"]) == 30
    await town.slack.presses(
        lead.user, channel=lead.channel, ts=message["ts"], action_id="which_org", selected_option=menu["options"][7]
    )
    await is_told(town, lead, "Org org-7 (Genesys Cloud")
    assert asked(town) == {"org-7"}
    await town.close()


async def test_the_playgrounds_channels_name_orgs_that_it_has(town):
    assert set(CHANNELS.values()) <= set(town.orgs)
    assert SEVERAL not in CHANNELS


async def test_the_audits_lines_tell_their_org_and_can_be_those_of_one(town, lead):
    for org in ("genesys", "zurich"):
        await lead.types(f"/conversation {CALL.replace('0001', '0059') if org == 'zurich' else CALL} in {org}")
        await is_told(town, lead, f"Org {org}")
    await lead.types("/conversation audit")
    both = await is_told(town, lead, "The ledger about")
    assert "org genesys" in both
    assert "org zurich" in both
    await lead.types("/conversation audit me in zurich")
    await town.slack.settles(lambda: sum("The ledger about" in said for said in heard(town, lead)) == 2)
    one = heard(town, lead)[-1]
    assert "org zurich" in one
    assert "org genesys" not in one
    await lead.types(f"/conversation audit {CALL} in genesys")
    assert "org genesys" in await is_told(town, lead, f"The ledger about `{CALL}`")


PEOPLE = f"/api/v2/conversations/{CALL}/participants/ca110001-0003-4000-8000-000000000000/disconnect"
EXPLAINED = [
    (
        f"POST https://api-au1.niceincontact.com{PEOPLE}\n\nHTTP/1.1 409 Conflict",
        "This is a Genesys Cloud request, and it went",
    ),
    (f"POST https://api.mypurecloud.de{PEOPLE}\n\nHTTP/1.1 404 Not Found", "The request went to eu-central-1"),
]


@pytest.mark.parametrize(("text", "words"), EXPLAINED)
async def test_a_request_that_went_astray_is_explained_by_where_its_conversation_really_is(town, text, words):
    lead = LeadAtSlack(town)
    await lead.types(f"/conversation explain {text}")
    said = await is_told(town, lead, words)
    assert "looked up just now · Org genesys (Genesys Cloud, ap-southeast-1)" in said
    assert asked(town) == {"genesys"}


@pytest.mark.parametrize(("text", "words"), EXPLAINED)
async def test_an_explanation_asks_no_org_where_several_may_be_meant_and_says_how_to_name_one(town, lead, text, words):
    await lead.types(f"/conversation explain {text}")
    said = await is_told(town, lead, "so none was asked")
    assert "/conversation explain in genesys …" in said
    assert asked(town) == set()
    await lead.types(f"/conversation explain in Genesys {text}")
    await is_told(town, lead, "looked up just now · Org genesys (Genesys Cloud, ap-southeast-1)")
    assert any(words in one for one in heard(town, lead))
    assert asked(town) == {"genesys"}


async def test_an_error_that_begins_like_an_org_is_an_error(town, lead):
    await lead.types('/conversation explain in conflict {"status": 409, "code": "conflict"}')
    await is_told(town, lead, "from the text alone")


async def test_a_conversation_of_a_foreign_host_that_is_not_here_is_explained_from_the_text_alone(town):
    lead = LeadAtSlack(town)
    await lead.types(f"/conversation explain {EXPLAINED[0][0].replace('ca110001', '7ab07ab0')}")
    assert "from the text alone" in await is_told(town, lead, "This is a Genesys Cloud request")
