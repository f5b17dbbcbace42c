"""The rules: has the org the queues that they name; one about a queue that there is not would never raise anything."""

from bot.cli.doctor.finding import Finding, ok, org_named, warn
from bot.domain.exchange import Org
from bot.ports import Search
from bot.settings import Settings
from bot.use_cases.queue_names import known_queues, unknown_queue_words


async def rules(org: Org, search: Search, settings: Settings) -> list[Finding]:
    """Look at what is watched for at one org; that it does not say which queues it has is found elsewhere."""
    mine = [rule for rule in settings.alerts.watched if rule.kind.live and (not rule.orgs or org.name in rule.orgs)]
    about = f"{org_named(org)}: rules"
    found: list[Finding] = []
    for rule in mine:
        known = await known_queues(search, rule.queues)
        if known.refused:
            return []
        found += [
            warn(
                about,
                f"{rule.name}: {await unknown_queue_words(search, one)}",
                f"Write the queue as {org.name} does, or its id, in [[alerts.rules]] {rule.name}.",
            )
            for one in known.unknown
        ]
    if mine and not found:
        found.append(ok(about, f"What is looked for: {', '.join(rule.name for rule in mine)}."))
    return found
