"""The rows that the platform's answer decides, with what was read beside it."""

from collections.abc import Sequence

from bot.domain.conflict import claims, hints, seen
from bot.domain.conflict.explanation import Cause, Evidence
from bot.domain.conflict.finding import Finding, hinted, likely, misdirected, proven
from bot.domain.conflict.scene import HANGUP, NOT_FOUND, Scene
from bot.domain.conflict.words import observations, platforms
from bot.domain.exchange import Silence, TokenProbe
from bot.domain.family import PLATFORMS, region_words

_BAD_REQUEST, _UNAUTHORIZED, _FORBIDDEN, _NO_METHOD, _TIMED_OUT = 400, 401, 403, 405, 408
_UNSUPPORTED_BODY = frozenset({413, 415, 422})
_TOO_MANY, _SERVER_TROUBLE = 429, 500


def unknown_conversation(scene: Scene) -> Finding | None:
    """Proven by 404 with the platform's code where the records know no such id; likely without the records."""
    cause, records = Cause.UNKNOWN_CONVERSATION, scene.conflict.probes.analytics
    if not scene.not_found or any(scene.sightings) or (records is not None and records.known):
        return None
    reply = scene.missing.reply if scene.missing is not None else scene.reply
    refusals = [r for r in (reply, scene.reply) if r is not None and r.status == NOT_FOUND and r.code]
    coded = any(claims.claim(r) in {cause, None} for r in refusals)
    if refusals and not coded:
        return None
    gone = seen.missed(scene, observations.NEVER_THERE)
    facts = (gone, seen.recorded(scene, observations.RECORDS_UNKNOWN)) if records is not None else (gone,)
    if not coded:
        return hinted(cause, *facts, variant="likely")
    return proven(cause, *facts) if records is not None else likely(cause, *facts, variant="likely")


def permission_denied(scene: Scene) -> Finding | None:
    """Proven by 403 with a code `missing.…`."""
    cause, reply = Cause.PERMISSION_DENIED, scene.reply
    if reply is None or reply.ok:
        return None
    named = " and ".join(f"“{one}”" for one in claims.permissions(reply)[:3])
    fact = observations.NO_PERMISSION_NAMED.format(about=named) if named else observations.NO_PERMISSION
    reading = scene.conflict.exchange is None
    words = platforms.of(scene.conflict.org.platform)
    named = named or (words.view_permission if reading else words.disconnect_permission)
    if (reply.code or "").lower().startswith("missing."):
        if reply.status != _FORBIDDEN:
            return hinted(cause, seen.answered(scene, fact), variant="likely", about=named)
        return proven(cause, seen.answered(scene, fact), variant="read" if reading else "", about=named)
    if reply.status == _UNAUTHORIZED and words.refuses_with_401 and not reading and not scene.by_others:
        taken = next((p for p in scene.conflict.probes.tokens if p.accepted and _is_here(scene, p)), None)
        if taken is not None:
            facts = (
                seen.answered(scene, observations.NOT_ALLOWED.format(caller=scene.caller)),
                _token(taken, observations.TOKEN_TAKEN),
            )
            return likely(cause, *facts, variant="likely", about=named)
    claim = claims.claim(reply)
    if reply.status == _FORBIDDEN and claim in {None, cause}:
        return hinted(
            cause,
            seen.answered(scene, observations.NOT_ALLOWED.format(caller=scene.caller)),
            variant="likely",
            about=named,
        )
    if claim is not cause or reply.status in {_UNAUTHORIZED, NOT_FOUND}:
        return None
    return hinted(cause, seen.answered(scene, fact), variant="likely", about=named)


def _not_allowed(scene: Scene) -> Evidence:
    return seen.answered(scene, observations.NOT_ALLOWED.format(caller=scene.caller))


def no_user_context(scene: Scene) -> Finding | None:
    """Proven by 400 `not.a.user`."""
    cause, reply = Cause.NO_USER_CONTEXT, scene.reply
    if reply is None or reply.ok or claims.claim(reply) is not cause:
        return None
    fact = seen.answered(scene, observations.NEEDS_PERSON.format(caller=scene.caller))
    if reply.status == _BAD_REQUEST and (reply.code or "").lower() == "not.a.user":
        return proven(cause, fact)
    return hinted(cause, fact, variant="likely")


def rejected_payload(scene: Scene) -> Finding | None:
    """Proven by 400 that names the field; on any other refusal that names one, likely at best."""
    cause, reply = Cause.REJECTED_PAYLOAD, scene.reply
    if reply is None or reply.ok or reply.status in {_UNAUTHORIZED, _FORBIDDEN, NOT_FOUND, _NO_METHOD, _TOO_MANY}:
        return None
    if reply.status >= _SERVER_TROUBLE:
        return None
    elsewhere = claims.claims_by_code(reply) and claims.claim(reply) is not cause
    fields = () if elsewhere else claims.named_fields(reply)
    if fields:
        about = " and ".join(fields[:3])
        fact = seen.answered(scene, observations.FIELD_NAMED.format(about=about))
        lowered = [field.lower() for field in fields]
        variant = "cause" if "cause" in lowered else lowered[0]
        if variant in _sent_fields(scene):
            # It was sent, so its value is what the platform minds.
            variant = f"{variant}_value"
        settle = proven if reply.status == _BAD_REQUEST else hinted
        return settle(cause, fact, variant=variant, about=about)
    if elsewhere:
        return None
    faulty = reply.status in _UNSUPPORTED_BODY or (
        reply.status == _BAD_REQUEST and claims.claim(reply) in {None, cause}
    )
    if faulty or claims.claim(reply) is cause:
        return hinted(cause, seen.answered(scene, observations.REQUEST_FAULTY), variant="likely")
    return None


def _sent_fields(scene: Scene) -> frozenset[str]:
    exchange = scene.conflict.exchange
    return frozenset(exchange.request.body or {}) if exchange is not None else frozenset()


def unsupported_route(scene: Scene) -> Finding | None:
    """Proven by 405; by 404 where the conversation can be read; or by a path of another platform than the host's."""
    cause, facts = Cause.UNSUPPORTED_ROUTE, scene.conflict
    families = None if scene.accepted else scene.families
    if families is not None and families[0] != families[1]:
        path, host = (PLATFORMS.get(one, one) for one in families)
        fact = seen.requested(scene, observations.FAMILY_MISMATCH.format(path=path, host=host))
        variant = f"family_{families[1]}" if families[1] in PLATFORMS else "family"
        # Where the call really is decides which half of the request was wrong: its address, or what it asks for.
        found = scene.latest is not None and facts.org.platform in PLATFORMS and variant != "family"
        variant = f"{variant}_on_{facts.org.platform}" if found else variant
        return misdirected(cause, fact, *_readable(scene), variant=variant, about=facts.org.place if found else "")
    if scene.status == _NO_METHOD:
        return proven(cause, seen.answered(scene, observations.METHOD_REFUSED))
    if scene.status == NOT_FOUND and scene.contact_unknown:
        return None
    if scene.status == NOT_FOUND:
        missing = seen.answered(scene, observations.ROUTE_MISSING)
        if scene.latest is not None and scene.missing is None:
            return proven(cause, missing, seen.read(scene, observations.CONVERSATION_READABLE))
        if scene.missing is None and facts.before is not None:
            return hinted(cause, missing, seen.read(scene, observations.CONVERSATION_READABLE), variant="likely")
        return None
    return hints.claimed(scene, cause)


def _readable(scene: Scene) -> tuple[Evidence, ...]:
    """Note that the conversation itself can be read where the org is: so the request alone went astray."""
    return (seen.read(scene, observations.CONVERSATION_READABLE),) if scene.latest is not None else ()


def _astray(scene: Scene) -> tuple[Evidence, str] | None:
    """Note that the request went to another region's address, and name the one where the org is at home."""
    if scene.regions is None or scene.regions[0] == scene.regions[1]:
        return None
    went, home = (region_words(scene.conflict.org.platform, one) for one in scene.regions)
    return seen.requested(scene, observations.REGION_MISMATCH.format(sent=went, here=home)), home


def wrong_region(scene: Scene) -> Finding | None:
    """Proven by an address of another region, by the platform's word, or by a token refused here and taken elsewhere.

    An answer that only refuses the token is half of that: likely, unless the token was accepted here at any time.
    """
    cause, reply = Cause.WRONG_REGION, scene.reply
    astray = _astray(scene)
    if astray is not None and scene.status in {_UNAUTHORIZED, NOT_FOUND}:
        return misdirected(cause, astray[0], *_readable(scene), variant="address", about=astray[1])
    if _wrong_org(scene):
        return proven(cause, seen.answered(scene, observations.WRONG_ORG))
    if astray is not None and reply is not None and scene.latest is not None and not scene.accepted:
        # Another answer than a stranger would give: the address may be a detour that leads home.
        return hinted(cause, astray[0], *_readable(scene), variant="detour", about=astray[1])
    probes = scene.conflict.probes.tokens
    here = [probe for probe in probes if _is_here(scene, probe)]
    if scene.by_others and scene.status == _UNAUTHORIZED:
        return _others_token(scene, here)
    elsewhere = [probe for probe in probes if not _is_here(scene, probe)]
    refused = next((probe for probe in here if _refuses(probe)), None)
    taken_here = refused is None and (any(probe.accepted for probe in here) or any(scene.sightings))
    refusal = _refusal(scene, refused)
    if refusal is None or taken_here:
        return hints.claimed(scene, cause) if reply is not None and reply.status != _UNAUTHORIZED else None
    taken = next((probe for probe in elsewhere if probe.accepted), None)
    if taken is not None:
        return proven(cause, refusal, _token(taken, observations.TOKEN_TAKEN))
    if any(_refuses(probe) for probe in elsewhere) or any(scene.sightings):
        return None
    return hinted(cause, refusal, variant="likely")


def _others_token(scene: Scene, here: Sequence[TokenProbe]) -> Finding:
    """Find that somebody else's token was refused; Hangup's own shows only that this is where the organisation is."""
    refused = seen.answered(scene, observations.SIGN_IN_REFUSED.format(caller=scene.caller))
    taken = next((probe for probe in here if probe.accepted), None)
    if taken is not None:
        return hinted(Cause.WRONG_REGION, refused, _token(taken, observations.TOKEN_TAKEN), variant="token")
    if scene.latest is not None:
        readable = seen.read(scene, observations.CONVERSATION_READABLE)
        return hinted(Cause.WRONG_REGION, refused, readable, variant="token")
    return hinted(Cause.WRONG_REGION, refused, variant="likely")


def rate_limited(scene: Scene) -> Finding | None:
    """Proven by 429 where the re-read is unchanged."""
    cause = Cause.RATE_LIMITED
    if scene.status != _TOO_MANY:
        return hints.claimed(scene, cause)
    said = seen.answered(scene, observations.TOO_MANY)
    if scene.unchanged:
        return proven(cause, said, seen.still_live(scene))
    if scene.conversation is not None:
        return None if scene.party_left else hinted(cause, said, variant="likely")
    return hinted(cause, said, variant="likely")


def platform_unavailable(scene: Scene) -> Finding | None:
    """Proven by 5xx or no answer, where the re-read is unchanged or impossible."""
    cause = Cause.PLATFORM_UNAVAILABLE
    trouble = scene.silence is not None or (scene.status or 0) >= _SERVER_TROUBLE or scene.status == _TIMED_OUT
    if not trouble:
        return hints.claimed(scene, cause)
    facts = [_trouble(scene)]
    if scene.unchanged:
        return proven(cause, *facts, seen.still_live(scene))
    if scene.conversation is None and scene.reads and scene.missing is None:
        facts.append(Evidence(observations.UNREADABLE, observations.RE_READ, scene.reads[-1].at))
        return proven(cause, *facts, variant="unread")
    return None if scene.party_left else hinted(cause, *facts, variant="likely")


def _wrong_org(scene: Scene) -> bool:
    replies = [scene.reply, *(r.reply for r in scene.reads)]
    return any(r is not None and (r.code or "").strip().lower() == "postino.error.wrong.org" for r in replies)


def _is_here(scene: Scene, probe: TokenProbe) -> bool:
    return not probe.host or probe.host.lower() == scene.conflict.org.host.lower()


def _refuses(probe: TokenProbe) -> bool:
    return not probe.accepted and probe.status in {_UNAUTHORIZED, _FORBIDDEN}


def _refusal(scene: Scene, probe: TokenProbe | None) -> Evidence | None:
    """Note where the token was refused: by the check of it, by the answer, or by a re-read."""
    if probe is not None:
        return _token(probe, observations.TOKEN_REFUSED)
    if scene.status == _UNAUTHORIZED:
        return seen.answered(scene, observations.SIGN_IN_REFUSED.format(caller=scene.caller))
    refused = next((r for r in scene.reads if r.status == _UNAUTHORIZED), None)
    # A re-read is Hangup's own, whoever sent the request.
    words = observations.SIGN_IN_REFUSED.format(caller=HANGUP)
    return Evidence(words, observations.RE_READ, refused.at) if refused else None


def _token(probe: TokenProbe, words: str) -> Evidence:
    return Evidence(words.format(about=probe.host or "this organisation"), observations.TOKEN_CHECK, probe.at)


def _trouble(scene: Scene) -> Evidence:
    if scene.silence is None:
        return seen.answered(scene, observations.IN_TROUBLE)
    timed_out = scene.silence is Silence.TIMEOUT
    fact = observations.NO_ANSWER if timed_out else observations.NO_CONNECTION
    if scene.conflict.exchange is None:
        return Evidence(fact, observations.RE_READ, scene.reads[-1].at)
    return seen.requested(scene, fact)
