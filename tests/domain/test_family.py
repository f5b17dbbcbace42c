"""Whose a host or a path is, by its name alone."""

import pytest

from bot.domain.family import (
    area_in,
    home_of,
    host_in,
    place_words,
    platform_of_path,
    region_in,
    region_words,
    together,
)

HOMES = {
    "api.apse1.pure.cloud": ("genesys", "apse1.pure.cloud"),
    "https://apps.mypurecloud.com.au/directory/#/x": ("genesys", "mypurecloud.com.au"),
    "API.MyPureCloud.DE:443": ("genesys", "mypurecloud.de"),
    "api.new1.pure.cloud": ("genesys", ""),
    "api-na1.niceincontact.com": ("cxone", "na1"),
    "na1.nice-incontact.com": ("cxone", "na1"),
    "api-de-eu1.niceincontact.com": ("cxone", "eu1"),
    "api-c42.nice-incontact.com": ("cxone", ""),
    "api-xx.niceincontact.com": ("cxone", ""),
    "cxone.niceincontact.com": ("cxone", ""),
    "cxone-gov.niceincontact.com": ("cxone", ""),
    "acme.nicecxone.com": ("cxone", ""),
    "incontact.com": ("cxone", ""),
}


@pytest.mark.parametrize("host", HOMES)
def test_a_vendors_host_tells_platform_and_region(host):
    home = home_of(host)
    assert home is not None
    assert (home.platform, home.region) == HOMES[host]


@pytest.mark.parametrize(
    "host",
    ["", "127.0.0.1:80", "example.com", "notpure.cloud.example.com", "evilniceincontact.com", "https://[::1", "a b"],
)
def test_anybody_elses_host_tells_nothing(host):
    assert home_of(host) is None


def test_a_host_that_only_ends_like_a_vendors_is_not_the_vendors():
    assert home_of("xmypurecloud.de") is None
    assert home_of("notpure.cloud") is None


@pytest.mark.parametrize(
    "address",
    [
        "https://niceincontact.com.evil.example/contacts/1",
        "https://api-na1.niceincontact.com@evil.example/",
        "https://evil.example\\.niceincontact.com/",
        "https://evil.example%2f.niceincontact.com/",
        "https://evil.example#.niceincontact.com",
        "https://evil.example?.pure.cloud",
        "https://na\u0661.niceincontact.com/",
        "https://apps.apse1.pure.cloud.evil.example/",
    ],
)
def test_a_host_that_looks_like_a_vendors_is_nobodys(address):
    assert home_of(host_in(address)) is None


@pytest.mark.parametrize(
    ("path", "platform"),
    [
        ("/api/v2/conversations/1", "genesys"),
        ("/API/V2", "genesys"),
        ("/api/v20/x", None),
        ("/InContactAPI/services/v23.0/contacts/1/end", "cxone"),
        ("/services/v1.0/contacts", "cxone"),
        ("/dfo/3.0/contacts", None),
        ("", None),
    ],
)
def test_a_path_tells_whose_family_it_is_of(path, platform):
    assert platform_of_path(path) == platform


@pytest.mark.parametrize(
    ("address", "host"),
    [
        ("https://api.apse1.pure.cloud/api/v2/x%20y?q=1", "api.apse1.pure.cloud"),
        ("api.apse1.pure.cloud/api/v2", "api.apse1.pure.cloud"),
        ("/api/v2/x", ""),
        ("https://[", ""),
        ("ca110001-0000-4000-8000-000000000000", ""),
    ],
)
def test_an_addresss_host_is_found(address, host):
    assert host_in(address) == host


def test_places_are_named_as_people_would():
    assert place_words("genesys", "apse1.pure.cloud") == "Genesys Cloud, ap-southeast-1"
    assert place_words("genesys", "new1.pure.cloud") == "Genesys Cloud, new1.pure.cloud"
    assert place_words("cxone", "au1") == "NICE CXone, area au1"
    assert place_words("cxone", "") == "NICE CXone"
    assert place_words("another", "") == "another"
    assert region_words("genesys", "mypurecloud.de") == "eu-central-1"
    assert region_words("cxone", "au1") == "area au1"


@pytest.mark.parametrize(
    ("platform", "words", "region"),
    [
        ("genesys", "ap-southeast-1", "apse1.pure.cloud"),
        ("genesys", "APSE1.pure.cloud", "apse1.pure.cloud"),
        ("genesys", "Singapore", ""),
        ("cxone", "AU1", "au1"),
        ("cxone", "somewhere", ""),
    ],
)
def test_a_region_is_read_as_settings_and_cases_write_it(platform, words, region):
    assert region_in(platform, words) == region


def test_an_area_stands_alone_without_what_a_host_puts_before_it():
    words = ("na1", " AU1 ", "sgp1", "api-na1", "Singapore", "mypurecloud.de", "")
    assert [area_in(one) for one in words] == ["na1", "au1", "sgp1", "", "", "", ""]


def test_orgs_of_one_place_are_named_together():
    zurichs, sydney = "Genesys Cloud, eu-central-2", "NICE CXone, area au1"
    orgs = [("zurich", zurichs), ("sydney", sydney), ("basel", zurichs), ("x", ""), ("zurich", zurichs)]
    assert together(orgs) == [f"zurich, basel ({zurichs})", f"sydney ({sydney})", "x"]
