"""What an answer's wording claims. It is a claim: the re-reads decide whether it is believed."""

import re

from bot.domain.conflict.explanation import Cause
from bot.domain.exchange import Reply

# Codes as the platform's published definition lists them for these operations:
# https://developer.genesys.cloud/devapps/api-explorer
_CODES = {
    "conversation.error.call.disconnected": Cause.PARTICIPANT_ALREADY_DISCONNECTED,
    "conversation.error.participant.no.active.conversations": Cause.PARTICIPANT_ALREADY_DISCONNECTED,
    "conversation.error.forbidden.not.active.participant": Cause.PARTICIPANT_ALREADY_DISCONNECTED,
    "conversation.error.wrapup.code.required": Cause.WRAP_UP_PENDING,
    "conversation.error.not.conversation.participant": Cause.WRONG_PARTICIPANT,
    "not.a.participant": Cause.WRONG_PARTICIPANT,
    "conversation.error.hold.alerting": Cause.PARTICIPANT_IN_TRANSITION,
    "postino.error.answer.not.alerting": Cause.PARTICIPANT_IN_TRANSITION,
    "postino.error.transfer.canceled": Cause.PARTICIPANT_IN_TRANSITION,
    "conversations.error.transfer.not.connected": Cause.PARTICIPANT_IN_TRANSITION,
    "invalid.update.wrong.version": Cause.CONCURRENT_ACTION,
    "conversation.error.conversation.not.found": Cause.UNKNOWN_CONVERSATION,
    "not.authorized": Cause.PERMISSION_DENIED,
    "postino.error.forbidden": Cause.PERMISSION_DENIED,
    "not.a.user": Cause.NO_USER_CONTEXT,
    "bad.request": Cause.REJECTED_PAYLOAD,
    "invalid.value": Cause.REJECTED_PAYLOAD,
    "invalid.date": Cause.REJECTED_PAYLOAD,
    "communication.state.required": Cause.REJECTED_PAYLOAD,
    "postino.error.wrong.org": Cause.WRONG_REGION,
    "too.many.requests": Cause.RATE_LIMITED,
    "internal.server.error": Cause.PLATFORM_UNAVAILABLE,
    "service.unavailable": Cause.PLATFORM_UNAVAILABLE,
    "request.timeout": Cause.PLATFORM_UNAVAILABLE,
    "authentication.request.timeout": Cause.PLATFORM_UNAVAILABLE,
}
# How NICE CXone names a leg that it does not know, or no longer; Studio's own action has an outcome of that name:
# https://help.nicecxone.com/content/studio/advanced/frameworkactions/apiactionlist.htm
_NO_CONTACT = re.compile(r"\binvalid ?contact ?id\b", re.IGNORECASE)
_GONE = r"(?:disconnected|terminated|ended|closed|completed|over|left|dropped|offline|gone|finished)"
_TEXTS = tuple(
    (re.compile(pattern, re.IGNORECASE), cause)
    for pattern, cause in (
        (r"requires? a user context|client credentials cannot", Cause.NO_USER_CONTEXT),
        (r"organi[sz]ation is incorrect|wrong (?:org|region)", Cause.WRONG_REGION),
        (r"rate limit|too many requests|throttl", Cause.RATE_LIMITED),
        (r"permission|not authorized|unauthori[sz]ed|forbidden|access denied|missing scope", Cause.PERMISSION_DENIED),
        (
            r"duplicate|already (?:been )?(?:requested|submitted|being processed|processed|in progress)",
            Cause.DUPLICATE_REQUEST,
        ),
        (r"wrap-?up|after.call work", Cause.WRAP_UP_PENDING),
        (
            (
                r"\bnot (?:a |an )(?:\w+ )?participant|participant (?:\S+ )?(?:was |is )?(?:not found|unknown)"
                r"|no such participant|participant (?:\S+ )?(?:does not|doesn't) (?:exist|belong)"
            ),
            Cause.WRONG_PARTICIPANT,
        ),
        (
            (
                rf"(?:participant|party|call|agent|leg|communication)s?\b[^.]{{0,40}}\b(?:already|has|is|was|been)\b"
                rf"[^.]{{0,20}}\b{_GONE}\b|no active (?:conversations|communications|calls)"
            ),
            Cause.PARTICIPANT_ALREADY_DISCONNECTED,
        ),
        (
            (
                rf"(?:conversation|interaction)\b[^.]{{0,30}}\b(?:already|has|is|was|been|no longer)\b"
                rf"[^.]{{0,20}}\b(?:{_GONE}|active)\b"
            ),
            Cause.CONVERSATION_ENDED,
        ),
        (r"(?:conversation|interaction)\b[^.]{0,30}(?:not (?:be )?found|does not exist)", Cause.UNKNOWN_CONVERSATION),
        (
            r"concurrent|simultaneous|another (?:user|request|process|operation)|modified by|version mismatch",
            Cause.CONCURRENT_ACTION,
        ),
        (
            (
                r"transferr?|transition|alerting|dialing|must be (?:in (?:the |a )?)?connected"
                r"|not (?:yet |currently )?(?:in (?:the |a )?)?connected"
            ),
            Cause.PARTICIPANT_IN_TRANSITION,
        ),
        (r"dialer|campaign|workflow|in (?:a|an|the) (?:ivr|flow)", Cause.OWNED_BY_FLOW),
        (r"method not allowed|no (?:such )?route|unsupported (?:route|method|path)", Cause.UNSUPPORTED_ROUTE),
        (r"service unavailable|temporarily unavailable|timed out|time-?out", Cause.PLATFORM_UNAVAILABLE),
    )
)

_WORD = r"""['"`\[‘“]?(?P<name>[A-Za-z_][\w.]{1,40})['"`\]’”]?"""
_KNOWN = r"""['"`\[‘“]?\b(?P<name>reason|cause|wrapup|held|muted|recording)\b['"`\]’”]?"""
_NAMED = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"(?:field|property|parameter|attribute)s?(?: named| type| called)?\s*:?\s+{_WORD}",
        (
            rf"{_KNOWN}(?: field| property| parameter| value)?,? (?:is|was|are|must|can ?not|can't|may not|should"
            r"|has to|needs?)\b[^.]{0,40}(?:required|missing|mandatory|null|empty|blank|invalid|not valid|malformed"
            r"|provided|present|specified|supplied|set|one of|given|recogni[sz]ed|unknown)"
        ),
        (
            rf"(?:missing|required|requires|invalid|malformed|empty)"
            rf"(?: a| an| the| required| mandatory| value for)*:? {_KNOWN}"
        ),
        rf"{_KNOWN}:? (?:required|missing|invalid)",
        rf"{_KNOWN}\s*: (?:must|may|is|can ?not|should|has)\b",
        r"(?:missing|required)\s*:\s*['\"`\[]?(?P<name>reason|cause|state|wrapup)\b",
        r"""['"`](?P<name>reason|cause|state|wrapup)['"`][^.]{0,30}(?:required|missing|invalid|not valid|must)""",
        r"""(?:required|missing|invalid|requires|must)[^.]{0,30}['"`](?P<name>reason|cause|state|wrapup)['"`]""",
        r"(?:only )?update a communication's (?P<name>state) to",
    )
)
_NO_FIELDS = frozenset(
    {"is", "was", "are", "in", "of", "for", "the", "a", "an", "and", "or", "to", "with", "not", "has", "must", "that"}
    | {"value", "values", "type", "missing", "required", "invalid", "which", "on", "name", "validation", "error"}
)


def claim(reply: Reply) -> Cause | None:
    """Tell which cause an answer's code, else its message, speaks of; None for one that names none."""
    code = (reply.code or "").strip().lower()
    if code.startswith("missing."):
        return Cause.PERMISSION_DENIED
    if code in _CODES:
        return _CODES[code]
    text = message(reply)
    return next((cause for pattern, cause in _TEXTS if pattern.search(text)), None)


def names_contact(reply: Reply) -> bool:
    """Tell whether an answer says that there is no such contact: the leg that was named, not the conversation."""
    return any(_NO_CONTACT.search(said) is not None for said in (reply.code or "", message(reply)))


def claims_by_code(reply: Reply) -> bool:
    """Tell whether the code alone names a cause, so that the message's words don't matter."""
    code = (reply.code or "").strip().lower()
    return code in _CODES or code.startswith("missing.")


def named_fields(reply: Reply) -> tuple[str, ...]:
    """List the fields of the request that an answer finds fault with."""
    if reply.fields:
        return tuple(dict.fromkeys(reply.fields))
    text = message(reply)
    for pattern in _NAMED:
        for found in pattern.finditer(text):
            if found["name"].lower() not in _NO_FIELDS:
                return (found["name"],)
    return ()


def message(reply: Reply) -> str:
    """Give the answer's message; a body of plain text is one, a page of HTML is none."""
    if reply.message:
        return reply.message[:2000]
    text = reply.body.strip()
    return "" if text.startswith(("<", "{", "[")) else text[:2000]


def permissions(reply: Reply) -> tuple[str, ...]:
    """List the permissions that an answer names, in the words of the admin pages: `A > B > C`."""
    found = re.findall(r"\b[a-z][A-Za-z]*:[A-Za-z]+:[A-Za-z]+\b", message(reply))
    return tuple(dict.fromkeys(" > ".join(part[:1].upper() + part[1:] for part in one.split(":")) for one in found))
