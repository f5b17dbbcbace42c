"""Alerts in #incidents, as leads see them: raised, attended to, over."""

import pytest

from bot.domain.alert import Severity
from playground.pretend.faults import Fault
from tests.support.lead import LeadAtSlack
from tests.support.problems import a_problem
from tests.support.reading import Shown

INCIDENTS = "C0INCID"


class Floor:
    """The incident channel, and who presses what in it."""

    def __init__(self, town) -> None:
        self.town, self.slack, self.alarm = town, town.slack, town.bot.alarm

    @property
    def now(self):
        return self.town.bot.clock.now()

    def messages(self, channel=INCIDENTS, user="U0LEADA"):
        return self.slack.messages(channel, user)

    def cards(self):
        return [m for m in self.messages() if m.get("thread_ts") in {None, m["ts"]} and not m["ephemeral"]]

    def said(self, channel=INCIDENTS, user="U0LEADA"):
        return "\n".join(Shown(m).words for m in self.messages(channel, user))

    def card(self):
        return Shown(self.cards()[-1])

    async def raises(self, problem=None):
        before = len(self.cards())
        await self.alarm.raised(problem or a_problem(seen_at=self.now))
        await self.slack.settles(lambda: len(self.cards()) > before, within=15)
        return self.cards()[-1]

    async def presses(self, action_id, *, user="U0LEADA", chosen=None):
        card = self.cards()[-1]
        return await self.slack.presses(
            user, channel=card["channel"], ts=card["ts"], action_id=action_id, selected_option=chosen
        )

    async def hears(self, *words, channel=INCIDENTS, user="U0LEADA"):
        """Wait until all of it is said somewhere in the channel."""
        await self.slack.settles(lambda: all(one in self.said(channel, user) for one in words), within=15)
        return self.said(channel, user)

    async def has_a_card(self, *words):
        await self.slack.settles(lambda: all(one in self.card().words for one in words), within=15)
        return self.card()

    async def waits(self, seconds):
        """Let time pass, and the job run, as it does every ten seconds."""
        await self.town.bot.clock.sleep(seconds)
        return await self.alarm.escalate()


@pytest.fixture
def floor(town):
    return Floor(town)


def actions_of(card):
    return {element["action_id"] for element in card.elements() if "action_id" in element}


async def entered(floor):
    return [entry.step for entry in reversed(await floor.town.bot.ledger.entries()) if entry.step.startswith("alert")]


async def test_a_problem_is_one_card_with_what_is_known_and_what_can_be_done(floor):
    card = Shown(await floor.raises())
    for part in ("on hold for 5 minutes", "Who waits this long", "Tan Wei Ling has the call on hold", "Ask Tan Wei"):
        assert part in card.words
    assert actions_of(card) == {
        "alert_acknowledge",
        "alert_look_up",
        "alert_disconnect",
        "alert_snooze",
        "alert_escalate",
        "alert_more",
    }


async def test_the_same_problem_again_changes_the_card_and_posts_no_other(floor):
    await floor.raises()
    await floor.alarm.raised(a_problem(headline="A customer is on hold for 9 minutes", seen_at=floor.now))
    await floor.has_a_card("on hold for 9 minutes")
    assert len(floor.messages()) == 1


async def test_acknowledged_it_says_by_whom_and_calls_nobody(floor):
    await floor.raises()
    await floor.presses("alert_acknowledge")
    card = await floor.has_a_card("Acknowledged", "<@U0LEADA>")
    assert "alert_acknowledge" not in actions_of(card)
    await floor.hears("Nobody else is called")
    await floor.waits(3600)
    assert "S0LEADS" not in floor.said()
    assert await entered(floor) == ["alert_raised", "alert_acknowledged"]


async def test_a_second_acknowledgement_is_told_that_there_was_one(floor):
    card = await floor.raises()
    pressed = {"channel": card["channel"], "ts": card["ts"], "action_id": "alert_acknowledge"}
    first, second = floor.slack.presses("U0LEADA", **pressed), floor.slack.presses("U0LEADB", **pressed)
    await first
    await second
    await floor.slack.settles(
        lambda: "acknowledged already" in floor.said(user="U0LEADA") + floor.said(user="U0LEADB"), within=15
    )


async def test_nobody_answers_so_the_group_is_called_in_the_thread_and_then_the_people_directly(floor):
    await floor.raises()
    await floor.waits(2 * 60)
    await floor.hears("<!subteam^S0LEADS>", "Nobody has acknowledged this yet")
    await floor.has_a_card("Escalated")
    await floor.waits(2 * 60)
    direct = floor.slack.direct_channel("U0LEADA")
    await floor.hears("on hold for 5 minutes", "/archives/C0INCID/p", channel=direct)
    assert await floor.waits(2 * 60) == 0


async def test_escalate_calls_the_next_one_at_once(floor):
    await floor.raises()
    await floor.presses("alert_escalate", user="U0LEADB")
    await floor.hears("<!subteam^S0LEADS>", "<@U0LEADB> escalates this")
    await floor.presses("alert_escalate")
    await floor.hears("<@U0LEADA> <@U0LEADA> escalates this")
    await floor.presses("alert_escalate")
    await floor.hears("Nobody is left to call")


async def test_snoozed_it_rests_and_comes_back(floor):
    await floor.raises()
    await floor.presses("alert_snooze", chosen="15")
    await floor.has_a_card("Snoozed", "<@U0LEADA>")
    assert await floor.waits(14 * 60) == 0
    await floor.waits(61)
    await floor.hears("The snooze is over")
    assert "Snoozed" not in floor.card().words
    await floor.waits(2 * 60)
    await floor.hears("<!subteam^S0LEADS>")


async def test_worse_it_is_told_to_the_whole_channel_and_is_nobodys_again(floor):
    await floor.raises()
    await floor.presses("alert_acknowledge")
    await floor.has_a_card("Acknowledged")
    await floor.alarm.raised(a_problem(severity=Severity.CRITICAL, seen_at=floor.now))
    await floor.hears("It got worse", "from warning to critical")
    assert [m["subtype"] for m in floor.messages() if m.get("subtype")] == ["thread_broadcast"]
    assert "alert_acknowledge" in actions_of(await floor.has_a_card("Critical"))


async def test_over_by_itself_the_card_says_how_long_and_has_no_buttons(floor):
    await floor.raises()
    await floor.town.bot.clock.sleep(60)
    await floor.alarm.closed("held:1", "Nobody is on hold any more", at=floor.now)
    card = await floor.has_a_card("Over by itself", "nobody is on hold any more", "after 6 min")
    assert actions_of(card) == set()
    await floor.hears("Over by itself: Nobody is on hold any more.")
    await floor.alarm.closed("held:1", "again", at=floor.now)
    assert await floor.waits(86400) == 0


async def test_a_lead_closes_it(floor):
    await floor.raises()
    await floor.presses("alert_more", chosen="close_alert", user="U0VIEWER")
    await floor.has_a_card("Closed by <@U0VIEWER>: solved")


async def test_seen_again_soon_after_its_end_it_is_the_same_card(floor):
    await floor.raises()
    await floor.alarm.closed("held:1", "Over", at=floor.now)
    await floor.has_a_card("Over by itself")
    await floor.alarm.raised(a_problem(seen_at=floor.now))
    await floor.hears("It is there again")
    assert "alert_acknowledge" in actions_of(floor.card())
    assert len(floor.cards()) == 1


async def test_seen_again_long_after_its_end_it_is_another_card(floor):
    await floor.raises()
    await floor.alarm.closed("held:1", "Over", at=floor.now)
    await floor.has_a_card("Over by itself")
    await floor.town.bot.clock.sleep(3600)
    await floor.raises()
    assert len(floor.cards()) == 2


async def test_a_muted_rule_raises_no_cards_and_an_unmuted_one_does(floor):
    await floor.raises()
    await floor.presses("alert_more", chosen="mute_rule")
    await floor.has_a_card("*muted* by <@U0LEADA>")
    await floor.alarm.raised(a_problem("held:2", headline="Another one", seen_at=floor.now))
    await floor.slack.types("U0LEADA", INCIDENTS, "/conversation alerts")
    await floor.hears("2 alerts open", "no card: its rule is muted", "muted by <@U0LEADA>")
    assert len(floor.cards()) == 1
    await floor.presses("alert_more", chosen="unmute_rule")
    await floor.slack.settles(lambda: "*muted*" not in floor.card().words)
    await floor.alarm.raised(a_problem("held:2", headline="Another one", seen_at=floor.now))
    await floor.has_a_card("Another one")
    assert await entered(floor) == ["alert_raised", "alert_rule_muted", "alert_raised", "alert_rule_unmuted"]


@pytest.mark.parametrize("value", ["-5", "soon", "99999999999999999999"])
async def test_a_choice_of_a_card_of_another_version_does_nothing_and_is_said_so(floor, monkeypatch, value):
    monkeypatch.setattr("handlers.blocks.alert_card.SNOOZES", ((value, "For a while"),))
    await floor.raises()
    await floor.presses("alert_snooze", chosen=value)
    await floor.hears("Hangup does not know this choice.")
    assert await entered(floor) == ["alert_raised"]


async def test_an_operator_may_not_mute_a_rule_and_who_has_no_role_may_not_acknowledge(floor):
    await floor.raises()
    await floor.presses("alert_more", chosen="mute_rule", user="U0LEADB")
    await floor.hears("You may not change what alerts are raised", user="U0LEADB")
    await floor.presses("alert_acknowledge", user="U0GUEST")
    await floor.hears("You may not look up conversations", user="U0GUEST")
    assert await entered(floor) == ["alert_raised"]


async def test_look_up_puts_the_conversations_card_into_the_thread(floor):
    card = await floor.raises()
    await floor.presses("alert_look_up")
    await floor.hears("live participants")
    answer = next(m for m in floor.messages() if "live participants" in Shown(m).words)
    assert answer["thread_ts"] == card["ts"]
    assert Shown(answer).buttons("disconnect")
    assert "looked_up" in [entry.step for entry in await floor.town.bot.ledger.entries()]


async def test_the_sixth_of_a_kind_shares_a_card_with_those_after_it(floor):
    for number in range(5):
        await floor.raises(a_problem(f"held:{number}", seen_at=floor.now))
    for number in range(5, 12):
        await floor.town.bot.clock.sleep(1)
        await floor.alarm.raised(a_problem(f"held:{number}", headline=f"Number {number}", seen_at=floor.now))
    await floor.waits(10)
    card = await floor.has_a_card("7 alerts of the rule held too long at once", "Number 11", "and 2 more")
    assert len(floor.cards()) == 6
    assert actions_of(card) == {"alert_acknowledge", "alert_snooze", "alert_escalate", "alert_more"}
    for number in range(5, 12):
        await floor.alarm.closed(f"held:{number}", "Over", at=floor.now)
    await floor.has_a_card("Over by itself: all of them are over")


async def test_a_shared_card_that_is_closed_closes_them_all(floor):
    for number in range(5):
        await floor.raises(a_problem(f"held:{number}", seen_at=floor.now))
    for number in range(5, 8):
        await floor.alarm.raised(a_problem(f"held:{number}", seen_at=floor.now))
    await floor.waits(10)
    await floor.has_a_card("3 alerts")
    await floor.presses("alert_more", chosen="close_alert")
    await floor.has_a_card("Closed by <@U0LEADA>")
    assert len(await floor.town.bot.ledger.alerts.open_alerts(100)) == 5


async def test_a_channel_without_the_bot_sends_the_card_to_the_default_one_with_the_reason(floor):
    await floor.alarm.raised(a_problem(channel="C0NOBOT", seen_at=floor.now))
    await floor.has_a_card("not a member of <#C0NOBOT>", "So this came here")


async def test_where_no_channel_takes_it_the_people_are_told_directly(floor):
    floor.slack.workspace.channels[INCIDENTS].archived = True
    await floor.alarm.raised(a_problem(seen_at=floor.now))
    direct = floor.slack.direct_channel("U0LEADA")
    await floor.hears("on hold for 5 minutes", channel=direct)
    card = floor.messages(direct)[-1]
    await floor.slack.presses("U0LEADA", channel=direct, ts=card["ts"], action_id="alert_acknowledge")
    await floor.hears("Acknowledged", channel=direct)


async def test_a_channel_that_was_archived_after_the_card_was_posted_sends_it_to_the_people(floor):
    await floor.raises()
    floor.slack.faults.add("chat.update", status=200, body={"ok": False, "error": "is_archived"})
    floor.slack.workspace.channels[INCIDENTS].archived = True
    await floor.alarm.raised(a_problem(headline="It goes on", seen_at=floor.now))
    direct = floor.slack.direct_channel("U0LEADA")
    await floor.hears("It goes on", "is archived. So this came here", channel=direct)
    await floor.alarm.closed("held:1", "Over", at=floor.now)
    await floor.hears("Over by itself: over", channel=direct)


async def test_disconnected_from_the_card_it_is_closed_by_the_lead(floor):
    maya = LeadAtSlack(floor.town, channel=INCIDENTS)
    await floor.raises()
    await floor.presses("alert_disconnect")
    view = await maya.view()
    await maya.submits(view)
    await floor.has_a_card("Closed by <@U0LEADA>: disconnected")
    assert "on hold for 5 minutes" in floor.card().words


async def test_a_refused_disconnect_is_told_in_the_thread(floor):
    maya = LeadAtSlack(floor.town, channel=INCIDENTS)
    await floor.raises()
    await floor.presses("alert_disconnect")
    view = await maya.view()
    refused = Fault(method="PATCH", path="/api/v2/conversations/*", status=409, body={"code": "conflict"})
    floor.town.genesys.faults.add(refused)
    await maya.submits(view)
    await floor.hears("The platform refused the disconnect")
    assert "alert_acknowledge" in actions_of(floor.card())


async def test_without_alerts_the_list_says_so_and_names_the_rules(floor):
    await floor.slack.types("U0LEADA", INCIDENTS, "/conversation alerts")
    await floor.hears("No alert is open", "caller-waits", "never raised")


async def test_what_nobody_sees_any_more_is_forgotten(floor):
    await floor.raises()
    await floor.presses("alert_acknowledge")
    await floor.waits(86400)
    await floor.has_a_card("there was no news of it")


async def test_the_digest_goes_out_once_a_day_at_nine_in_singapore(floor):
    # It is 14:00 in Singapore: of the day until nine o'clock Hangup, which is new here, knows nothing.
    await floor.raises()
    await floor.alarm.closed("held:1", "Over", at=floor.now)
    await floor.has_a_card("Over by itself")
    assert not await floor.alarm.digest()
    await floor.town.bot.clock.sleep(18 * 3600 + 3000)
    assert not await floor.alarm.digest()
    await floor.town.bot.clock.sleep(600)
    assert await floor.alarm.digest()
    await floor.hears("The day in alerts", "1 alert raised", "1 by itself", "held too long: 1")
    assert not await floor.alarm.digest()
