"""Bring everything together."""

import asyncio
import os
import secrets
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from functools import partial

import aiohttp
from apscheduler.schedulers.asyncio import AsyncIOScheduler

import handlers
from bot.adapters.capture import conflict_from_text
from bot.adapters.ledger import DatabaseLedger
from bot.adapters.metrics import PrometheusMetrics
from bot.adapters.phone_numbers import e164, is_number, within
from bot.adapters.slack.client import patient_client, shared_client
from bot.adapters.slack.herald import SlackHerald
from bot.adapters.slack.messenger import SlackMessenger
from bot.adapters.slack.outbound import Outbound
from bot.adapters.slack.rendered import Faces
from bot.adapters.slack.roster import SlackRoster
from bot.bootstrap.alarm import alarm_of
from bot.bootstrap.app import app_of, home_of, identity_of, signature_of
from bot.bootstrap.bot import Bot
from bot.bootstrap.clock import SystemClock
from bot.bootstrap.hearing import hearing_of
from bot.bootstrap.orgs import Places, connections, conversations_of, region_in, search_of
from bot.bootstrap.watching import Field, watching_of
from bot.domain.conversation import Conversation
from bot.domain.disconnection import PastAct
from bot.ports import Clock, Conversations, Search
from bot.settings import Settings
from bot.use_cases.announce_head import AnnounceHead
from bot.use_cases.audit import Audit
from bot.use_cases.can_i import CanI
from bot.use_cases.carry_out import CarryOut
from bot.use_cases.demand import PlaceDemand
from bot.use_cases.disconnect import Disconnect
from bot.use_cases.discover import Discover
from bot.use_cases.end_conversation import EndConversation
from bot.use_cases.explain_anything import ExplainAnything
from bot.use_cases.find import Find
from bot.use_cases.look_up import LookUp
from bot.use_cases.pause import PauseActs, ResumeActs
from bot.use_cases.permit import Permit
from bot.use_cases.reconcile import Reconcile
from bot.use_cases.refusals import Refusals
from bot.use_cases.reveal import Reveal
from bot.use_cases.tasks import Tasks
from bot.use_cases.which_org import WhichOrg
from bot.use_cases.whoami import WhoAmI
from handlers import jobs
from handlers.blocks.audit import head_message
from handlers.blocks.card import Message, conversation_card
from handlers.blocks.elsewhere import elsewhere_message
from handlers.blocks.result import result_message, result_view
from handlers.desk import Desk

SLACK_SECONDS = 10.0


def _which_org(settings: Settings, orgs: Mapping[str, Conversations], permit: Permit) -> WhichOrg:
    regions = frozenset(org.phone_region for org in settings.orgs.values())
    return WhichOrg(orgs, permit, settings.channels, partial(is_number, regions=regions))


async def bootstrap(settings: Settings, *, clock: Clock | None = None, owner: str | None = None) -> Bot:
    """Bring everything together; raises `SettingsError` when Slack does not know the token.

    `owner` names this process in the ledger; no two processes may share one.
    """
    clock = clock or SystemClock()
    owner = owner or f"{os.getpid()}-{secrets.token_hex(4)}"
    session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=SLACK_SECONDS))
    https = connections(settings.orgs)
    try:
        client = shared_client(settings.slack_bot_token.get_secret_value(), settings.slack_api_url, session, clock)
        identity = await identity_of(client)
        clients = {name: conversations_of(name, org, clock, https[name]) for name, org in settings.orgs.items()}
        orgs: dict[str, Conversations] = dict(clients)
        ledger = await DatabaseLedger.open(settings.database_url, clock, regions=partial(region_in, orgs))
    except BaseException:
        await session.close()
        await asyncio.gather(*(http.aclose() for http in https.values()))
        raise
    searches: dict[str, Search] = {name: search_of(one, clock) for name, one in clients.items()}
    roster = SlackRoster(client, clock)
    tasks = Tasks()
    refusals = Refusals(ledger, clock, tasks)
    permit = Permit(settings.access_table, roster, ledger, refusals, home_of(identity), read_only=settings.read_only)
    which = _which_org(settings, orgs, permit)
    look_up = LookUp(orgs, ledger, permit, clock, which)

    async def card(conversation: Conversation, now: datetime, acts: Sequence[PastAct]) -> Message:
        pause = await look_up.paused()
        return conversation_card(conversation, now, acts=acts, read_only=settings.read_only, pause=pause)

    places = Places(orgs)
    faces = Faces(partial(result_view, places=places), partial(result_message, places=places), card, elsewhere_message)
    metrics = PrometheusMetrics()
    patient = patient_client(settings.slack_bot_token.get_secret_value(), settings.slack_api_url, session)
    outbound = Outbound(
        patient, ledger.outbox, ledger, clock=clock, metrics=metrics, elsewhere=faces.elsewhere, owner=owner
    )
    alarm = alarm_of(
        settings,
        ledger,
        outbound,
        permit,
        clock,
        places=places,
        address=identity.url or "",
        rules=settings.alerts.watched,
    )
    messenger = alarm.beside(SlackMessenger(patient, outbound, ledger, clock, faces))
    carry_out = CarryOut(orgs, ledger, messenger, permit, clock, metrics)
    watching = watching_of(settings, Field(orgs, searches, ledger), alarm, permit, tasks, owner=owner)
    place = PlaceDemand(ledger, permit, carry_out, messenger, tasks, clock, owner)
    # A name of its own: a claim must fence off this process's own stalled act too.
    reconcile = Reconcile(orgs, ledger, messenger, clock, f"{owner}-settling")
    desk = Desk(
        look_up=look_up,
        disconnect=Disconnect(look_up, place),
        end_conversation=EndConversation(look_up, place),
        explain=ExplainAnything(orgs, ledger, permit, clock, metrics, conflict_from_text, which),
        pause=PauseActs(ledger, permit, clock),
        resume=ResumeActs(ledger, permit, clock),
        whoami=WhoAmI(permit),
        can_i=CanI(look_up),
        audit=Audit(look_up),
        reveal=Reveal(look_up),
        alerts=alarm.listed,
        attend=alarm.attend,
        try_rule=watching.try_rule,
        find=Find(
            searches,
            look_up,
            roster,
            clock,
            e164,
            within,
            {name: org.phone_region for name, org in settings.orgs.items()},
            settings.agents,
        ),
        ledger=ledger,
        outbox=ledger.outbox,
        tasks=tasks,
        clock=clock,
        reasons=settings.reasons,
        read_only=settings.read_only,
    )
    app = app_of(settings, client, identity)
    handlers.register(app, desk)
    scheduler = AsyncIOScheduler(timezone=UTC)
    refresh_roster = partial(roster.refresh, settings.access_table.group_ids)
    channel = settings.audit.channel
    announce_head = AnnounceHead(ledger, SlackHerald(client, channel, head_message) if channel else None, clock)
    discover = Discover(orgs)
    jobs.register_orgs(scheduler, reconcile, discover, tasks)
    jobs.register(scheduler, refresh_roster, announce_head, outbound.look)
    hearing = hearing_of(settings, ledger, orgs, alarm, metrics=metrics, tasks=tasks, clock=clock, owner=owner)
    jobs.register_alerts(scheduler, alarm.escalate, alarm.digest, hearing.see_to)
    jobs.register_watch(scheduler, watching.keep)
    await refresh_roster()
    signature = signature_of(settings, clock)
    return Bot(
        settings,
        clock,
        app,
        orgs,
        ledger,
        outbound,
        alarm,
        hearing,
        watching,
        reconcile,
        discover,
        announce_head,
        tasks,
        session,
        tuple(https.values()),
        scheduler,
        signature,
    )
