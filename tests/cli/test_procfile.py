import asyncio
import os
import sys

import aiohttp
import pytest

from tests.cli.program import ROOT, environment, started

# What the installed program finds beside it must not be this checkout.
NOT_INHERITED = ("PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV")


def lines():
    text = (ROOT / "Procfile").read_text(encoding="utf-8")
    return dict(line.split(": ", 1) for line in text.splitlines())


async def made(*command, env=None, cwd=None):
    process = await asyncio.create_subprocess_exec(
        *command, env=env, cwd=cwd, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT
    )
    out, _ = await process.communicate()
    assert process.returncode == 0, out.decode()
    return out.decode()


def test_the_procfile_names_a_web_and_a_release_process():
    assert lines() == {"web": "HOST=0.0.0.0 python -m bot run", "release": "python -m bot migrate"}


@pytest.mark.slow
async def test_both_lines_start_in_an_environment_of_the_requirements_alone(around, tmp_path):
    venv, cwd = tmp_path / "venv", tmp_path / "app"
    cwd.mkdir()
    inherited = {name: value for name, value in os.environ.items() if name not in NOT_INHERITED}
    pip = (str(venv / "bin" / "python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check")
    await made(sys.executable, "-m", "venv", str(venv))
    await made(*pip, "--require-hashes", "-r", str(ROOT / "requirements.txt"), env=inherited)
    await made(*pip, "--no-deps", str(ROOT), env=inherited)
    database_url = f"sqlite+aiosqlite:///{tmp_path}/own.db"
    path = f"{venv / 'bin'}{os.pathsep}{os.environ['PATH']}"
    env = {**environment(around, database_url), "PATH": path, **dict.fromkeys(NOT_INHERITED, "")}
    await made("sh", "-c", lines()["release"], env={**inherited, **env}, cwd=cwd)
    assert (tmp_path / "own.db").exists()
    # A test listens on this machine alone; exec, so that the signal reaches the program and not the shell.
    web = lines()["web"].replace("0.0.0.0", "127.0.0.1").replace("python", "exec python")
    async with started(env, ("sh", "-c", web), cwd) as program, aiohttp.ClientSession() as session:
        address = await program.address()
        for question in ("/healthz", "/readyz"):
            async with session.get(address + question) as answer:
                assert answer.status == 200
        assert await program.ends() == 0
        assert await program.logs("run.draining")
