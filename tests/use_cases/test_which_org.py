"""Which org is meant, told from host, shape, name and channel; orgs of both platforms beside one another."""

import re
from dataclasses import dataclass
from typing import cast

import pytest

from bot.domain.access import Action, Circumstances, Lead
from bot.domain.errors import InputError
from bot.domain.exchange import Org
from bot.ports import Conversations, Located
from bot.use_cases.permit import Permit
from bot.use_cases.which_org import WhichOrg, listed

UUID, NUMBER = "ca110001-0000-4000-8000-000000000000", "123456789012"
SINGAPORE = Org("singapore", "genesys", "api.apse1.pure.cloud", "apse1.pure.cloud")
ZURICH = Org("zurich", "genesys", "api.euc2.pure.cloud", "euc2.pure.cloud")
SYDNEY = Org("sydney", "cxone", "api-au1.niceincontact.com", "au1")


@dataclass
class Shaped:
    """An org that knows its ids by their shape, and its links by their host."""

    org: Org
    shape: str

    def locate(self, text: str) -> Located | None:
        found = re.search(self.shape, text)
        if "://" in text:
            mine = self.org.region in text
            return Located(found[0] if found else None, self.org.region, mine=mine) if mine else None
        return Located(text) if re.fullmatch(self.shape, text) else None


class Anyone:
    """An access table that lets everybody look into every org but those that are `closed`."""

    closed: frozenset[str] = frozenset()

    async def allows(self, _: Lead, __: Action, about: Circumstances) -> bool:
        return about.org not in self.closed


@pytest.fixture
def which() -> WhichOrg:
    shapes = {SINGAPORE: r"[0-9a-f-]{36}", ZURICH: r"[0-9a-f-]{36}", SYDNEY: r"\d{6,}"}
    orgs = {org.name: cast("Conversations", Shaped(org, shape)) for org, shape in shapes.items()}
    return WhichOrg(orgs, cast("Permit", Anyone()), {"C0ZURICH": "zurich", "direct": "singapore", "C0SYDNEY": "sydney"})


@pytest.mark.parametrize(
    ("typed", "channel", "named", "org"),
    [
        (NUMBER, "C0ANY", "", "sydney"),
        (NUMBER, "C0ZURICH", "", "sydney"),
        (UUID, "C0ZURICH", "", "zurich"),
        (UUID, "D0MAYA", "", "singapore"),
        (UUID, "C0ZURICH", "Singapore", "singapore"),
        (f"https://apps.euc2.pure.cloud/interactions/{UUID}", "D0MAYA", "", "zurich"),
        (f"https://cxone-au1.example/contacts/{NUMBER}", "C0ZURICH", "", "sydney"),
    ],
)
async def test_the_host_then_the_shape_then_the_channel_tell_the_org(which, typed, channel, named, org):
    found, conversation_id = await which(Lead("U1", channel_id=channel), typed, named)
    assert found.org.name == org
    assert conversation_id in {UUID, NUMBER}


@pytest.mark.parametrize(
    ("typed", "named", "words"),
    [
        (UUID, "sydney", "That id has another platform's form; sydney is NICE CXone, area au1."),
        (NUMBER, "zurich", "That id has another platform's form; zurich is Genesys Cloud, eu-central-2."),
        (UUID, "sidney", "There is no org sidney here. Did you mean sydney?"),
        ("banana", "sydney", "That is not a conversation id or link."),
        ("https://apps.euc2.pure.cloud/directory", "", "This link shows no conversation."),
        (
            f"https://apps.euc2.pure.cloud/interactions/{UUID}",
            "sydney",
            "This link is from Genesys Cloud, eu-central-2",
        ),
    ],
)
async def test_what_does_not_fit_is_said(which, typed, named, words):
    with pytest.raises(InputError, match=re.escape(words)):
        await which(Lead("U1", channel_id="C0ANY"), typed, named)


async def test_orgs_that_a_lead_may_not_look_into_are_not_named(which):
    cast("Anyone", which.permit).closed = frozenset({"sydney"})
    with pytest.raises(InputError) as told:
        await which(Lead("U1", channel_id="C0ANY"), UUID, "sidney")
    assert "sydney" not in f"{told.value} {told.value.hint}"
    assert "Set up here: singapore (Genesys Cloud, ap-southeast-1) or zurich" in told.value.hint


async def test_how_an_id_is_typed_is_said_for_each_platform_by_its_name(which):
    with pytest.raises(InputError) as told:
        await which(Lead("U1", channel_id="C0ANY"), "banana")
    assert told.value.hint.startswith("Genesys Cloud: type `/conversation` and the conversation's id")
    assert "NICE CXone: type `/conversation` and the contact's id" in told.value.hint


def test_what_is_of_another_platform_than_the_channels_is_still_that_platforms(which):
    assert [org.name for org in which.possible(NUMBER)] == ["sydney"]
    assert [org.name for org in which.possible(UUID)] == ["singapore", "zurich"]
    assert which.possible("banana") == ()


def test_orgs_are_listed_as_people_would():
    assert listed([SINGAPORE]) == "singapore (Genesys Cloud, ap-southeast-1)"
    assert listed([SINGAPORE, ZURICH, SYDNEY]).endswith(
        "zurich (Genesys Cloud, eu-central-2) or sydney (NICE CXone, area au1)"
    )
