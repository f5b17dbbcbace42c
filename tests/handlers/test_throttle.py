"""How much of one source is taken in a minute."""

from datetime import timedelta

from handlers.throttle import Throttle
from tests.support.clock import START


def test_a_source_has_room_again_after_a_minute():
    throttle = Throttle()
    assert throttle.wait_for("s", 1, START) == 0
    assert throttle.wait_for("s", 1, START + timedelta(seconds=20)) == 40
    assert throttle.wait_for("s", 1, START + timedelta(seconds=60)) == 0


def test_a_clock_that_is_put_back_keeps_no_source_out():
    throttle = Throttle()
    assert throttle.wait_for("s", 1, START) == 0
    assert throttle.wait_for("s", 1, START - timedelta(hours=1)) == 0
