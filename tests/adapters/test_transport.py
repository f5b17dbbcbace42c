import asyncio
import gzip
from collections.abc import AsyncIterator

import httpx
import pytest
from aiohttp import web

from bot.adapters.transport import SessionTransport, transport


class Place:
    """A server that remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str, dict[str, str], bytes]] = []
        self.url = ""
        self.closing = asyncio.Event()

    async def answer(self, request: web.Request) -> web.StreamResponse:
        self.asked.append((request.method, request.raw_path, dict(request.headers), await request.read()))
        match request.path:
            case "/slow":
                await self.closing.wait()
            case "/elsewhere":
                raise web.HTTPFound("/plain")
            case "/packed":
                return web.Response(body=gzip.compress(b'{"packed": true}'), headers={"Content-Encoding": "gzip"})
            case "/gone":
                if request.transport is not None:
                    request.transport.close()
            case _:
                pass
        return web.json_response({"plain": True}, headers={"ININ-Correlation-Id": "trace", "Set-Cookie": "a=b"})


@pytest.fixture
async def place() -> AsyncIterator[Place]:
    place, server = Place(), web.Application()
    server.router.add_route("*", "/{rest:.*}", place.answer)
    runner = web.AppRunner(server, shutdown_timeout=0)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    place.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    yield place
    place.closing.set()
    await runner.cleanup()


@pytest.fixture
async def http() -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(transport=SessionTransport(), timeout=httpx.Timeout(5.0)) as client:
        yield client


async def test_a_request_arrives_as_it_was_written(place, http):
    answer = await http.request(
        "PATCH", f"{place.url}/a%2Fb?c=%20", headers={"Authorization": "Bearer x"}, json={"a": "é"}
    )
    assert (answer.status_code, answer.json(), answer.headers["inin-correlation-id"]) == (200, {"plain": True}, "trace")
    method, path, headers, body = place.asked[0]
    assert (method, path, body) == ("PATCH", "/a%2Fb?c=%20", '{"a":"é"}'.encode())
    assert headers["Authorization"] == "Bearer x"
    assert headers["Content-Type"] == "application/json"
    assert headers["User-Agent"].startswith("python-httpx")


async def test_a_post_without_a_body_is_one(place, http):
    assert (await http.post(f"{place.url}/plain")).is_success
    assert place.asked[0][2]["Content-Length"] == "0"


async def test_a_packed_answer_is_unpacked_once(place, http):
    assert (await http.get(f"{place.url}/packed")).json() == {"packed": True}


async def test_nothing_is_followed(place, http):
    answer = await http.get(f"{place.url}/elsewhere")
    assert (answer.status_code, len(place.asked)) == (302, 1)


async def test_silence_is_a_time_out(place, http):
    with pytest.raises(httpx.ReadTimeout):
        await http.get(f"{place.url}/slow", timeout=0.05)


async def test_a_write_whose_connection_is_lost_is_sent_once(place, http):
    await http.get(f"{place.url}/plain")
    with pytest.raises(httpx.NetworkError):
        await http.patch(f"{place.url}/gone", json={})
    assert [asked[0] for asked in place.asked] == ["GET", "PATCH"]


async def test_nobody_there_is_no_connection(place, http):
    with pytest.raises(httpx.ConnectError):
        await http.get("http://127.0.0.1:1/")


async def test_nobody_there_behind_tls_is_no_connection(http):
    with pytest.raises(httpx.HTTPError):
        await http.get("https://127.0.0.1:1/")


async def test_behind_a_proxy_httpx_goes_its_own_way(monkeypatch):
    for name in ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("no_proxy", "localhost")
    mine = transport()
    assert isinstance(mine, SessionTransport)
    await mine.aclose()
    monkeypatch.setenv("https_proxy", "http://127.0.0.1:1")
    assert transport() is None
