"""What is counted, for Prometheus: outcomes of acts, causes of refusals, what is said in Slack."""

from prometheus_client import Counter, Gauge

from bot.domain.conflict import Explanation
from bot.domain.disconnection import Disconnection
from bot.domain.letter import Urgency, Way

ACTS = Counter("hangup_acts_total", "Demands by act and outcome.", ["act", "outcome"])
EXPLANATIONS = Counter("hangup_explanations_total", "Explanations by cause and certainty.", ["cause", "certainty"])
WAITING = Gauge("hangup_outbox_letters", "Letters to Slack that wait in the database, of all processes.")
OLDEST = Gauge("hangup_outbox_oldest_seconds", "How long the oldest of them has waited, refreshes left aside.")
SAID = Counter("hangup_outbox_sent_total", "Letters that Slack took.", ["way", "urgency"])
REPEATED = Counter("hangup_outbox_repeated_total", "Letters sent again that Slack may have had already.", ["way"])
DROPPED = Counter("hangup_outbox_dropped_total", "Letters that were given up.", ["urgency", "why"])


class PrometheusMetrics:
    """The port `Metrics`."""

    def reached(self, demand: Disconnection) -> None:
        """Count a step of a demand."""
        ACTS.labels(demand.act.value, demand.outcome.value).inc()

    def explained(self, explanation: Explanation) -> None:
        """Count an explanation; `not_proven` is one of the causes."""
        EXPLANATIONS.labels(explanation.cause.value, explanation.certainty.value).inc()

    def waiting(self, letters: int, oldest_seconds: float) -> None:
        """Note how many letters wait, and for how long the oldest has."""
        WAITING.set(letters)
        OLDEST.set(oldest_seconds)

    def said(self, way: Way, urgency: Urgency) -> None:
        """Count a letter that was sent."""
        SAID.labels(way.value, urgency.name.lower()).inc()

    def repeated(self, way: Way) -> None:
        """Count a letter that is sent though it may have been before."""
        REPEATED.labels(way.value).inc()

    def dropped(self, urgency: Urgency, why: str) -> None:
        """Count a letter that was given up: a code of Slack's, or `expired`."""
        DROPPED.labels(urgency.name.lower(), why).inc()
