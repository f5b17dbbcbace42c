"""The short form of `make load`: what must hold does, whatever goes wrong meanwhile."""

import pytest

from tests.load.plan import short_run
from tests.load.run import Run
from tests.support.databases import a_postgres

SEED = 20


@pytest.mark.slow
async def test_under_faults_every_demand_has_one_outcome_one_write_at_most_and_a_lead_who_was_told(tmp_path):
    # A server of its own: here the database goes away, too.
    with a_postgres() as server:
        result = await Run(short_run(SEED), server, tmp_path)()
    assert result.broken == [], result.figures
    assert result.figures["kills"] == 1, result.figures
    assert result.figures["fault: database: away"] == 1, result.figures
    assert result.figures["demands"], result.figures
