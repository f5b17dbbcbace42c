"""What is masked, shown to one person for a reason: written down first, or not shown."""

import pytest

from bot.domain.errors import LedgerUnavailableError
from tests.support.reading import Shown

CALL = "ca110001-0000-4000-8000-000000000000"


async def asks(town, text, user="U0LEADA"):
    before = len(town.slack.ephemerals("C0LEADS", user))
    await town.slack.types(user, "C0LEADS", f"/conversation reveal {text}".strip())
    await town.slack.settles(lambda: len(town.slack.ephemerals("C0LEADS", user)) > before)
    return Shown(town.slack.ephemerals("C0LEADS", user)[-1]).words


async def lines(town, step="revealed"):
    return [line for line in await town.bot.ledger.entries(conversation_id=CALL) if line.step == step]


def numbers(town):
    """The customer's numbers, as the platform holds them."""
    people = town.genesys.conversation(CALL)["participants"]
    customer = next(p for p in people if p["purpose"] == "customer")
    return [customer[key].removeprefix("tel:") for key in ("address", "ani") if customer.get(key)]


async def test_an_admin_sees_the_customers_number_alone_and_the_ledger_says_why(town):
    words = await asks(town, f"{CALL} calling back after a drop")
    known = numbers(town)
    assert known
    assert all(number in words for number in known)
    assert "Only you see this" in words
    line, *more = await lines(town)
    assert (line.by, line.org, line.note, more) == ("U0LEADA", "genesys", "calling back after a drop", [])
    assert all(number not in str(town.slack.messages("C0LEADS")) for number in known)


async def test_an_org_that_the_conversation_cannot_be_of_is_a_word_of_the_reason(town):
    words = await asks(town, f"{CALL} she lives in sydney")
    assert all(number in words for number in numbers(town))
    assert [line.note for line in await lines(town)] == ["she lives in sydney"]


async def test_without_a_reason_nothing_is_shown(town):
    words = await asks(town, CALL)
    assert "Say why" in words
    assert "Whose data?" in await asks(town, "")
    assert await lines(town) == []


@pytest.mark.parametrize("user", ["U0LEADB", "U0VIEWER", "U0GUEST"])
async def test_who_may_not_sees_nothing_and_the_ledger_says_so(town, user):
    words = await asks(town, f"{CALL} because", user=user)
    assert "You may not see masked data" in words
    assert not any(number in words for number in numbers(town))
    assert await lines(town) == []


async def test_what_cannot_be_written_down_is_not_shown(town, monkeypatch):
    async def full(_, entry):
        raise LedgerUnavailableError(f"The ledger's disk is full: no {entry.step}.")

    monkeypatch.setattr(type(town.bot.ledger), "enter", full)
    words = await asks(town, f"{CALL} because")
    assert "disk is full" in words
    assert not any(number in words for number in numbers(town))


async def test_where_nobody_is_masked_it_is_said(town):
    document = town.genesys.conversation(CALL)
    for person in document["participants"]:
        person["purpose"] = "agent"
    town.genesys.holds(document)
    assert "Nobody on this conversation is masked" in await asks(town, f"{CALL} because")
