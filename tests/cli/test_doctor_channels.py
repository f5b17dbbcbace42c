"""What `hangup doctor` says of the channels' usual orgs, where several orgs are set up."""

import pytest
from pydantic import SecretStr

from bot.cli.doctor.channels import channels
from bot.settings import CxoneOrgSettings, GenesysOrgSettings, Settings


@pytest.fixture
def said():
    """Give level, words and fix about orgs, each named with its platform's first letter, and about their channels."""

    def of(orgs: str, **usual: str):
        settings = Settings(
            slack_bot_token=SecretStr("xoxb-1"),
            slack_app_token=SecretStr("xapp-1"),
            orgs={name: _org(name) for name in orgs.split()},
            channels=usual,
        )
        return [(one.level.value, one.words, one.fix) for one in channels(settings)]

    return of


def _org(name: str) -> GenesysOrgSettings | CxoneOrgSettings:
    if name.startswith("c"):
        return CxoneOrgSettings(platform="cxone", access_key_id="k", access_key_secret=SecretStr("s"))
    return GenesysOrgSettings(region="apse1.pure.cloud", client_id="c", client_secret=SecretStr("s"))


def test_of_a_single_org_there_is_nothing_to_say(said):
    assert said("g1") == []
    assert said("g1", C0LEADS="g1") == []


def test_each_channel_is_listed_with_its_org_and_where_leads_are_asked(said):
    usual = "The usual org: C0LEADS → g1, C0MANILA → c1, direct messages → g2."
    elsewhere = "Elsewhere an id that may be of g1 or g2 is asked about."
    found = said("g1 g2 c1", C0LEADS="g1", C0MANILA="c1", direct="g2")
    assert found == [("ok", f"{usual} {elsewhere}", "")]
    assert said("g1 c1", C0LEADS="g1") == [("ok", "The usual org: C0LEADS → g1.", "")]


def test_orgs_with_the_same_ids_and_no_channel_are_asked_about_each_time(said):
    ((level, words, fix),) = said("g1 g2 g3 c1 c2")
    assert level == "warn"
    assert "an id that may be of g1, g2 or g3, or of c1 or c2 is asked about each time" in words
    assert fix.startswith('Add C0LEADS = "g1" under [channels] of hangup.toml')


def test_orgs_whose_ids_differ_need_no_channel(said):
    assert said("g1 c1") == [("ok", "No channel has a usual org: an id's form tells g1 from c1.", "")]
