"""A scripted Studio call fails, and the incident channel hears why: form-encoded first, then JSON."""

from tests.support.reading import Shown

INCIDENTS = "C0INCID"


def cards(town):
    return [Shown(m).words for m in town.slack.messages(INCIDENTS) if m.get("thread_ts") in {None, m["ts"]}]


async def test_form_encoded_first_then_json_each_explained(town):
    await town.stories.start("studio-form-then-json", "U0LEADA")
    await town.slack.settles(lambda: len(cards(town)) == 2, within=30)
    first, second = cards(town)
    assert "sent its body form-encoded" in first
    assert "contactId: 500000100150" in first
    assert "415" in first
    assert "form-encoded" not in second
    assert "409" in second
    # Whose customer has gone is not said to be on the line, and there is nobody to disconnect.
    assert "may still be on the line" in first
    assert "may still be on the line" not in second
    assert "Disconnect" in first
    assert "Disconnect…" not in second
    assert town.stories.studio.told == [202, 202]


async def test_a_path_and_a_host_of_two_vendors(town):
    await town.stories.start("studio-wrong-host", "U0LEADA")
    await town.slack.settles(lambda: cards(town) and "NICE CXone" in cards(town)[-1], within=30)
    assert "api-au1.niceincontact.com" in cards(town)[-1]


async def test_no_answer(town):
    await town.stories.start("studio-no-answer", "U0LEADA")
    await town.slack.settles(lambda: cards(town) and "No answer reached the script" in cards(town)[-1], within=30)
