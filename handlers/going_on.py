"""A command that waits for an org, and goes on once one is chosen."""

from slack_bolt.kwargs_injection.async_args import AsyncArgs

from handlers.blocks.which_org import Asked

CONVERSATION = "/conversation"


def about_to_ask(args: AsyncArgs, before: str = "", after: str = "") -> None:
    """Keep what stands around the conversation in the command, without the org that it named."""
    args.context["around"] = (before, after)


def to_go_on(args: AsyncArgs, typed: str, *, been: str = "") -> Asked:
    """Make the command that goes on, for the conversation that was `typed`; `been` is the org that was asked in vain.

    What came from a button is looked up, and goes into the thread of the message that bears it.
    """
    asked = tuple(dict.fromkeys(filter(None, (*args.context.get("been", ()), been))))
    if command := str(args.body.get("command", "")):
        before, after = args.context.get("around") or ("", "")
        text = " ".join(filter(None, (before, typed, after)))
        return Asked(command=command, text=text, thread=str(args.context.get("thread") or ""), been=asked)
    thread = str((args.body.get("container") or {}).get("message_ts") or "")
    return Asked(command=CONVERSATION, text=typed, thread=thread, been=asked)
