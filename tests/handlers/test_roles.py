"""Every listener with every role: what each ends in is what the table says, whoever asks."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
import pytest_asyncio
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse

from bot.domain.access import Action
from bot.settings import AccessSettings
from bot.use_cases import kept
from playground.documents import Named, agent, call_with
from playground.slack.people import TEAM_ID, Person, UserGroup
from playground.stories import NIGHT
from playground.town import ACCESS, Town, build
from tests.support.lead import Json, LeadAtSlack
from tests.support.problems import a_problem
from tests.support.reading import Shown

CALL = "ca110001-0000-4000-8000-000000000000"
OTHER = "ca110002-0000-4000-8000-000000000000"
CROWD = "ca119999-0000-4000-8000-000000000000"
DENIED = "You may not"
WHO = {
    "viewer": ("U0VIEWER", {Action.LOOK_UP}),
    "operator": ("U0LEADB", {Action.LOOK_UP, Action.DISCONNECT}),
    "admin": ("U0LEADA", set(Action)),
    "nobody": ("U0GUEST", set()),
    "guest in a group": ("U0CONTRACT", set()),
    "stranger in a group": ("U0PARTNER", set()),
}
SUDO = "S0SUDO"
REASON = {"reason": "stuck", "note": ""}
Gesture = Callable[[], Awaitable[Any]]


@dataclass
class Walker(LeadAtSlack):
    """A person of whom it is heard, after each gesture, whether it was refused."""

    async def idle(self) -> None:
        """Let time pass until the bot is done with everything."""
        await self.town.bot.clock.sleep(0.1)
        while self.town.bot.tasks.running:
            await self.town.bot.clock.sleep(0.5)

    async def walks(self, gesture: Gesture) -> str:
        """Make a gesture, wait until the bot is done with it, and give all that the person was told by it."""
        slack, user = self.town.slack, self.user
        before = len(slack.ephemerals(self.channel, user)), len(self.direct())
        await gesture()
        await self.idle()
        new = [*slack.ephemerals(self.channel, user)[before[0] :], *self.direct()[before[1] :]]
        told = "\n".join([*(Shown(message).words for message in new), self.words()])
        while slack.views(user):
            await slack.closes(user, slack.views(user)[-1]["id"], cleared=True)
        return told

    async def presses(self, message: Json, action_id: str) -> None:
        """Press the first button of this kind on a card; of a menu, its first option."""
        given = Shown(message).buttons(action_id)[0]
        more = {"selected_option": given["options"][0]} if "options" in given else {"value": given.get("value")}
        await self.town.slack.presses(
            self.user, channel=message["channel"], ts=message["ts"], action_id=action_id, **more
        )

    async def turns_a_page(self, view: Json) -> None:
        button = next(e for e in Shown(view).elements() if str(e.get("action_id")).startswith("people_page"))
        await self.town.slack.presses_in_view(
            self.user, view["id"], action_id=button["action_id"], value=button["value"]
        )

    async def uses_on_a_message(self, shortcut: str) -> None:
        message = self.town.slack.messages(self.channel)[0]
        await self.town.slack.uses_shortcut(self.user, shortcut, channel=self.channel, ts=message["ts"])

    async def finds(self, text: str) -> Json:
        """Type a search, and give the list that only this person sees."""
        await self.types(f"/conversation {text}")
        await self.idle()
        return self.town.slack.ephemerals(self.channel, self.user)[-1]

    async def presses_in_list(self, listed: Json, action_id: str) -> None:
        """Press the first button of this kind in a list."""
        await self.presses({**listed, "channel": self.channel}, action_id)


@dataclass
class Fate:
    """Who people are: all admins for a while, then what they are; each time the bot's memory grows old."""

    town: Town
    people: list[Person]

    async def raises(self) -> None:
        for person in self.people:
            self.town.slack.workspace.add_person(replace(person, membership="member", team_id=TEAM_ID))
        await self._given(sudo=[person.id for person in self.people], night=[])

    async def brings_down(self) -> None:
        for person in self.people:
            self.town.slack.workspace.add_person(person)
        await self._given(sudo=[], night=["U0LEADB", "U0CONTRACT", "U0PARTNER"])

    async def _given(self, *, sudo: list[str], night: list[str]) -> None:
        self.town.slack.workspace.add_group(UserGroup(SUDO, "sudo", "Sudo", tuple(sudo)))
        self.town.slack.workspace.add_group(UserGroup("S0NIGHT", "night-desk", "Night desk", tuple(night)))
        await self.town.bot.clock.sleep(1801)


@pytest_asyncio.fixture
async def town(clock, database_url):
    """A town with one more group of admins, and a channel that everybody is in."""
    roles = {**ACCESS["roles"], "admin": ["U0LEADA", SUDO]}
    access = AccessSettings.model_validate({**ACCESS, "roles": roles})
    built = await build(clock, database_url=database_url, access=access)
    clock.hold_while(lambda: built.bot.ledger.busy)
    many = (agent(Named(f"a9e27000-0000-4000-8000-{n:012d}", f"Agent {n}")) for n in range(45))
    built.genesys.holds(call_with(CROWD, clock.now(), *many))
    for channel in ("C0LEADS", NIGHT):
        built.slack.workspace.channels[channel].outsiders = frozenset({"U0CONTRACT", "U0PARTNER"})
    yield built
    await built.close()


@pytest.fixture(autouse=True)
def _kept_for_longer_than_a_role(monkeypatch):
    monkeypatch.setattr(kept, "KEPT_FOR", timedelta(hours=3))


@pytest.fixture
def fate(town):
    return Fate(town, [person for person in town.slack.workspace.people.values() if not person.is_bot])


async def an_alert(town: Town) -> Json:
    """Raise an alert in the leads' channel, and give its card."""
    await town.bot.alarm.raised(a_problem(channel="C0LEADS", seen_at=town.bot.clock.now()))
    await town.slack.settles(lambda: "on hold for 5 minutes" in str(town.slack.messages("C0LEADS")[-1]))
    return town.slack.messages("C0LEADS")[-1]


@pytest.mark.parametrize("role", WHO)
async def test_every_listener_ends_as_the_table_says(town, fate, role):
    user, may = WHO[role]
    lead = Walker(town, user)
    await fate.raises()
    card, crowd = await lead.looks_up(CALL), await lead.looks_up(CROWD)
    await lead.presses(crowd, "show_all")
    await lead.idle()
    page = town.slack.views(user)[-1]
    town.genesys.knows("queues", "90e0e000-0000-4000-8000-0000000000aa", "Travel Insurance")
    found, queues = await lead.finds("queue travel desk"), await lead.finds("queue travel")
    night = Walker(town, user, NIGHT)
    await night.types(f"/conversation {CALL}")
    await night.idle()
    question = town.slack.ephemerals(NIGHT, user)[-1]
    await town.slack.types("U0LEADB", NIGHT, f"look at {CALL}")
    named = next(one for one in reversed(town.slack.messages(NIGHT)) if CALL in str(one.get("text")))
    await town.slack.uses_shortcut(user, "look_up_message", channel=NIGHT, ts=named["ts"])
    await night.idle()
    of_a_message = town.slack.ephemerals(NIGHT, user)[-1]
    alert = await an_alert(town)
    await fate.brings_down()
    walks: list[tuple[str, Action | None, Gesture]] = [
        ("turn a page", Action.LOOK_UP, lambda: lead.turns_a_page(page)),
        ("look up", Action.LOOK_UP, lambda: lead.types(f"/conversation {CALL}")),
        ("can i", Action.LOOK_UP, lambda: lead.types(f"/conversation can-i disconnect {CALL}")),
        ("refresh", Action.LOOK_UP, lambda: lead.presses(card, "refresh")),
        ("show all", Action.LOOK_UP, lambda: lead.presses(crowd, "show_all")),
        ("disconnect pressed", Action.DISCONNECT, lambda: lead.presses(card, "disconnect")),
        ("disconnect typed", Action.DISCONNECT, lambda: lead.types(f"/disconnect {CALL}")),
        ("end pressed", Action.END_CONVERSATION, lambda: lead.presses(card, "more")),
        ("help", None, lambda: lead.types("/conversation help")),
        ("who am i", None, lambda: lead.types("/conversation whoami")),
        ("explain", None, lambda: lead.types('/conversation explain {"status": 409, "code": "conflict"}')),
        ("explain a message", None, lambda: lead.uses_on_a_message("explain_message")),
        ("look up a message", Action.LOOK_UP, lambda: lead.uses_on_a_message("look_up_message")),
        ("find an agent", Action.LOOK_UP, lambda: lead.types("/conversation @farah")),
        ("find a queue", Action.LOOK_UP, lambda: lead.types("/conversation queue travel desk")),
        ("find a number", Action.LOOK_UP, lambda: lead.types("/conversation +65 0000 0789")),
        ("open what was found", Action.LOOK_UP, lambda: lead.presses_in_list(found, "find_open")),
        ("choose a queue", Action.LOOK_UP, lambda: lead.presses_in_list(queues, "find_queue")),
        ("turn what was found", Action.LOOK_UP, lambda: lead.presses_in_list(found, "find_page:next")),
        ("list alerts", Action.LOOK_UP, lambda: lead.types("/conversation alerts")),
        ("try a rule", Action.ALERT_SETTINGS, lambda: lead.types("/conversation alerts test refusal-storm")),
        ("look an alert up", Action.LOOK_UP, lambda: lead.presses(alert, "alert_look_up")),
        ("disconnect from an alert", Action.DISCONNECT, lambda: lead.presses(alert, "alert_disconnect")),
        ("acknowledge", Action.LOOK_UP, lambda: lead.presses(alert, "alert_acknowledge")),
        ("snooze", Action.LOOK_UP, lambda: lead.presses(alert, "alert_snooze")),
        ("escalate", Action.LOOK_UP, lambda: lead.presses(alert, "alert_escalate")),
        ("mute a rule", Action.ALERT_SETTINGS, lambda: lead.presses(alert, "alert_more")),
        ("pause", Action.PAUSE, lambda: lead.types("/conversation pause a test")),
        ("resume", Action.PAUSE, lambda: lead.types("/conversation resume")),
    ]
    for name, action, gesture in walks:
        told = await lead.walks(gesture)
        assert (DENIED in told) is (action is not None and action not in may), f"{name}: {told}"
    for asked, button in ((question, "which_org:0"), (of_a_message, "find_org:0")):
        # The press takes the question away, so that what is new can't be counted.
        before = len(town.slack.ephemerals(NIGHT, user))
        await night.walks(partial(night.presses, asked, button))
        answers = [Shown(message).words for message in town.slack.ephemerals(NIGHT, user)[before - 1 :]]
        assert any(DENIED in words for words in answers) is (Action.LOOK_UP not in may), answers
    assert not any("Which org" in Shown(message).words for message in town.slack.ephemerals(NIGHT, user))


SUBMITTED = {
    "disconnect": (Action.DISCONNECT, CALL, "disconnect"),
    "end": (Action.END_CONVERSATION, OTHER, "more"),
}


@pytest.mark.parametrize("role", WHO)
@pytest.mark.parametrize("what", SUBMITTED)
async def test_what_is_submitted_is_decided_of_who_one_is_by_then(town, fate, role, what):
    user, may = WHO[role]
    action, conversation, button = SUBMITTED[what]
    lead = Walker(town, user)
    await fate.raises()
    await lead.presses(await lead.looks_up(conversation), button)
    await lead.idle()
    view = town.slack.views(user)[-1]
    await fate.brings_down()
    told = await lead.walks(lambda: town.slack.submits(user, view["id"], REASON))
    assert (DENIED in told) is (action not in may), told
    acts = [r for r in town.genesys.requests if r["method"] == "PATCH" or r["path"].endswith("/disconnect")]
    assert len(acts) == (action in may)


async def test_every_listener_has_been_walked(town, fate):
    """Each registered listener has heard a gesture of the walks above; only buttons that are not there are left out."""
    await test_every_listener_ends_as_the_table_says(town, fate, "admin")
    lead = LeadAtSlack(town)
    for _, conversation, button in SUBMITTED.values():
        walker = Walker(town)
        await walker.presses(await lead.looks_up(conversation), button)
        await walker.idle()
        await walker.walks(lambda: town.slack.submits(lead.user, town.slack.views(lead.user)[-1]["id"], REASON))
    await lead.types("/conversation explain")
    await town.slack.submits(lead.user, (await lead.view())["id"], {"paste": "status 409"})
    requests = [AsyncBoltRequest(body=one.payload, mode="socket_mode") for one in town.slack.deliveries]
    silent = [
        one
        for one in town.bot.app._async_listeners
        if not [heard for heard in requests if await one.async_matches(req=heard, resp=BoltResponse(status=404))]
    ]
    # The button of a stuck conversation, which asks as the menu does.
    assert len(silent) == 1, silent
