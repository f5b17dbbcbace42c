"""One errand after another, with nobody else about: requests, and the time that is Hangup's own."""

from collections.abc import AsyncIterator

from bench.figure import Figure, percentile
from bench.program import Program, World
from bench.size import Size

OWN_MS = 10.0


async def errands(world: World, hangup: Program, size: Size) -> AsyncIterator[Figure]:
    """Look up, disconnect, be refused; the first look-up, which signs in, does not count."""
    await world.asks("errand", errand="look_up", bot=hangup.url)
    looked = [await world.asks("errand", errand="look_up", bot=hangup.url) for _ in range(size.errands)]
    own = [one["ms"] for one in looked]
    yield Figure(
        "a look-up beyond the platform's own answer, from the command to the card's arrival at Slack: p50",
        percentile(own, 0.5),
        unit="ms",
        target=OWN_MS,
        remark=f"p90 {percentile(own, 0.9):.0f} ms",
    )
    done = {"look-up": looked[-1]}
    for errand in ("disconnect", "refusal"):
        done[errand] = await world.asks("errand", errand=errand, bot=hangup.url)
    for errand, asked in done.items():
        target = 1 if errand == "look-up" else None
        yield Figure(f"requests to the platform for a {errand}", asked["platform"], unit="", target=target)
        yield Figure(f"requests to Slack for a {errand}", asked["slack"], unit="")
