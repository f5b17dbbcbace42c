"""`hangup doctor` about the rules: a rule about a queue that there is not would never raise anything."""

import pytest

from bot.cli.doctor.rules import rules
from bot.domain.exchange import Org
from bot.domain.sighting import Queue, Refusal
from bot.settings import AlertsSettings
from playground.stories import ORGS
from playground.town import playground_settings
from tests.support.watching import WatchedOrg

HERE = Org("genesys", region="apse1.pure.cloud")


@pytest.fixture
def examined(around, database_url, clock):
    async def look(*given, refusal=None):
        org = WatchedOrg(clock, known=[Queue("q-1", "Fraud Desk"), Queue("q-2", "Home Loans")], refusal=refusal)
        alerts = AlertsSettings.model_validate({"channel": "C0INCID", "rules": list(given)})
        settings = playground_settings(
            around.slack, around.orgs, ORGS, database_url=database_url, socket_mode=False, alerts=alerts
        )
        return [(one.level.value, one.words) for one in await rules(HERE, org, settings)]

    return look


def waiting(name, *queues, **more):
    return {"name": name, "kind": "waiting", **({"queues": list(queues)} if queues else {}), **more}


async def test_rules_about_queues_that_there_are_are_well(examined):
    found = await examined(waiting("one", "fraud desk", "90e0e000-0000-4000-8000-000000000001"), waiting("any"))
    assert found == [("ok", "What is looked for: one, any.")]


async def test_a_queue_that_there_is_not_is_named_with_the_one_that_was_meant(examined):
    found = await examined(waiting("one", "Fruad Desk", "Fraud Desk"), waiting("two", "Zzz"))
    assert found == [
        ("warn", "one: No queue is called 'Fruad Desk' there."),
        ("warn", "two: No queue is called 'Zzz' there."),
    ]
    assert await examined(waiting("one", "Fraud Dsek")) == [
        ("warn", "one: No queue is called 'Fraud Dsek' there. Did you mean 'Fraud Desk'?")
    ]


async def test_rules_of_other_orgs_and_own_rules_are_not_looked_at(examined):
    assert await examined(waiting("one", "Zzz", orgs=["zurich"])) == []
    assert await examined() == []


async def test_an_org_that_does_not_say_which_queues_it_has_is_found_elsewhere(examined):
    assert await examined(waiting("one", "Zzz"), refusal=Refusal()) == []
