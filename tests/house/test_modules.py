"""How the house is kept: small rooms with a noun on the door, one clock, one reader of the environment."""

from pathlib import Path

import pytest

from tests.house.source import dotted, modules, name_of, nodes

LONGEST = 300
NO_NOUN = {"util", "utils", "helper", "helpers", "common", "misc", "manager", "service", "base"}
CLOCKS = (
    "datetime.now",
    "datetime.utcnow",
    "datetime.today",
    "date.today",
    "time.time",
    "time.monotonic",
    "time.perf_counter",
    "time.sleep",
    "asyncio.sleep",
)
SYSTEM_CLOCK = "bot/bootstrap/clock.py"
# sleep(0) waits for no time: it lets the loop close a connection that was cut.
YIELDS = {"playground/slack/faults.py"}
# The demo blanks what would lead its processes off this machine, a proxy or a database's host; it reads nothing.
ENVIRONMENT = {"bot/cli/demo/__init__.py"}


@pytest.mark.parametrize("path", modules(), ids=name_of)
def test_a_module_is_small_and_named_by_a_noun(path: Path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST
    assert not NO_NOUN & {part.removesuffix(".py") for part in Path(name_of(path)).parts}


def test_only_the_system_clock_asks_for_the_time():
    asked = {
        (name_of(path), call)
        for path in modules()
        for node in nodes(path)
        if (call := dotted(node)).endswith(CLOCKS) and not call.endswith(("clock.sleep", "clock.timeout"))
    }
    elsewhere = {(name, call) for name, call in asked if name != SYSTEM_CLOCK and name not in YIELDS}
    assert elsewhere == set()
    assert {name for name, _ in asked} >= {SYSTEM_CLOCK}


def test_only_the_settings_read_the_environment():
    readers = {
        name_of(path)
        for path in modules()
        for node in nodes(path)
        if dotted(node) in {"os.environ", "os.getenv", "os.environb", "environ", "getenv"}
    }
    assert {name for name in readers if not name.startswith("bot/settings/")} <= ENVIRONMENT


def test_every_module_says_what_it_is():
    silent = [
        name_of(path)
        for path in modules()
        if path.read_text(encoding="utf-8").strip() and not path.read_text(encoding="utf-8").lstrip().startswith('"""')
    ]
    assert silent == []


def test_nothing_in_the_house_names_this_machine():
    words = ("localhost:5", "/root/", "/home/")
    found = [(name_of(path), word) for path in modules() for word in words if word in path.read_text(encoding="utf-8")]
    assert found == []
