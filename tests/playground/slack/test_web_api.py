"""The gate of the Web API: tokens, scopes, unknown methods, faults; and who people and channels are."""

from typing import Any

import aiohttp
import pytest
from slack_sdk.web.async_client import AsyncWebClient

from playground.slack import Channel, Person, PretendSlack, UserGroup
from tests.support.clock import JumpingClock


async def test_auth_test_says_who_the_app_is_and_what_it_was_granted(slack, client):
    answer = await client.auth_test()
    assert (answer["user_id"], answer["bot_id"], answer["team"]) == ("U0HANGUP", "B0HANGUP", "Hangup playground")
    assert "chat:write" in answer.headers["x-oauth-scopes"].split(",")


@pytest.mark.parametrize(("token", "why"), [("xoxb-wrong", "invalid_auth"), ("", "not_authed")])
async def test_a_wrong_token_is_refused(slack, refused, token, why):
    stranger = AsyncWebClient(token=token, base_url=f"{slack.url}/api/")
    assert await refused(stranger.auth_test()) == why


async def test_each_kind_of_token_has_its_methods(slack, client, refused):
    of_app = AsyncWebClient(token=slack.app_token, base_url=f"{slack.url}/api/")
    assert await refused(of_app.users_list()) == "not_allowed_token_type"
    wrong = client.apps_connections_open(app_token=slack.bot_token)
    assert await refused(wrong) == "not_allowed_token_type"
    assert (await client.apps_connections_open(app_token=slack.app_token))["url"].startswith("ws://127.0.0.1")


SCOPES = {
    "chat:write": lambda client: client.chat_postMessage(channel="C0LEADS", text="x"),
    "users:read": lambda client: client.users_info(user="U0LEADA"),
    "users:read.email": lambda client: client.users_lookupByEmail(email="maya@example.com"),
    "usergroups:read": lambda client: client.usergroups_users_list(usergroup="S0LEADS"),
    "channels:read": lambda client: client.conversations_info(channel="C0LEADS"),
    "groups:read": lambda client: client.conversations_info(channel="G0PRIV"),
    "im:read": lambda client: client.conversations_info(channel="D0LEADA"),
    "im:write": lambda client: client.conversations_open(users="U0LEADA"),
    "channels:join": lambda client: client.conversations_join(channel="C0NOBOT"),
    "channels:history": lambda client: client.conversations_history(channel="C0LEADS"),
}


@pytest.mark.parametrize("scope", SCOPES)
async def test_a_scope_not_granted_is_missed_by_name(slack, client, refused, scope):
    slack.use_manifest({"oauth_config": {"scopes": {"bot": ["commands"]}}})
    assert await refused(SCOPES[scope](client)) == "missing_scope"
    assert (slack.calls[-1].response["needed"], slack.calls[-1].response["provided"]) == (scope, "commands")


async def test_views_and_auth_test_need_no_scope(slack, client, refused):
    slack.use_manifest({"oauth_config": {"scopes": {"bot": []}}})
    await client.auth_test()
    assert await refused(client.views_open(trigger_id="x", view={})) == "invalid_trigger_id"


async def test_an_address_is_shown_only_with_its_scope(slack, client):
    assert (await client.users_info(user="U0LEADA"))["user"]["profile"]["email"] == "maya@example.com"
    slack.use_manifest({"oauth_config": {"scopes": {"bot": ["users:read"]}}})
    assert "email" not in (await client.users_info(user="U0LEADA"))["user"]["profile"]


async def test_an_unknown_method_is_refused_and_loudly_logged(client, refused, caplog):
    assert await refused(client.pins_add(channel="C0LEADS", timestamp="1.1")) == "unknown_method"
    assert "pins.add" in caplog.text


@pytest.mark.parametrize("how", ["form", "json", "query"])
async def test_arguments_come_as_a_form_as_json_or_in_the_address(slack, http: aiohttp.ClientSession, how):
    arguments = {"user": "U0LEADA", "team_id": "T0HANGUP"}
    given: Any = {"form": {"data": arguments}, "json": {"json": arguments}, "query": {"params": arguments}}[how]
    headers = {"Authorization": f"Bearer {slack.bot_token}"}
    async with http.post(f"{slack.url}/api/users.info", headers=headers, **given) as response:
        assert (await response.json())["user"]["tz"] == "Asia/Singapore"


async def test_people_have_their_time_zones(client):
    maya = (await client.users_info(user="U0LEADA"))["user"]
    tom = (await client.users_info(user="U0GUEST"))["user"]
    assert (maya["tz_offset"], tom["tz"], tom["tz_offset"]) == (8 * 3600, "Europe/London", 0)


async def test_lists_come_in_pages(client):
    first = await client.users_list(limit=2)
    assert len(first["members"]) == 2
    rest = await client.users_list(limit=10, cursor=first["response_metadata"]["next_cursor"])
    assert len(rest["members"]) == 6
    assert rest["response_metadata"]["next_cursor"] == ""


async def test_groups_and_channels_know_their_members(client, refused):
    assert (await client.usergroups_users_list(usergroup="S0LEADS"))["users"] == ["U0LEADA", "U0LEADB"]
    assert (await client.usergroups_list(include_users=True))["usergroups"][0]["users"] == ["U0LEADA", "U0LEADB"]
    assert await refused(client.usergroups_users_list(usergroup="S0NONE")) == "no_such_subteam"
    assert "U0GUEST" not in (await client.conversations_members(channel="C0PARTNER"))["members"]
    assert (await client.conversations_info(channel="C0PARTNER"))["channel"]["is_ext_shared"] is True
    assert await refused(client.conversations_info(channel="team-leads")) == "channel_not_found"
    assert await refused(client.users_info(user="U0NONE")) == "user_not_found"
    assert await refused(client.users_lookupByEmail(email="no@example.com")) == "users_not_found"


async def test_the_app_can_join_public_channels_only(client, refused):
    assert (await client.conversations_info(channel="C0NOBOT"))["channel"]["is_member"] is False
    await client.conversations_join(channel="C0NOBOT")
    assert (await client.conversations_info(channel="C0NOBOT"))["channel"]["is_member"] is True
    assert await refused(client.conversations_join(channel="D0LEADA")) == "method_not_supported_for_channel_type"


async def test_private_channels_and_other_types_are_listed_where_the_app_is(client):
    public = (await client.conversations_list())["channels"]
    both = (await client.conversations_list(types="public_channel,private_channel"))["channels"]
    assert [one["id"] for one in public] == ["C0LEADS", "C0INCID", "C0NIGHT", "C0NOBOT", "C0PARTNER"]
    assert len(both) == len(public)


async def test_a_fault_answers_in_slacks_place_so_many_times(slack, client, refused, http):
    async with http.post(
        f"{slack.url}/_pretend/faults",
        json={"method": "chat.*", "status": 200, "body": {"ok": False, "error": "fatal_error"}, "times": 2},
    ) as response:
        assert response.status == 200
    for _ in range(2):
        assert await refused(client.chat_postMessage(channel="C0LEADS", text="x")) == "fatal_error"
    await client.chat_postMessage(channel="C0LEADS", text="x")
    assert len(slack.messages("C0LEADS")) == 1


async def test_a_fault_can_spoil_the_answer_of_a_call_that_happened(slack, client, refused):
    slack.faults.add("chat.postMessage", status=500, body={"ok": False, "error": "internal_error"}, after=True)
    assert await refused(client.chat_postMessage(channel="C0LEADS", text="x")) == "internal_error"
    assert len(slack.messages("C0LEADS")) == 1


async def test_a_fault_can_drop_the_connection(slack, client):
    client.retry_handlers.clear()
    slack.faults.add("auth.test", drop=True)
    with pytest.raises(aiohttp.ClientError):
        await client.auth_test()
    await client.auth_test()
    assert [call.status for call in slack.calls] == [0, 200]


async def test_a_fault_can_only_delay(slack, client, clock: JumpingClock):
    slack.faults.add("auth.test", delay_ms=2500)
    before = clock.now()
    await client.auth_test()
    assert (clock.now() - before).total_seconds() == pytest.approx(2.5, abs=0.1)


@pytest.mark.parametrize("wrong", [{"status": 500}, {"method": "x", "colour": "red"}, []])
async def test_a_fault_that_makes_no_sense_is_refused(slack, http, wrong):
    async with http.post(f"{slack.url}/_pretend/faults", json=wrong) as response:
        assert response.status == 400


async def test_faults_can_be_lifted_and_requests_read_without_secrets(slack: PretendSlack, client, http):
    slack.faults.add("*", status=500, times=None)
    async with http.delete(f"{slack.url}/_pretend/faults"):
        pass
    await client.chat_postMessage(channel="C0LEADS", text=f"my token is {slack.bot_token}")
    async with http.get(f"{slack.url}/_pretend/requests") as response:
        text = await response.text()
        requests = (await response.json())["requests"]
    assert requests[0]["method"] == "chat.postMessage"
    assert slack.bot_token not in text


async def test_waiting_in_vain_says_what_was_called_last(slack, client):
    await client.auth_test()
    with pytest.raises(TimeoutError, match=r"not settled within 0\.05 s; the last calls were: auth\.test → ok"):
        await slack.settles(lambda: slack.messages("C0LEADS")[0], within=0.05)


async def test_people_channels_and_groups_are_easily_replaced(clock: JumpingClock):
    people = [Person("U1", "ann", "Ann")]
    groups = [UserGroup("S1", "ops", "Ops", ("U1",))]
    pretend = PretendSlack(clock, people=people, channels=[Channel("C1", "one")], groups=groups)
    await pretend.start()
    own = AsyncWebClient(token=pretend.bot_token, base_url=f"{pretend.url}/api/")
    assert (await own.conversations_members(channel="C1"))["members"] == ["U0HANGUP", "U1"]
    assert (await own.usergroups_users_list(usergroup="S1"))["users"] == ["U1"]
    assert pretend.direct_channel("U1") == "D1"
    await pretend.close()


async def test_direct_messages_are_opened_once_per_person(client, refused):
    opened = await client.conversations_open(users="U0LEADA", return_im=True)
    assert (opened["channel"]["id"], opened["channel"]["user"]) == ("D0LEADA", "U0LEADA")
    assert (await client.conversations_open(channel="D0LEADA"))["channel"]["id"] == "D0LEADA"
    assert await refused(client.conversations_open(users="")) == "users_list_not_supplied"
    assert await refused(client.conversations_open(users="U0NONE")) == "user_not_found"
    assert await refused(client.conversations_open(users="U0HANGUP")) == "cannot_dm_bot"


async def test_history_is_for_members_and_between_moments(slack, client, refused):
    stamps = [(await client.chat_postMessage(channel="C0LEADS", text=str(number)))["ts"] for number in range(3)]
    later = await client.conversations_history(channel="C0LEADS", oldest=stamps[0])
    assert [message["text"] for message in later["messages"]] == ["2", "1"]
    both = await client.conversations_history(channel="C0LEADS", oldest=stamps[0], latest=stamps[1], inclusive=True)
    assert [message["text"] for message in both["messages"]] == ["1", "0"]
    assert await refused(client.conversations_history(channel="C0NOBOT")) == "not_in_channel"
    assert await refused(client.conversations_history(channel="C0LEADS", oldest="soon")) == "invalid_ts_oldest"
    assert await refused(client.conversations_replies(channel="C0LEADS", ts="1.1")) == "thread_not_found"


async def test_a_reaction_is_given_once(slack, client, refused):
    ts = (await client.chat_postMessage(channel="C0LEADS", text="x"))["ts"]
    await client.reactions_add(channel="C0LEADS", timestamp=ts, name="eyes")
    assert slack.message("C0LEADS", ts)["reactions"][0]["name"] == "eyes"
    assert await refused(client.reactions_add(channel="C0LEADS", timestamp=ts, name="eyes")) == "already_reacted"


async def test_what_is_no_json_and_what_is_missing_is_said(slack, client, refused, http):
    headers = {"Authorization": f"Bearer {slack.bot_token}", "Content-Type": "application/json"}
    for sent, why in (("{", "invalid_json"), ("[]", "json_not_object")):
        async with http.post(f"{slack.url}/api/users.info", data=sent, headers=headers) as response:
            assert (await response.json())["error"] == why
    assert await refused(client.api_call("chat.postEphemeral", json={"channel": "C0LEADS"})) == "invalid_arguments"
    assert slack.calls[-1].response["response_metadata"]["messages"] == [
        "[ERROR] missing required field: user [json-pointer:/user]"
    ]
    assert await refused(client.users_list(cursor="no cursor")) == "invalid_cursor"
