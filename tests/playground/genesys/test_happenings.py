"""What conversations do by themselves, and what single legs do."""

from playground.documents import Leg, Party, agent, call_with, conversation_with, customer
from playground.genesys import Behaviour, Happening
from tests.playground.genesys.cast import AGENT, CALL, CARDS, CUSTOMER, WEI_LING
from tests.support.clock import JumpingClock

READ = f"/api/v2/conversations/{CALL}"
GONE = {"state": "disconnected"}


def states(document: dict) -> list[str]:  # type: ignore[type-arg]
    return [party["calls"][0]["state"] for party in document["participants"]]


async def test_a_participant_leaves_after_a_while(genesys, call, clock: JumpingClock):
    leaves = Happening(does="leaves", participant=CUSTOMER, after=30)
    genesys.holds(genesys.conversation(CALL), Behaviour(happenings=(leaves,)))

    clock.advance(29)
    assert states(genesys.conversation(CALL))[0] == "connected"
    clock.advance(1)
    ended = genesys.conversation(CALL)
    assert ended["participants"][0]["calls"][0]["disconnectType"] == "endpoint"
    assert ended["participants"][2]["calls"][0]["disconnectType"] == "peer"


async def test_a_conversation_ends_by_itself_after_the_first_read(genesys, client, call, clock: JumpingClock):
    genesys.holds(genesys.conversation(CALL), Behaviour(happenings=(Happening(does="leaves", on_read=1, after=5),)))

    assert "endTime" not in (await client.get(READ)).json()
    clock.advance(5)
    assert (await client.get(READ)).json()["endTime"] == "2026-11-22T06:00:05.000Z"


async def test_somebody_picks_up_and_is_put_on_hold(genesys, clock: JumpingClock):
    happenings = (
        Happening(does="connects", participant=AGENT, after=3),
        Happening(does="holds", participant=AGENT, after=6),
        Happening(does="resumes", participant=AGENT, after=9),
    )
    genesys.holds(
        call_with(
            CALL,
            clock.now(),
            customer("Jordan Rivera", "+12125550147"),
            Party(purpose="acd", queue=CARDS),
            agent(WEI_LING, CARDS, state="alerting"),
        ),
        Behaviour(happenings=happenings),
    )

    seen = []
    for _ in range(4):
        leg = genesys.conversation(CALL)["participants"][2]["calls"][0]
        seen.append((leg["state"], leg["held"]))
        clock.advance(3)
    assert seen == [("alerting", False), ("connected", False), ("connected", True), ("connected", False)]


async def test_one_of_three_leaves_and_two_go_on(genesys, client, clock: JumpingClock):
    third = Party(purpose="external", name="Interpreter line")
    genesys.holds(
        call_with(CALL, clock.now(), customer("Jordan Rivera", "+12125550147"), third, agent(WEI_LING, CARDS))
    )
    await client.patch(f"{READ}/participants/{AGENT}", json=GONE)
    clock.advance(2)

    assert states(genesys.conversation(CALL)) == ["connected", "connected", "disconnected"]
    assert "endTime" not in genesys.conversation(CALL)


async def test_a_monitor_is_nobody_to_talk_with(genesys, client, clock: JumpingClock):
    monitor = Party(purpose="user", user=WEI_LING, more={"monitoredParticipantId": CUSTOMER})
    genesys.holds(
        call_with(CALL, clock.now(), customer("Jordan Rivera", "+12125550147"), monitor, agent(WEI_LING, CARDS))
    )
    await client.patch(f"{READ}/participants/{AGENT}", json=GONE)
    clock.advance(2)

    assert genesys.conversation(CALL)["endTime"]


async def test_one_leg_of_several_is_disconnected_alone(genesys, client, clock: JumpingClock):
    both = (Leg(medium="emails"), Leg(medium="messages"))
    genesys.holds(
        conversation_with(
            CALL,
            clock.now(),
            customer("Hannah Berg", None, medium="emails"),
            Party(purpose="acd", queue=CARDS, legs=(Leg(medium="emails"),)),
            Party(purpose="agent", user=WEI_LING, legs=both),
        )
    )
    party = genesys.conversation(CALL)["participants"][2]
    leg = party["emails"][0]["id"]
    route = f"/api/v2/conversations/emails/{CALL}/participants/{AGENT}/communications"

    assert (await client.patch(f"{route}/{leg}", json={"held": True})).json()["code"] == "communication.state.required"
    assert (await client.patch(f"{route}/{CALL}", json=GONE)).status_code == 404
    assert (await client.patch(f"{route}/{leg}", json=GONE)).status_code == 202
    clock.advance(2)
    after = genesys.conversation(CALL)["participants"][2]
    assert (after["emails"][0]["state"], after["messages"][0]["state"]) == ("disconnected", "connected")
    assert "endTime" not in after
    again = await client.patch(f"{route}/{leg}", json=GONE)
    assert again.json()["code"] == "conversation.error.participant.no.active.conversations"


async def test_an_owed_wrap_up_can_be_given_or_skipped(genesys, client, clock: JumpingClock):
    def owing() -> None:
        ended = agent(WEI_LING, CARDS, state="disconnected", ended=30, wrap_up=True)
        talking = agent(WEI_LING, CARDS)
        genesys.holds(call_with(CALL, clock.now(), customer("Jordan Rivera", "+12125550147"), talking, ended))

    path = f"{READ}/participants/{AGENT}"
    for body, state in (({"wrapup": {"code": "done"}}, "complete"), ({"wrapupSkipped": True}, "skipped")):
        owing()
        assert genesys.conversation(CALL)["participants"][2]["calls"][0]["afterCallWork"]["state"] == "pending"
        assert (await client.patch(path, json=body)).status_code == 202
        assert genesys.conversation(CALL)["participants"][2]["calls"][0]["afterCallWork"]["state"] == state


async def test_hold_and_mute_are_set_on_live_legs(genesys, client, call):
    await client.patch(f"{READ}/participants/{AGENT}", json={"held": True, "muted": True})
    leg = genesys.conversation(CALL)["participants"][2]["calls"][0]
    assert (leg["held"], leg["muted"]) == (True, True)


async def test_an_ended_conversation_cannot_be_torn_down_again(client, call, clock: JumpingClock):
    assert (await client.delete(READ)).status_code == 202
    clock.advance(2)
    answer = await client.post(f"{READ}/disconnect")
    assert (answer.status_code, answer.json()["code"]) == (404, "conversation.error.conversation.not.found")
