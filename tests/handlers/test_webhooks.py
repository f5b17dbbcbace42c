"""Webhooks, as scripts post them and as leads see what they tell: explained, in #incidents, once."""

import asyncio
import gzip
import json

import httpx
import pytest
import pytest_asyncio

from bot.domain.errors import LedgerUnavailableError
from bot.domain.notice import Notice
from handlers.proof import signature_of
from playground.town import WEBHOOK_SECRET
from tests.support.lead import LeadAtSlack
from tests.support.reading import Shown

INCIDENTS = "C0INCID"
CALL = "ca110001-0000-4000-8000-000000000000"
AGENT = "ca110001-0003-4000-8000-000000000000"
TOKEN = {"X-Hangup-Token": WEBHOOK_SECRET}


@pytest_asyncio.fixture
async def posting(town):
    async with httpx.AsyncClient(base_url=town.bot.address, timeout=10) as client:

        async def post(source, body, headers=TOKEN, **more):
            if isinstance(body, dict):
                return await client.post(f"/webhooks/alerts/{source}", json=body, headers=headers, **more)
            return await client.post(f"/webhooks/alerts/{source}", content=body, headers=headers, **more)

        yield post


def cards(town):
    return [m for m in town.slack.messages(INCIDENTS) if m.get("thread_ts") in {None, m["ts"]}]


async def card(town, *words):
    await town.slack.settles(lambda: cards(town) and all(w in Shown(cards(town)[-1]).words for w in words), within=30)
    return Shown(cards(town)[-1])


def failed_call(town, **more):
    url = f"{town.genesys.url}/api/v2/conversations/{CALL}/participants/{AGENT}/disconnect"
    return {"url": url, "verb": "POST", "status": "409", "description": "Conflict", "contactId": "4711", **more}


async def test_a_failed_studio_call_is_explained_in_the_incident_channel(town, posting):
    answer = await posting("studio", failed_call(town, contentType="application/json", script="Release agent"))
    assert answer.status_code == 202
    assert answer.json()["reference"].startswith("H-")
    shown = await card(town, "studio", CALL[:8])
    for words in ("409 Conflict", "contactId: 4711", "Release agent"):
        assert words in shown.words, words
    actions = {element["action_id"] for element in shown.elements() if "action_id" in element}
    assert any("look_up" in one for one in actions)
    assert any("disconnect" in one for one in actions)


async def test_a_form_encoded_body_is_found_out_first_and_then_json_tells_the_rest(town, posting):
    form = failed_call(town, status="400", description="Bad Request", contentType="application/x-www-form-urlencoded")
    await posting("studio", form)
    assert "form-encoded" in (await card(town, "form-encoded")).words
    await posting("studio", failed_call(town, status="409", contentType="application/json"))
    await town.slack.settles(lambda: len(cards(town)) == 2, within=30)
    assert "form-encoded" not in Shown(cards(town)[-1]).words


async def test_a_genesys_path_on_a_cxone_host_is_told_as_that(town, posting):
    url = f"https://api-au1.niceincontact.com/api/v2/conversations/{CALL}/participants/{AGENT}/disconnect"
    await posting("studio", {"url": url, "verb": "POST", "status": 404, "description": "resource not found"})
    shown = await card(town, "NICE CXone")
    assert "Genesys Cloud" in shown.words


WRONG_ORG = '{"message": "Request organization is incorrect for this conversation.", "code": "postino.error.wrong.org"}'
ASTRAY = [
    (
        "https://api.mypurecloud.de",
        404,
        "",
        ("is of Genesys Cloud, eu-central-1; no org of that region is set up here",),
    ),
    (
        "https://api.mypurecloud.de",
        401,
        "",
        ("probably went to the wrong region", "no org of that region is set up here"),
    ),
    (
        "https://api.apse1.pure.cloud",
        400,
        WRONG_ORG,
        (
            "another organisation",
            "set up here of that region: genesys, gateway-absent, gateway-published, gateway-strict and 2 more",
        ),
    ),
]


@pytest.mark.parametrize(("host", "status", "answer", "words"), ASTRAY)
async def test_a_call_at_another_region_or_with_another_orgs_token_is_told_as_that(  # noqa: PLR0917
    town, posting, host, status, answer, words
):
    url = f"{host}/api/v2/conversations/{CALL}/participants/{AGENT}/disconnect"
    await posting("studio", {"url": url, "verb": "POST", "status": status, "description": "", "answer": answer})
    await card(town, *words)
    assert not any(CALL in one["path"] for one in town.orgs["zurich"].requests)


@pytest.mark.parametrize("status", ["-1", ""])
async def test_no_status_is_told_as_no_answer(town, posting, status):
    await posting("studio", failed_call(town, status=status))
    await card(town, "No answer reached the script")


async def test_the_same_failure_posted_twice_is_one_card(town, posting):
    first, second = await posting("studio", failed_call(town)), await posting("studio", failed_call(town))
    assert (first.status_code, second.status_code) == (202, 202)
    await card(town, "409")
    await town.bot.clock.sleep(30)
    assert len(cards(town)) == 1


async def test_a_problem_that_is_said_to_be_over_closes_its_card(town, posting):
    await posting("monitor", {"key": "q", "title": "Queue Cards: nobody is signed in"})
    await card(town, "Queue Cards: nobody is signed in")
    await posting("monitor", {"key": "q", "status": "resolved", "text": "Two agents are back."})
    await card(town, "Over by itself: two agents are back")


async def test_a_customers_number_reaches_no_card(town, posting):
    await posting("monitor", {"title": "Caller +65 9123 4567 waits", "text": "mia@example.com", "ani": "+6591234567"})
    shown = await card(town, "Caller number ending in 67 waits")
    assert "9123" not in shown.words
    assert "mia@" not in shown.words


async def test_words_cannot_be_markup(town, posting):
    await posting("monitor", {"title": "<!channel> *now* <https://evil.example|click>"})
    shown = await card(town, "now")
    assert "<!channel>" not in json.dumps(cards(town)[-1]["blocks"]).replace("&lt;!channel&gt;", "")
    assert "<https://evil" not in shown.words


async def test_a_heartbeat_raises_nothing_and_is_remembered(town, posting):
    answer = await posting("monitor", {"heartbeat": True})
    assert answer.json()["tiding"] == "heartbeat"
    assert list(await town.bot.ledger.watches.last_heard(["monitor"])) == ["monitor"]
    assert cards(town) == []


@pytest.mark.parametrize(
    ("source", "headers"),
    [("monitor", {}), ("monitor", {"X-Hangup-Token": "wrong"}), ("nobody", TOKEN), ("signed", TOKEN), ("..", TOKEN)],
)
async def test_who_does_not_show_a_secret_is_not_let_in(town, posting, source, headers):
    answer = await posting(source, {"title": "t"}, headers)
    assert answer.status_code in {401, 404}
    assert "secret" in answer.text or answer.status_code == 404
    assert cards(town) == []


async def test_a_signed_notice_is_let_in_and_an_old_one_is_not(town, posting):
    body = b'{"title": "Signed"}'
    for age, status in ((0, 202), (301, 401)):
        timestamp = str(int(town.bot.clock.now().timestamp()) - age)
        signed = signature_of(WEBHOOK_SECRET, body, timestamp)
        headers = {"X-Hangup-Timestamp": timestamp, "X-Hangup-Signature": signed}
        assert (await posting("signed", body, headers)).status_code == status


async def test_a_signed_notice_that_is_sent_again_is_none(town, posting):
    def signed(body):
        timestamp = str(int(town.bot.clock.now().timestamp()))
        made = signature_of(WEBHOOK_SECRET, body, timestamp)
        return {"X-Hangup-Timestamp": timestamp, "X-Hangup-Signature": made}

    over = b'{"key": "k", "status": "resolved"}'
    recorded = signed(over)
    await posting("signed", over, recorded)
    fires = b'{"key": "k", "title": "It burns again"}'
    await posting("signed", fires, signed(fires))
    await card(town, "It burns again")
    assert (await posting("signed", over, recorded)).json()["waited_already"]
    await town.bot.hearing.see_to()
    await town.bot.clock.sleep(15)
    assert "Acknowledge" in str(cards(town)[-1]["blocks"])


@pytest.mark.parametrize(
    ("body", "status", "words"),
    [
        (b"", 400, "empty"),
        (b"{", 400, "no JSON"),
        (b"\xff", 400, "no UTF-8"),
        (b"[]", 400, "no object"),
        (b"{}", 400, "neither a title nor a key"),
        (b'{"title": "t", "severity": "purple"}', 400, "severity"),
        (b" " * (64 * 1024 + 1), 413, "65536"),
        (b"[" * 60_000, 400, "too deep"),
    ],
)
async def test_what_cannot_be_read_is_refused_in_words(town, posting, body, status, words):
    answer = await posting("monitor", body)
    assert answer.status_code == status
    said = answer.json()
    assert words in said["error"]
    assert said["hint"]
    assert said["reference"].startswith("H-")
    assert cards(town) == []


async def test_a_body_without_a_length_is_cut_off_too(town, posting):
    async def endless():
        for _ in range(100):
            yield b" " * 1024

    assert (await posting("monitor", endless())).status_code == 413


@pytest.mark.parametrize("path", ["/webhooks/alerts/monitor", "/slack/events"])
async def test_a_body_that_never_ends_is_given_up(town, path):
    address = httpx.URL(town.bot.address)
    reader, writer = await asyncio.open_connection(address.host, address.port)
    head = f"POST {path} HTTP/1.1\r\nHost: h\r\nX-Hangup-Token: {WEBHOOK_SECRET}\r\n"
    writer.write(f"{head}Content-Length: 500\r\n\r\n{{".encode())
    assert b" 408 " in await reader.readline()
    writer.close()


@pytest.mark.parametrize("encoding", ["gzip", "deflate"])
async def test_a_body_that_is_not_packed_as_it_says_is_refused_in_words(town, posting, encoding):
    answer = await posting("monitor", b"not packed at all", {**TOKEN, "Content-Encoding": encoding})
    assert answer.status_code == 400
    assert "not compressed" in answer.json()["hint"]


async def test_what_is_not_packed_as_it_says_is_refused_beside_slack_too(town):
    async with httpx.AsyncClient(base_url=town.bot.address) as client:
        answer = await client.post("/slack/events", content=b"not packed", headers={"Content-Encoding": "gzip"})
    assert answer.status_code == 400


async def test_what_unpacks_to_too_much_is_refused(town, posting):
    bomb = gzip.compress(b" " * 10_000_000)
    assert (await posting("monitor", bomb, {**TOKEN, "Content-Encoding": "gzip"})).status_code == 413


async def test_a_notice_that_cannot_be_seen_to_holds_no_other_back(town, posting, monkeypatch):
    see_to = town.bot.hearing.see_to
    raised = see_to.raise_alert

    async def fails(problem):
        if problem.headline == "Poison":
            raise RuntimeError("a mistake of ours")
        await raised(problem)

    monkeypatch.setattr(see_to, "raise_alert", fails)
    await posting("monitor", {"title": "Poison"})
    await posting("monitor", {"title": "Sound"})
    await card(town, "Sound")
    monkeypatch.undo()
    await town.bot.clock.sleep(60)
    await card(town, "Poison")


async def test_a_call_that_cannot_be_explained_is_told_of_all_the_same(town, posting, monkeypatch):
    def fails(*_):
        raise RuntimeError("a mistake of ours")

    monkeypatch.setattr(town.bot.hearing.see_to, "read_call", fails)
    await posting("studio", failed_call(town))
    await card(town, "409 Conflict")


async def test_what_is_too_much_in_a_minute_is_told_when_to_come_again(town, posting):
    answers = [await posting("studio", failed_call(town, key=f"k{n}")) for n in range(61)]
    assert [a.status_code for a in answers[:60]] == [202] * 60
    assert answers[60].status_code == 429
    assert 0 < int(answers[60].headers["Retry-After"]) <= 60


async def test_a_thousand_notices_are_not_a_thousand_cards(town, posting):
    await asyncio.gather(*(posting("monitor", {"title": f"Problem {n}"}) for n in range(120)))
    await town.slack.settles(lambda: len(cards(town)) >= 5, within=60)
    await town.bot.clock.sleep(60)
    assert len(cards(town)) <= 8


async def test_what_cannot_be_written_down_is_not_taken(town, posting, monkeypatch):
    async def full(*_):
        raise LedgerUnavailableError("The ledger's disk is full.")

    monkeypatch.setattr(type(town.bot.ledger.inbox), "put", full)
    answer = await posting("monitor", {"title": "t"})
    assert answer.status_code == 503
    assert "disk is full" in answer.json()["error"]
    assert answer.headers["Retry-After"] == "5"


async def test_a_notice_of_a_crashed_process_is_seen_to_by_the_job(town):
    take = town.bot.hearing.webhooks.take
    fields = {"id": "H-1", "source": "monitor", "received_at": town.bot.clock.now(), "key": "k", "title": "Left over"}
    await take.inbox.put(Notice(**fields))
    await town.bot.hearing.see_to()
    await card(town, "Left over")


async def test_a_slow_platform_does_not_hold_an_alert_back(town, posting):
    town.genesys.fault(method="GET", path="/api/v2/*", delay_ms=120_000, times=100)
    await posting("studio", failed_call(town))
    await card(town, "409 Conflict")


async def test_a_platform_that_hangs_is_waited_for_once_and_the_next_alerts_go_out_at_once(town, posting, clock):
    town.genesys.fault(method="GET", path="/api/v2/*", hang=True, times=100)
    times = []
    for number in range(3):
        before = clock.now()
        await posting("studio", failed_call(town, contactId=str(number)))
        await town.slack.settles(lambda wanted=number + 1: len(cards(town)) == wanted, within=30)
        times.append((clock.now() - before).total_seconds())
    assert 5 < times[0] <= 8.5
    assert max(times[1:]) < 2


async def test_the_button_opens_the_confirm_view_for_the_participant(town, posting):
    await posting("studio", failed_call(town))
    await card(town, "409")
    maya = LeadAtSlack(town, channel=INCIDENTS)
    shown, message = Shown(cards(town)[-1]), cards(town)[-1]
    button = next(e for e in shown.elements() if "disconnect" in e.get("action_id", ""))
    await town.slack.presses(
        "U0LEADA", channel=INCIDENTS, ts=message["ts"], action_id=button["action_id"], value=button["value"]
    )
    view = await maya.view()
    assert "Tan Wei Ling" in Shown(view).words


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br", "nonsense"])
async def test_a_body_that_is_not_encoded_as_it_says_is_refused(town, posting, coding):
    answer = await posting("monitor", b'{"title": "t"', {**TOKEN, "Content-Encoding": coding})
    assert answer.status_code == 400
    assert cards(town) == []


async def test_a_small_body_that_grows_is_cut_off_too(town, posting):
    bomb = gzip.compress(b" " * 10_000_000)
    assert len(bomb) < 64 * 1024
    assert (await posting("monitor", bomb, {**TOKEN, "Content-Encoding": "gzip"})).status_code == 413
