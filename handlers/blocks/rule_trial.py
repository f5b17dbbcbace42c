"""What a rule sees when it is tried: what it would raise, where, and what that cost."""

from bot.domain.watch.measure import counted, lasting
from bot.use_cases.try_rule import Trial, TriedRule
from handlers.blocks.card import Message
from handlers.blocks.mrkdwn import Blocks, code, context, escaped, lines, section
from handlers.blocks.words import whence

MOST_ORGS = 8
MOST_PROBLEMS = 8
SIGNS = {"info": ":information_source:", "warning": ":warning:", "critical": ":rotating_light:"}


def trial_message(tried: TriedRule) -> Message:
    """Render a trial, org by org."""
    rule = tried.rule
    found = sum(len(trial.problems) for trial in tried.trials)
    unsure = any(trial.incomplete for trial in tried.trials)
    where = f" in {escaped(tried.trials[0].org, 60)}" if tried.followed and tried.trials else ""
    would = f"would raise {counted(found, 'alert')}{where} now"
    summary = f"{rule.name} {would}{', as far as could be looked.' if unsure else '.'}"
    blocks: Blocks = [section(f"*Rule* `{code(rule.name, 60)}` *{would}*\n{escaped(rule.words, 600)}")]
    blocks += [_trial(trial, tried) for trial in tried.trials[:MOST_ORGS]]
    if len(tried.trials) > MOST_ORGS:
        blocks.append(context(f"{counted(len(tried.trials) - MOST_ORGS, 'more org')} not shown here."))
    if tried.hidden:
        blocks.append(context(f"{counted(tried.hidden, 'org')} that you may not look into left out."))
    blocks.append(context("A trial: nothing was posted, closed or remembered. Only you see this."))
    return Message(summary, blocks)


def _trial(trial: Trial, tried: TriedRule) -> dict[str, object]:
    name = whence(trial.org, trial.place) if trial.org else "Hangup's own webhooks"
    if trial.waited_for:
        waits = "It has not answered yet. Hangup goes on asking, and tells you."
        return section(lines([f"*{name}*", f":hourglass_flowing_sand: {waits}"]))
    told = [f"*{name}*: {_cost(trial)}"]
    if trial.late:
        told.append(":hourglass: No answer in time. Nothing is raised or closed until there is one.")
    if trial.refusal is not None:
        told += _refused(trial)
    if trial.truncated:
        told.append(":warning: More is live than one answer holds: what it does not show is not closed.")
    told += [f":information_source: {escaped(words, 200)}" for words in trial.unseen[:3]]
    for problem in trial.problems[:MOST_PROBLEMS]:
        where = f" `{code(problem.conversation_id, 60)}`" if problem.conversation_id else ""
        since = f", for {lasting(tried.at - problem.since)}" if problem.since < tried.at else ""
        state = " (open already)" if problem.key in trial.open_keys else ""
        told.append(f"{SIGNS[problem.severity.value]} {escaped(problem.headline, 200)}{where}{since}{state}")
    if len(trial.problems) > MOST_PROBLEMS:
        told.append(f"… and {len(trial.problems) - MOST_PROBLEMS} more")
    if trial.held_back:
        told.append(f":mute: {counted(len(trial.held_back), 'more')} held back for the hour: see hours and quiet.")
    told += [f":white_check_mark: Would close one: {escaped(words, 200)}" for words in trial.over[:3]]
    return section(lines(told))


def _cost(trial: Trial) -> str:
    live = "" if trial.live is None else f"{counted(trial.live, 'live conversation')}, "
    return f"{live}{counted(trial.requests, 'request')}"


def _refused(trial: Trial) -> list[str]:
    refusal = trial.refusal
    if refusal is None:
        return []
    if refusal.missing:
        missing = " or ".join(f"`{code(one, 100)}`" for one in refusal.missing)
        return [f":no_entry: The bot's role lacks {missing}.", *([escaped(refusal.fix, 300)] if refusal.fix else [])]
    if refusal.reply is not None and refusal.reply.fault is not None:
        words = escaped(refusal.reply.fault_words("there"), 500)
        return [f":no_entry: {words}", *([escaped(refusal.fix, 300)] if refusal.fix else [])]
    status = f"it answered {refusal.reply.status}" if refusal.reply is not None else "there was no answer"
    return [f":no_entry: The platform did not say what is live: {status}."]
