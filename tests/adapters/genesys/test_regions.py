import pytest

from bot.adapters.genesys.regions import DOMAINS, region_of, region_of_host


def test_there_are_eighteen_regions():
    assert len(DOMAINS) == len(set(DOMAINS.values())) == 18


@pytest.mark.parametrize(("aws", "domain"), DOMAINS.items())
def test_a_region_is_known_by_its_domain_its_aws_name_and_its_hosts(aws: str, domain: str):
    region = region_of(aws)
    assert (region.domain, region.aws) == (domain, aws)
    assert region_of(domain) == region
    assert region_of(f" HTTPS://API.{domain.upper()}/ ") == region
    assert region_of(f"https://apps.{domain}/directory/#/") == region
    assert (region.api_url, region.login_url) == (f"https://api.{domain}", f"https://login.{domain}")
    for host in (f"apps.{domain}", f"api.{domain}:443", f"apps.{domain}.", domain.upper()):
        assert region_of_host(host) == region


def test_singapore_is_there():
    assert region_of("ap-southeast-1").apps_url == "https://apps.apse1.pure.cloud"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("apse1.purecloud", "apse1.pure.cloud"),
        ("ap-southeast1", "ap-southeast-1"),
        ("mypurecloud.dee", "mypurecloud.de"),
        ("usw2.pure.clod", "usw2.pure.cloud"),
        ("eu_west_2", "eu-west-2"),
    ],
)
def test_a_typo_is_answered_with_the_closest_names(typed: str, meant: str):
    with pytest.raises(ValueError, match="did you mean") as wrong:
        region_of(typed)
    assert meant in str(wrong.value)


@pytest.mark.parametrize("typed", ["", "Mars", "https://"])
def test_what_is_like_no_region_is_answered_with_all_of_them(typed: str):
    with pytest.raises(ValueError, match="known are") as wrong:
        region_of(typed)
    assert "apse1.pure.cloud" in str(wrong.value)


@pytest.mark.parametrize(
    "host", ["", "example.com", "evilmypurecloud.com", "mypurecloud.com.evil.example", "pure.cloud", "apse9.pure.cloud"]
)
def test_a_strange_host_is_of_no_region(host: str):
    assert region_of_host(host) is None


def test_australia_is_not_taken_for_the_united_states():
    assert region_of_host("apps.mypurecloud.com.au") == region_of("ap-southeast-2")
    assert region_of_host("apps.mypurecloud.com") == region_of("us-east-1")
