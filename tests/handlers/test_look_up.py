from tests.support.reading import card_of, texts

CALL = "ca110001-0000-4000-8000-000000000000"


async def test_a_card_shows_who_is_on_the_call_and_a_button_for_each(town):
    await town.slack.types("U0LEADA", "C0LEADS", f"/conversation {CALL}")
    await town.slack.settles(lambda: town.slack.messages("C0LEADS"))
    card = card_of(town.slack.messages("C0LEADS")[-1])
    assert [b["value"] for b in card.buttons("disconnect")]
    assert "Connected" in texts(card)
