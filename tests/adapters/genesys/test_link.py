import pytest

from bot.adapters.genesys.link import Pasted, link_to, read_pasted
from bot.adapters.genesys.regions import region_of

ID = "ca110001-0000-4000-8000-00000000abcd"
TAB = "7ab00000-0000-4000-8000-000000000000"
APPS = "https://apps.apse1.pure.cloud"
NEW = f"{APPS}/directory/#/analytics/interactions/{ID}"
OLD = f"{APPS}/directory/#/engage/admin/interactions/{ID}"


@pytest.mark.parametrize(
    "link",
    [
        NEW,
        f"{NEW}/admin",
        f"{NEW}/admin/details",
        f"{NEW}/admin/timeline",
        f"{NEW}/admin?tabId={TAB}",
        f"{NEW}?tabId={TAB}",
        f"{NEW}/admin/details?tabId={TAB}&x=1",
        OLD,
        f"{OLD}/qualitySummary",
        f"{OLD}/qualitySummary?tabId={TAB}",
        f"{NEW}/admin".upper().replace("INTERACTIONS", "interactions").replace("HTTPS", "https"),
        f"http://apps.apse1.pure.cloud/directory/#/analytics/interactions/{ID}",
        f"apps.apse1.pure.cloud/directory/#/analytics/interactions/{ID}/admin",
        f"{APPS}/directory/%23/analytics/interactions/{ID}/admin",
        f"https://api.apse1.pure.cloud/api/v2/conversations/{ID}/participants/{TAB}",
        f"  {NEW}  ",
    ],
)
def test_the_id_is_the_one_right_after_interactions(link: str):
    pasted = read_pasted(link)
    assert pasted is not None
    assert (pasted.conversation_id, pasted.region) == (ID, region_of("ap-southeast-1"))


@pytest.mark.parametrize(
    "link",
    [
        f"{APPS}/directory/#/analytics/interactions?tabId={TAB}",
        f"{APPS}/directory/#/analytics/interactions/?tabId={TAB}",
        f"{APPS}/directory/#/analytics/agents/{TAB}",
        f"{NEW}0",
        f"{NEW}-99",
        APPS,
    ],
)
def test_a_link_without_a_conversation_has_none_and_never_a_tabs(link: str):
    pasted = read_pasted(link)
    assert pasted is not None
    assert pasted.conversation_id is None
    assert pasted.region is not None


def test_a_bare_id_has_no_region():
    assert read_pasted(f" {ID.upper()} ") == Pasted(ID)


def test_a_link_of_another_region_says_which():
    elsewhere = NEW.replace("apse1.pure.cloud", "mypurecloud.com.au")
    assert read_pasted(elsewhere) == Pasted(ID, region_of("ap-southeast-2"))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "hello",
        f"{ID}x",
        ID[:-1],
        ID.replace("-", ""),
        f"{ID} {ID}",
        f"https://example.com/interactions/{ID}",
        f"https://apps.mypurecloud.com.evil.example/interactions/{ID}",
        f"ftp://apps.mypurecloud.com/interactions/{ID}",
        f"javascript://apps.mypurecloud.com/interactions/{ID}",
        "http://[::1",
        "https://",
        "💥" * 1000,
        "a" * 10_000,
    ],
)
def test_what_is_neither_an_id_nor_a_link_of_this_vendor_is_nothing(text: str):
    assert read_pasted(text) is None


def test_a_link_that_is_shown_can_be_pasted_again():
    link = link_to(region_of("eu-west-1"), ID)
    assert link == f"https://apps.mypurecloud.ie/directory/#/analytics/interactions/{ID}/admin"
    assert read_pasted(link) == Pasted(ID, region_of("eu-west-1"))
