"""What is taken for a contact's id, and what is not."""

import pytest

from bot.adapters.cxone.hosts import Addresses
from bot.adapters.cxone.link import Pasted, read_pasted
from tests.adapters.cxone.tenant import LEG


@pytest.mark.parametrize("typed", ["450100001", " 450101 ", "123456789012345678"])
def test_a_bare_number_is_an_id(typed):
    assert read_pasted(typed) == Pasted(typed.strip())


@pytest.mark.parametrize(
    "typed",
    [
        *("+6561234567", "65 6123 4567", "(555) 0100", "555-0100", "0161234567", "98765", "12345678901234567890", ""),
        *("4b2042e1-03a9-5515-8110-a04d80e26fde", "https://example.com/contacts/450100001", "https://[", "450100001x"),
        *("https://apps.apse1.pure.cloud/directory/#/analytics/interactions/450100001", "ftp://na1.nicecxone.com/1"),
    ],
)
def test_what_is_written_like_a_phone_number_or_is_elsewhere_is_none(typed: str):
    assert read_pasted(typed) is None


@pytest.mark.parametrize(
    ("typed", "contact_id", "area"),
    [
        ("https://api-na1.niceincontact.com/incontactapi/services/v30.0/contacts/450100001/end", "450100001", "na1"),
        ("https://na1.nice-incontact.com/supervisor/#/x?contactId=450100001", "450100001", "na1"),
        ("cxone.niceincontact.com/report?MasterContactID=450100001&contactId=450100002", "450100001", None),
        ("https://na1.nice-incontact.com/supervisor", None, "na1"),
    ],
)
def test_a_link_of_the_vendors_hosts_bears_an_id_or_none(typed, contact_id, area):
    assert read_pasted(typed) == Pasted(contact_id, linked=True, area=area)


@pytest.mark.parametrize(
    "link",
    [
        "https://niceincontact.com.evil.example/contacts/450100001",
        "https://na1.niceincontact.com@evil.example/contacts/450100001",
        "https://evil.example\\.niceincontact.com/contacts/450100001",
        "https://evil.example%2f.niceincontact.com/contacts/450100001",
        "https://evil.example?x=.niceincontact.com/contacts/450100001",
        "https://\uff4e\uff41\uff11.niceincontact.com/contacts/450100001",
        *("\u0664\u0665\u0660\u0661\u0660\u0660", "450\u200b100001", "12345678901234567890", "0450100001"),
    ],
)
def test_what_only_looks_like_the_vendors_or_like_a_number_is_none(link):
    assert read_pasted(link) is None


@pytest.mark.parametrize(
    "path", ["contacts/0450100001", "contacts/12345678901234567890/end", "x?contactId=00450100001"]
)
def test_a_number_that_is_no_id_is_none_in_a_link_either(path):
    assert read_pasted(f"https://na1.niceincontact.com:8443/{path}") == Pasted(None, linked=True, area="na1")


async def test_a_link_of_another_area_is_not_mine_once_mine_is_known(tenant, opened):
    conversations = opened()
    link = "https://api-au1.niceincontact.com/contacts/450100001"
    assert conversations.locate(link).mine
    await conversations.read(str(LEG))
    located = conversations.locate(link)
    assert (located.mine, located.region) == (False, "au1")
    assert conversations.locate("450100001").region is None
    assert conversations.locate("hello") is None
    assert not opened(Addresses(api_url="https://api-na1.niceincontact.com")).locate(link).mine
