"""Triggers, the stack of three, hashes, and what a submission may be answered with."""

import json
from typing import Any

import pytest
from slack_bolt.app.async_app import AsyncApp

from playground.slack import NotPossibleError
from tests.support.clock import JumpingClock


def plain(text: str) -> dict[str, str]:
    return {"type": "plain_text", "text": text}


def modal(title: str = "View", **more: Any) -> dict[str, Any]:
    return {
        "type": "modal",
        "title": plain(title),
        "blocks": [{"type": "section", "text": plain("words")}],
        **more,
    }


def form(*, optional: bool = False, **element: Any) -> dict[str, Any]:
    asked = {"type": "plain_text_input", "action_id": "text", **element}
    block = {"type": "input", "block_id": "note", "label": plain("Note"), "element": asked, "optional": optional}
    return modal("Form", submit=plain("Send"), blocks=[block])


@pytest.fixture
async def trigger(slack, answering):
    """Issue a fresh trigger id of Maya's."""
    await answering()

    async def issue() -> str:
        return str((await slack.types("U0LEADA", "C0LEADS", "/conversation x")).payload["trigger_id"])

    return issue


@pytest.fixture
def opened(client, trigger):
    """Open a view for Maya, and give it as the Web API does."""

    async def opening(view: dict[str, Any]) -> dict[str, Any]:
        answer = await client.views_open(trigger_id=await trigger(), view=view)
        return dict(answer["view"])

    return opening


async def test_a_trigger_expires_after_three_seconds(client, trigger, refused, clock: JumpingClock):
    trigger_id = await trigger()
    clock.advance(3.01)
    assert await refused(client.views_open(trigger_id=trigger_id, view=modal())) == "expired_trigger_id"


async def test_a_trigger_is_good_once(client, trigger, refused):
    trigger_id = await trigger()
    await client.views_open(trigger_id=trigger_id, view=modal())
    assert await refused(client.views_open(trigger_id=trigger_id, view=modal())) == "exchanged_trigger_id"


async def test_an_invented_trigger_is_refused(client, refused):
    assert await refused(client.views_open(trigger_id="1.2.3", view=modal())) == "invalid_trigger_id"


async def test_a_trigger_opens_the_view_for_whoever_clicked(slack, opened):
    view = await opened(modal(private_metadata="x", callback_id="c"))
    assert [one["id"] for one in slack.views("U0LEADA")] == [view["id"]]
    assert slack.views("U0LEADB") == []
    assert (view["private_metadata"], view["callback_id"], view["root_view_id"]) == ("x", "c", view["id"])


async def test_a_fourth_view_is_one_too_many(slack, client, trigger, opened, refused):
    await opened(modal("1"))
    for title in ("2", "3"):
        await client.views_push(trigger_id=await trigger(), view=modal(title))
    assert await refused(client.views_push(trigger_id=await trigger(), view=modal("4"))) == "push_limit_reached"
    first, second, third = slack.views("U0LEADA")
    assert third["previous_view_id"] == second["id"]
    assert third["root_view_id"] == first["id"]


async def test_an_update_with_an_old_hash_conflicts(client, opened, refused):
    view = await opened(modal())
    await client.views_update(view_id=view["id"], hash=view["hash"], view=modal("2"))
    again = client.views_update(view_id=view["id"], hash=view["hash"], view=modal("3"))
    assert await refused(again) == "hash_conflict"


async def test_a_closed_view_cannot_be_updated(slack, client, opened, refused):
    view = await opened(modal())
    await slack.closes("U0LEADA", view["id"])
    assert await refused(client.views_update(view_id=view["id"], view=modal("2"))) == "not_found"


async def test_a_view_over_250_kb_is_too_large(client, trigger, refused):
    big = modal(blocks=[{"type": "section", "text": plain("x" * 2999)}] * 90)
    assert await refused(client.views_open(trigger_id=await trigger(), view=big)) == "view_too_large"


async def test_external_ids_are_unique_and_find_their_view(slack, client, trigger, opened, refused):
    await opened(modal(external_id="e1"))
    await client.views_update(external_id="e1", view=modal("2", external_id="e1"))
    assert slack.views("U0LEADA")[0]["title"]["text"] == "2"
    again = client.views_push(trigger_id=await trigger(), view=modal(external_id="e1"))
    assert await refused(again) == "duplicate_external_ids"


async def test_an_empty_answer_closes_the_view_and_shows_the_one_beneath(slack, client, trigger, opened):
    below = await opened(modal("below"))
    above = (await client.views_push(trigger_id=await trigger(), view=form()))["view"]
    assert (await slack.submits("U0LEADA", above["id"], {"note": "hello"})).ok
    assert [one["id"] for one in slack.views("U0LEADA")] == [below["id"]]


async def test_errors_stay_in_the_view_with_what_was_typed(slack, opened, answering):
    view = await opened(form())
    await answering(json={"response_action": "errors", "errors": {"note": "Say more"}})
    assert (await slack.submits("U0LEADA", view["id"], {"note": "hm"})).ok
    (seen,) = slack.views("U0LEADA")
    assert seen["errors"] == {"note": "Say more"}
    assert seen["state"]["values"]["note"]["text"]["value"] == "hm"


async def test_errors_for_a_block_that_is_no_input_are_trouble(slack, opened, answering):
    view = await opened(form())
    await answering(json={"response_action": "errors", "errors": {"nowhere": "Say more"}})
    delivery = await slack.submits("U0LEADA", view["id"], {"note": "hm"})
    assert delivery.error == "invalid_errors"
    assert slack.views("U0LEADA")[0]["trouble"] == "We had some trouble connecting. Try again?"


async def test_an_update_replaces_the_view_under_the_same_id(slack, opened, answering):
    view = await opened(form())
    await answering(json={"response_action": "update", "view": modal("Working")})
    assert (await slack.submits("U0LEADA", view["id"], {"note": "hm"})).ok
    (seen,) = slack.views("U0LEADA")
    assert (seen["id"], seen["title"]["text"], seen["submit"]) == (view["id"], "Working", None)
    assert seen["hash"] != view["hash"]


async def test_an_update_that_breaks_the_rules_is_trouble(slack, opened, answering):
    view = await opened(form())
    await answering(json={"response_action": "update", "view": modal("T" * 25)})
    assert (await slack.submits("U0LEADA", view["id"], {"note": "hm"})).error == "invalid_arguments"
    assert slack.views("U0LEADA")[0]["title"]["text"] == "Form"


async def test_a_push_opens_on_top_and_clear_closes_all(slack, opened, answering):
    view = await opened(form())
    await answering(json={"response_action": "push", "view": form()})
    await slack.submits("U0LEADA", view["id"], {"note": "hm"})
    below, above = slack.views("U0LEADA")
    assert (below["id"], above["previous_view_id"]) == (view["id"], view["id"])
    with pytest.raises(NotPossibleError, match="behind"):
        await slack.submits("U0LEADA", below["id"])
    await answering(json={"response_action": "clear"})
    await slack.submits("U0LEADA", above["id"], {"note": "hm"})
    assert slack.views("U0LEADA") == []


async def test_a_submission_not_acknowledged_in_time_keeps_the_view(slack, opened, hanging):
    view = await opened(form())
    await hanging(5)
    assert (await slack.submits("U0LEADA", view["id"], {"note": "hm"})).error == "operation_timeout"
    (seen,) = slack.views("U0LEADA")
    assert (seen["busy"], seen["trouble"]) == (False, "We had some trouble connecting. Try again?")


async def test_a_needed_input_left_empty_is_kept_by_the_client(slack, opened):
    view = await opened(form(max_length=3))
    delivery = await slack.submits("U0LEADA", view["id"])
    assert (delivery.error, delivery.transport) == ("required_field", "none")
    assert slack.views("U0LEADA")[0]["errors"] == {"note": "Please complete this required field."}
    await slack.submits("U0LEADA", view["id"], {"note": "long"})
    assert "at most 3" in slack.views("U0LEADA")[0]["errors"]["note"]


async def test_an_answer_for_a_view_closed_meanwhile_does_nothing(slack, opened, app: AsyncApp, serve):
    view = await opened(form())

    async def late(ack: Any) -> None:
        await slack.closes("U0LEADA", view["id"])
        await ack(response_action="update", view=modal("Too late"))

    app.view("")(late)
    await serve(app)
    assert (await slack.submits("U0LEADA", view["id"], {"note": "x"})).ok
    assert slack.views("U0LEADA") == []


async def test_view_closed_is_told_only_where_asked_for(slack, opened, answering):
    seen = await answering()
    view = await opened(modal())
    told = len(seen)
    await slack.closes("U0LEADA", view["id"])
    assert len(seen) == told
    await slack.closes("U0LEADA", (await opened(modal(notify_on_close=True)))["id"], cleared=True)
    assert slack.deliveries[-1].payload["type"] == "view_closed"
    assert slack.deliveries[-1].payload["is_cleared"] is True


async def test_an_updated_view_keeps_what_was_typed_under_the_same_ids(slack, client, opened):
    view = await opened(form(initial_value="first"))
    await slack.presses_in_view("U0LEADA", view["id"], "text", value="typed")
    updated = await client.views_update(view_id=view["id"], view=form(initial_value="other"))
    assert updated["view"]["state"]["values"]["note"]["text"]["value"] == "typed"


async def test_a_choice_in_a_view_is_delivered_with_the_view_and_without_response_url(slack, client, opened):
    select = {
        "type": "static_select",
        "action_id": "reason",
        "options": [{"text": plain("Abuse"), "value": "abuse"}, {"text": plain("Other"), "value": "other"}],
    }
    view = await opened(modal(blocks=[{"type": "actions", "block_id": "b", "elements": [select]}]))
    delivery = await slack.presses_in_view("U0LEADA", view["id"], "reason", selected_option="other")
    assert delivery.payload["container"] == {"type": "view", "view_id": view["id"]}
    assert delivery.payload["actions"][0]["selected_option"]["value"] == "other"
    assert delivery.payload["view"]["state"]["values"]["b"]["reason"]["selected_option"]["value"] == "other"
    assert "response_url" not in delivery.payload
    with pytest.raises(NotPossibleError, match="no option with the value 'none'"):
        await slack.presses_in_view("U0LEADA", view["id"], "reason", selected_option="none")


async def test_the_home_is_published_per_user(slack, client, refused):
    home = {"type": "home", "blocks": [{"type": "section", "text": plain("hello")}]}
    await client.views_publish(user_id="U0LEADA", view=home)
    assert slack.home("U0LEADA")["blocks"][0]["text"]["text"] == "hello"
    assert slack.home("U0LEADB") is None
    assert await refused(client.views_publish(user_id="U0NOONE", view=home)) == "user_not_found"


async def test_a_view_may_come_as_json_in_a_form(slack, client, trigger, refused):
    form_encoded = {"trigger_id": await trigger(), "view": json.dumps(modal("as text"))}
    await client.api_call("views.open", data=form_encoded)
    assert slack.views("U0LEADA")[0]["title"]["text"] == "as text"
    broken = client.api_call("views.open", data={"trigger_id": await trigger(), "view": "{"})
    assert await refused(broken) == "invalid_arguments"
    assert await refused(client.api_call("views.update", json={"view": modal()})) == "invalid_arguments"


async def test_opening_the_home_is_an_event_with_the_view(slack, client, answering):
    await answering()
    slack.use_manifest(
        {
            "features": {"app_home": {"home_tab_enabled": True}},
            "settings": {"event_subscriptions": {"bot_events": ["app_home_opened"]}},
        }
    )
    await client.views_publish(user_id="U0LEADA", view={"type": "home", "blocks": []})
    delivery = await slack.opens_home("U0LEADA")
    assert delivery.payload["event"]["tab"] == "home"
    assert delivery.payload["event"]["view"]["type"] == "home"


async def test_a_push_onto_nothing_and_a_view_of_another_are_not_possible(slack, client, opened, trigger, refused):
    assert await refused(client.views_push(trigger_id=await trigger(), view=modal())) == "not_found"
    view = await opened(modal())
    with pytest.raises(NotPossibleError, match="not open"):
        await slack.closes("U0LEADB", view["id"])
    with pytest.raises(NotPossibleError, match="no submit button"):
        await slack.submits("U0LEADA", view["id"])
