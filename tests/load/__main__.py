"""`make load`: one run, its figures, and status 1 when what must hold did not. `SEED=7 make load` repeats a choice."""

import argparse
import asyncio
import secrets
import sys
import tempfile
from pathlib import Path

from playground.postgres import PostgresServer, UnavailableError
from tests.load.plan import long_run, short_run
from tests.load.run import Run


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=secrets.randbelow(10**6))
    parser.add_argument("--short", action="store_true", help="the form that runs among the tests")
    parser.add_argument("--log", type=Path, help="keep the bots' log in this folder")
    asked = parser.parse_args()
    plan = (short_run if asked.short else long_run)(asked.seed)
    sys.stdout.write(f"load: {plan.leads} leads, two processes on one PostgreSQL, seed {plan.seed}\n")
    try:
        server = PostgresServer.start()
    except UnavailableError as missing:
        sys.stderr.write(f"{missing}\n")
        return 2
    try:
        with tempfile.TemporaryDirectory(prefix="hangup-load-") as folder:
            result = asyncio.run(Run(plan, server, asked.log or Path(folder))())
    finally:
        server.stop()
    for name, value in result.figures.items():
        sys.stdout.write(f"{name:<48}{value}\n")
    for sentence in result.broken:
        sys.stdout.write(f"BROKEN  {sentence}\n")
    sys.stdout.write("all holds\n" if not result.broken else f"{len(result.broken)} breaches, seed {plan.seed}\n")
    return 1 if result.broken else 0


if __name__ == "__main__":
    sys.exit(main())
