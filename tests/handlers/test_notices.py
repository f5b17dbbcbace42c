"""What sources post, read leniently: their names of things, their forms, their mistakes."""

import contextlib
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.alert import Severity
from bot.domain.errors import InputError
from bot.domain.notice import Tiding
from handlers.notices import FORM, FORM_REMARK, fields_of, notice_of
from tests.support.clock import START

URL = "https://api.mypurecloud.com/api/v2/conversations/c1/participants/p1/disconnect"
JSON = "application/json"


def read(fields, form="generic"):
    return notice_of(fields, "source", form, reference="H-1", now=START)


def studio(**fields):
    return read({"url": URL, "verb": "post", "status": "409", **fields}, "studio")


def test_a_studio_call_is_read_with_its_status_as_text():
    call = studio(description="Conflict", contentType="application/x-www-form-urlencoded").call
    assert (call.url, call.method, call.status, call.description) == (URL, "POST", 409, "Conflict")
    assert call.content_type == FORM


@pytest.mark.parametrize("said", ["-1", "", None, "0", "abc", "99999", -1])
def test_no_status_is_no_answer(said):
    assert studio(status=said).call.status is None


@pytest.mark.parametrize("said", ["409", 409, "409.0", " 409 "])
def test_a_status_may_come_as_text_or_number(said):
    assert studio(status=said).call.status == 409


@pytest.mark.parametrize("name", ["StatusCode", "__httpstatuscode", "http_status", "httpStatus"])
def test_a_status_goes_by_the_names_that_scripts_give_it(name):
    assert read({"url": URL, name: "400"}, "studio").call.status == 400


def test_the_same_failure_told_twice_is_one_problem_and_another_contact_is_another():
    assert studio().problem_key == studio(script="other words").problem_key
    assert studio().problem_key != studio(contactId="42").problem_key
    assert studio().problem_key != studio(status="400").problem_key


def test_a_query_and_credentials_are_dropped_from_an_address():
    call = studio(url="https://user:secret@host.example:8443/api/v2/conversations/c?ani=%2B6591234567").call
    assert call.url == "https://host.example:8443/api/v2/conversations/c"


def test_a_customers_data_is_masked_or_left_out_on_arrival():
    notice = studio(ani="+6591234567", answer="caller +65 9123 4567", script="calls mia@example.com", to="+6591234567")
    held = repr(notice)
    assert "9123" not in held
    assert "mia@" not in held
    assert ("script", "calls m•••@•••") in notice.about


def test_a_studio_notice_without_an_address_says_what_is_missing():
    with pytest.raises(InputError, match="url is missing"):
        read({"status": "409"}, "studio")


def test_a_generic_notice_needs_a_title_or_a_key():
    assert read({"title": "Queue empty"}).title == "Queue empty"
    assert read({"key": "q"}).key == "q"
    with pytest.raises(InputError, match="neither a title nor a key"):
        read({"color": "red"})


@pytest.mark.parametrize(
    ("fields", "tiding"),
    [
        ({"status": "resolved", "key": "k"}, Tiding.RESOLVED),
        ({"state": "OK", "key": "k"}, Tiding.RESOLVED),
        ({"heartbeat": True}, Tiding.HEARTBEAT),
        ({"status": "heartbeat"}, Tiding.HEARTBEAT),
        ({"status": "anything", "title": "t"}, Tiding.FIRING),
    ],
)
def test_what_a_notice_says_of_its_problem(fields, tiding):
    assert read(fields).tiding is tiding


@pytest.mark.parametrize(("said", "grave"), [("critical", Severity.CRITICAL), ("Warn", Severity.WARNING), ("", None)])
def test_a_severity_by_its_usual_names(said, grave):
    assert read({"title": "t", "severity": said}).severity is grave


def test_a_senseless_severity_is_said():
    with pytest.raises(InputError, match="none of info, warning, critical"):
        read({"title": "t", "severity": "purple"})


@pytest.mark.parametrize("said", ["2026-11-22T05:00:00Z", "2026-11-22T13:00:00+08:00", 1795323600, "1795323600000"])
def test_a_moment_in_any_usual_form(said):
    assert read({"title": "t", "since": said}).since == START - timedelta(hours=1)


@pytest.mark.parametrize("said", ["yesterday", "9" * 400, "2999-01-01T00:00:00Z", "nan", {"a": 1}, [1]])
def test_a_senseless_moment_or_one_to_come_is_left_out(said):
    assert read({"title": "t", "since": said}).since is None


def test_json_in_a_form_is_read_with_a_remark():
    fields, remark = fields_of(b'{"title": "t"}', FORM)
    assert (fields, remark) == ({"title": "t"}, FORM_REMARK)


def test_a_form_is_read_with_a_remark():
    fields, remark = fields_of(b"url=https%3A%2F%2Fx%2Fapi&status=400", FORM + "; charset=utf-8")
    assert (fields, remark) == ({"url": "https://x/api", "status": "400"}, FORM_REMARK)


@pytest.mark.parametrize(
    ("raw", "content_type", "words"),
    [
        (b"", JSON, "empty"),
        (b"\xff\xfe\x00", JSON, "no UTF-8"),
        (b"[1]", JSON, "no object"),
        (b"{", JSON, "no JSON: line 1"),
        (b"a=b", JSON, "no JSON"),
        (b"[" * 100_000, JSON, "too deep"),
        (b"&".join(b"a%d=b" % n for n in range(101)), FORM, "over 100 fields"),
    ],
)
def test_what_cannot_be_read_is_said_in_words(raw, content_type, words):
    with pytest.raises(InputError, match=words):
        fields_of(raw, content_type)


def test_a_byte_order_mark_is_no_harm():
    assert fields_of('\ufeff{"title": "t"}'.encode(), JSON) == ({"title": "t"}, "")


@pytest.mark.parametrize("key", ["k" * 3000, "caller +65 9123 4567"])
def test_a_key_that_no_database_takes_or_that_holds_a_number_is_kept_as_its_hash(key):
    kept = read({"key": key}).key
    assert kept == read({"key": key}).key != read({"key": f"{key}!"}).key
    assert len(kept) == 20


def test_a_usual_key_stays_as_it_is():
    assert read({"key": "queue-cards/nobody signed in"}).key == "queue-cards/nobody signed in"


def test_ids_are_freed_of_what_no_database_takes():
    notice = read({"title": "t", "conversationId": "c\0\ud8001", "participantId": "p\0" + "2" * 300})
    assert notice.conversation_id == "c1"
    assert (notice.participant_id[:2], len(notice.participant_id)) == ("p2", 150)


@pytest.mark.parametrize("name", ["callerId", "clid", "CLI", "msisdn", "caller_name"])
def test_a_callers_number_is_no_id(name):
    assert read({"title": "t", name: "6591234567"}).about == ()


@pytest.mark.parametrize("step", ["+6591234567", "%2B6591234567", "mia@example.com", "tel:+6591234567"])
def test_a_number_or_an_address_in_a_path_is_left_out(step):
    call = studio(url=f"https://host/api/v2/contacts/{step}/notes/4711000012?x=1").call
    assert call.url == "https://host/api/v2/contacts/…/notes/4711000012"


def test_credentials_in_a_senseless_address_are_left_out():
    assert studio(url="https://user:pass@[host/api?x=1").call.url == "https://[host/api"


def test_a_moment_before_all_time_is_left_out():
    assert read({"title": "t", "since": "0001-01-01T00:00:00+14:00"}).since is None


def test_lists_within_lists_are_let_be():
    deep: list[object] = []
    for _ in range(5000):
        deep = [deep]
    assert read({"title": ["a", deep, "b"]}).title == "a, b"


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=6),
    max_leaves=20,
)
names = st.sampled_from(["title", "url", "status", "since", "severity", "key", "body", "conversationId", "verb", "x"])


@given(st.dictionaries(names | st.text(max_size=10), json_values, max_size=8), st.sampled_from(["studio", "generic"]))
def test_any_object_is_a_notice_or_refused_in_words(fields, form):
    with contextlib.suppress(InputError):
        notice = read(fields, form)
        assert len(notice.title) <= 150
        assert len(notice.text) <= 600
        assert len(notice.about) <= 10


@pytest.mark.parametrize("field", ["key", "title", "text", "conversation_id", "participant_id", "foo"])
def test_what_no_database_keeps_is_left_out(field):
    notice = read({"title": "t", field: "a\0\x1b\ud800b"})
    held = repr(notice)
    assert "ab" in held
    assert not any(mark in held for mark in ("\\x00", "\\x1b", "\\ud800"))


def test_a_very_long_key_is_shortened_and_still_tells_problems_apart():
    one, two, same = (read({"title": "t", "key": "k" * 60_000 + end}) for end in ("1", "2", "1"))
    assert len(one.key) <= 200
    assert one.key == same.key != two.key


@pytest.mark.parametrize("depth", [20, 490, 900])
def test_lists_within_lists_are_not_followed_to_the_bottom(depth):
    fields, _ = fields_of(b'{"title": "t", "x": ' + b"[" * depth + b'"deep"' + b"]" * depth + b"}", JSON)
    assert "deep" not in repr(read(fields))


def test_a_form_of_very_many_fields_is_refused_in_words():
    with pytest.raises(InputError, match="over 100 fields"):
        fields_of("&".join(f"f{n}=1" for n in range(101)).encode(), FORM)


def test_a_number_that_is_too_long_is_called_that():
    with pytest.raises(InputError, match="too long"):
        fields_of(b'{"title": "t", "x": ' + b"9" * 5000 + b"}", JSON)


@pytest.mark.parametrize(
    "since", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "1899-01-01", "0001-01-01"]
)
def test_a_moment_out_of_all_bounds_is_left_out(since):
    assert read({"title": "t", "since": since}).since is None


@pytest.mark.parametrize(
    "url",
    [
        "https://user:pass@host:99999/p?x=pass",
        "https://user:pa/pass@host/p",
        "https://user:pass@[::1/p",
        "user:pass@host/p",
        "http://u:pass@h:abc/p#pass",
        "https:\\\\u:pass@h\\x",
        "https://u:pass@h\uff03.com/x",
    ],
)
def test_no_credentials_are_kept_however_odd_the_address(url):
    assert "pass" not in read({"url": url}, "studio").call.url


@pytest.mark.parametrize("url", ["https://[::1]:80/x", "https://h:8443/pq", "host.example/p", "/api/v2/x"])
def test_an_address_without_credentials_stays_whole(url):
    assert read({"url": url}, "studio").call.url == url


def test_an_address_of_colons_takes_no_time():
    assert read({"url": "https://" + ":" * 60_000}, "studio").call


@pytest.mark.parametrize("name", ["password", "Authorization", "api_key", "access-token", "ClientSecret"])
def test_a_secret_sent_by_mistake_is_no_fact(name):
    assert read({"title": "t", name: "hunter2"}).about == ()
