"""What every adapter's writes must be like: sent once, and never said to be more than the answer was."""

import pytest

from bot.domain.exchange import Silence
from bot.ports import Priority


async def test_an_accepted_disconnect_is_seen_to_take_effect(stage, seen, clock):
    await stage.conversations.ready()
    exchange = await stage.conversations.disconnect(seen, stage.agent_id, reason="stuck")
    assert exchange.accepted
    assert exchange.reply.trace_id
    assert exchange.request.sent_at == clock.now()
    clock.advance(5)
    read = (await stage.conversations.read(seen.id, priority=Priority.READ_BACK)).conversation
    assert read.has_left(stage.agent_id)
    assert len(stage.writes()) == 1


async def test_what_has_ended_already_is_refused_or_taken_and_looks_gone(stage, seen, clock):
    await stage.conversations.disconnect(seen, stage.agent_id, reason="stuck")
    clock.advance(5)
    exchange = await stage.conversations.disconnect(seen, stage.agent_id, reason="stuck")
    assert exchange.sent
    assert exchange.reply is not None
    read = (await stage.conversations.read(seen.id, priority=Priority.READ_BACK)).conversation
    assert read.has_left(stage.agent_id)


@pytest.mark.parametrize(
    ("fault", "silence"),
    [
        ({"hang": True}, Silence.TIMEOUT),
        ({"drop": True}, Silence.CONNECTION),
        ({"hang": True, "after_work": True}, Silence.TIMEOUT),
        ({"drop": True, "after_work": True}, Silence.CONNECTION),
    ],
)
async def test_a_write_without_an_answer_is_silence_and_is_never_sent_again(stage, seen, fault, silence):
    stage.pretend.fault(path=stage.write, **fault)
    exchange = await stage.conversations.disconnect(seen, stage.agent_id, reason="stuck")
    assert (exchange.reply, exchange.silence, exchange.sent) == (None, silence, True)
    assert len(stage.writes()) == 1


@pytest.mark.parametrize("status", [400, 401, 403, 404, 405, 409, 429, 500, 503])
async def test_a_refusal_is_evidence_and_is_never_sent_again(stage, seen, status):
    stage.pretend.fault(path=stage.write, status=status)
    exchange = await stage.conversations.disconnect(seen, stage.agent_id, reason="stuck")
    assert (exchange.accepted, exchange.reply.status) == (False, status)
    assert len(stage.writes()) == 1


async def test_a_401_drops_the_token_so_that_the_next_write_signs_in_anew(stage, seen):
    stage.pretend.revoke_tokens()
    assert (await stage.conversations.disconnect(seen, stage.agent_id, reason="stuck")).reply.did_nothing
    assert (await stage.conversations.disconnect(seen, stage.agent_id, reason="stuck")).accepted
    assert len(stage.asked(stage.token)) == 2


async def test_without_a_sign_in_nothing_is_sent(stage):
    seen = (await stage.conversations.read(stage.conversation_id)).conversation
    stage.secrets.append("pretend-wrong")
    stage.pretend.revoke_tokens()
    await stage.conversations.probe_token()
    exchange = await stage.conversations.disconnect(seen, stage.agent_id, reason="stuck")
    assert (exchange.sent, exchange.reply.status, stage.writes()) == (False, 401, [])


async def test_a_page_where_an_answer_was_due_is_no_acceptance(stage, seen):
    stage.pretend.fault(path=stage.write, status=200, body="<html>Sign in</html>")
    exchange = await stage.conversations.disconnect(seen, stage.agent_id, reason="stuck")
    assert (exchange.accepted, exchange.reply.status) == (False, 502)


async def test_a_redirect_of_a_write_is_not_followed(stage, seen):
    stage.pretend.fault(path=stage.write, status=307, headers={"Location": "http://127.0.0.1:9/"})
    assert (await stage.conversations.disconnect(seen, stage.agent_id, reason="stuck")).reply.status == 307
    assert len(stage.writes()) == 1


@pytest.mark.parametrize("participant", ["..", "", "a/b", "../../"])
async def test_what_is_no_id_is_never_put_into_a_path(stage, seen, participant):
    before = len(stage.pretend.requests)
    with pytest.raises(ValueError, match="id"):
        await stage.conversations.disconnect(seen, participant, reason="stuck")
    assert len(stage.pretend.requests) == before


async def test_an_act_waits_for_nobody_behind_a_busy_pace(stage, clock):
    conversations = stage.opened(per_minute=20)
    seen = (await conversations.read(stage.conversation_id)).conversation
    for _ in range(6):
        await conversations.probe_token()
    began = clock.now()
    await conversations.ready()
    assert (await conversations.disconnect(seen, stage.agent_id, reason="stuck")).accepted
    assert (clock.now() - began).total_seconds() < 1
