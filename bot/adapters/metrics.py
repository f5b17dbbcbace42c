"""What is counted, for Prometheus: outcomes of acts, causes of refusals."""

from prometheus_client import Counter

from bot.domain.conflict import Explanation
from bot.domain.disconnection import Disconnection

ACTS = Counter("hangup_acts_total", "Demands by act and outcome.", ["act", "outcome"])
EXPLANATIONS = Counter("hangup_explanations_total", "Explanations by cause and certainty.", ["cause", "certainty"])


class PrometheusMetrics:
    """The port `Metrics`."""

    def reached(self, demand: Disconnection) -> None:
        """Count a step of a demand."""
        ACTS.labels(demand.act.value, demand.outcome.value).inc()

    def explained(self, explanation: Explanation) -> None:
        """Count an explanation; `not_proven` is one of the causes."""
        EXPLANATIONS.labels(explanation.cause.value, explanation.certainty.value).inc()
