"""Studio scripts whose calls fail: the incident channel hears why, while a lead watches."""

import pytest
from playwright.async_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]


@pytest.mark.parametrize(
    ("slug", "words"),
    [
        ("studio-form-then-json", ("sent its body form-encoded", "409 Conflict")),
        ("studio-wrong-host", ("api-au1.niceincontact.com", "NICE CXone")),
        ("studio-no-answer", ("No answer reached the script",)),
    ],
)
async def test_a_failed_call_is_explained_in_the_incident_channel(maya, clock, slug, words):
    await maya.starts(slug)
    with clock.in_a_hurry():
        for one in words:
            await expect(maya.log).to_contain_text(one)
    await maya.pictures()
