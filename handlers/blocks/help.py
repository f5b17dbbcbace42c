"""What one can type, in the words of `/conversation help`."""

from handlers.blocks.card import Message
from handlers.blocks.mrkdwn import code, section

COMMANDS = (
    ("/conversation", "<id or link>", "Who is on a conversation, in which state, with a button for each who is live."),
    ("/conversation", "@agent", "What an agent has live; or `agent` and a name or an e-mail."),
    ("/conversation", "queue <name>", "What a queue has live, the likely culprit first."),
    ("/conversation", "<phone number>", "The live conversations with a number, written as you like."),
    ("/conversation", "explain [error]", "Why a platform refused: paste an answer, a log line, curl's output."),
    ("/conversation", "whoami", "Who Hangup takes you for, your roles, and what you may do."),
    ("/conversation", "can-i disconnect <id or link>", "Whom on a conversation you may disconnect, and why not."),
    ("/conversation", "pause [reason]", "The kill switch, for admins: nothing is disconnected, by nobody."),
    ("/conversation", "resume", "Ends the pause."),
    ("/conversation", "audit [id or @person]", "What was done with Hangup to a conversation, or by whom; else by you."),
    (
        "/conversation",
        "reveal <id or link> <why>",
        "A customer's name and numbers, for admins: you alone see them.",
    ),
    ("/conversation", "alerts", "The alerts that are open, and the rules that raise them."),
    ("/conversation", "alerts test <rule>", "What a rule would raise now, for admins: nothing is posted."),
    ("/conversation", "help", "This list."),
    (
        "/disconnect",
        "<id or link> [participant]",
        "Straight to the confirm view; the participant by name, purpose or id.",
    ),
)
TEXT = "\n".join(f"• `{command} {code(usage)}` {words}" for command, usage, words in COMMANDS)


def help_message() -> Message:
    """List the commands, and where an id is found."""
    where = (
        "*Where the id is:* open the interaction in the platform's pages and copy the address: "
        "Hangup finds the id in it. Nothing is disconnected before you have confirmed it.\n"
        "*Several orgs?* A link tells its own. After the rest write `in` and the org's name, or be asked."
    )
    return Message(f"Hangup: what you can type. {TEXT}", [section(f"*What you can type*\n{TEXT}"), section(where)])
