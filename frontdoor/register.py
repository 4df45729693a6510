"""Puts the front door on the application. Only app.py imports this module."""

from flask import Flask
from flask_babel import lazy_gettext as _l

from accounts.group_links import add_group_link
from accounts.menu import add_menu_link
from accounts.organizations import set_referring_source
from core.key_rotation import add_sealer
from core.outbox.checks import on_failed
from core.upgrades import add_step
from directory.listing.offers import add_offer
from frontdoor.blueprint import blueprint
from frontdoor.callbacks import booking_views as callback_booking_views  # noqa: F401
from frontdoor.callbacks import outcomes as call_back_outcomes
from frontdoor.callbacks import services as call_backs
from frontdoor.callbacks import views as callbacks_views  # noqa: F401
from frontdoor.callbacks.last_message import PURPOSE as CALL_BACK_PURPOSE
from frontdoor.callbacks.models import CallBack
from frontdoor.callbacks.residents import ResidentWindows
from frontdoor.calls import assessment_views as call_assessment_views  # noqa: F401
from frontdoor.calls import list_views as call_list_views  # noqa: F401
from frontdoor.calls import resident
from frontdoor.calls import views as call_views  # noqa: F401
from frontdoor.calls.results import init_call_search
from frontdoor.contacts import services as contacts
from frontdoor.contacts.merging import follow_merges
from frontdoor.demonstration.commands import frontdoor_group
from frontdoor.ending import counts_views  # noqa: F401
from frontdoor.ending import services as endings
from frontdoor.ending import views as ending_views  # noqa: F401
from frontdoor.ending.outcomes import OUTCOME_LABELS
from frontdoor.group_calls import group_views as group_calls_group_views  # noqa: F401
from frontdoor.group_calls.queries import waiting_calls
from frontdoor.group_calls.views import offer_of as call_me_offer
from frontdoor.group_referrals import group_views as group_referrals_group_views  # noqa: F401
from frontdoor.group_referrals import handler_views as group_referrals_handler_views  # noqa: F401
from frontdoor.group_referrals import keeping as group_referrals
from frontdoor.group_referrals import message_back_views as group_message_back_views  # noqa: F401
from frontdoor.group_referrals import views as group_referrals_views  # noqa: F401
from frontdoor.group_referrals.models import GroupReferral
from frontdoor.group_referrals.queries import waiting_for_group
from frontdoor.group_referrals.telling import to_decide_count
from frontdoor.handover import answer_views as handover_answer_views  # noqa: F401
from frontdoor.handover import services as hand_overs
from frontdoor.handover import stopped_views as handover_stopped_views  # noqa: F401
from frontdoor.handover import views as handover_views  # noqa: F401
from frontdoor.handover.jobs import add_hand_over_job
from frontdoor.handover.withdrawals import tell_of_withdrawal
from frontdoor.inbox import arrivals
from frontdoor.inbox import caller_views as inbox_caller_views  # noqa: F401
from frontdoor.inbox import concern_views as inbox_concern_views  # noqa: F401
from frontdoor.inbox import services as inbox
from frontdoor.inbox import views as inbox_views
from frontdoor.inbox.during_calls import link_with_call
from frontdoor.inbox.emails import STEP_PURPOSE
from frontdoor.inbox.models import RequestWork
from frontdoor.keeping import views as keeping_views  # noqa: F401
from frontdoor.keeping.retention import init_retention
from frontdoor.people import caller_views  # noqa: F401
from frontdoor.people import services as people
from frontdoor.people import views as people_views  # noqa: F401
from frontdoor.people.flag import needs_lines, safety_lines
from frontdoor.people.queries import needs_of_contact
from frontdoor.professionals import organization_views as professionals_organization_views  # noqa: F401
from frontdoor.professionals import own_views as professionals_own_views  # noqa: F401
from frontdoor.professionals import services as professionals
from frontdoor.professionals import views as professionals_views  # noqa: F401
from frontdoor.professionals.queries import ReferringOrganizations
from frontdoor.sending import making_views as sending_making_views  # noqa: F401
from frontdoor.sending import public_views as sending_public_views  # noqa: F401
from frontdoor.sending import views as sending_views  # noqa: F401
from frontdoor.sending import writing_views as sending_writing_views  # noqa: F401
from frontdoor.sending.jobs import init_sending
from frontdoor.sending.models import SentSummary
from selfassess.referrals.arrivals import on_arrival, on_step
from selfassess.referrals.call_windows import set_call_windows


def register(app: Flask) -> None:
    """Add the pages, the jobs and the commands of the front door to the application."""
    app.register_blueprint(blueprint)
    app.cli.add_command(frontdoor_group)
    add_menu_link(app, "frontdoor.calls", _l("Calls"))
    add_menu_link(app, "frontdoor.people", _l("Known people"))
    add_menu_link(app, "frontdoor.call_counts", _l("Counts"), seldom=True)
    settings = app.extensions["settings"]
    app.jinja_env.globals.update(
        needs_lines=needs_lines,
        safety_lines=safety_lines,
        contact_outcomes=OUTCOME_LABELS,
        call_in_hand=resident.call_in_hand,
        needs_of=lambda contact_id: needs_of_contact(settings, contact_id),
    )
    add_sealer(app, lambda: contacts.seal_again(settings))
    add_sealer(app, lambda: people.seal_again(settings))
    add_sealer(app, lambda: call_backs.seal_again(settings))
    init_retention(app, settings)
    set_call_windows(app, ResidentWindows())
    add_menu_link(app, "frontdoor.call_backs", _l("Call-backs"))
    add_sealer(app, lambda: endings.seal_again(settings))
    add_sealer(app, lambda: group_referrals.seal_again(settings))
    add_menu_link(app, "frontdoor.came_back", _l("Referrals that came back"), to_decide_count)
    add_group_link(app, "frontdoor.group_referrals", _l("People we pass on to you"), waiting_for_group)
    add_group_link(app, "frontdoor.group_calls", _l("People who ask you to call"), waiting_calls)
    add_offer(app, call_me_offer)
    init_call_search(app)
    init_sending(app, settings)
    add_sealer(app, lambda: professionals.seal_again(settings))
    add_menu_link(app, "frontdoor.referred", _l("People you referred"))
    set_referring_source(app, ReferringOrganizations())
    on_arrival(app, professionals.note_sender)
    add_menu_link(app, "frontdoor.referring_organizations", _l("Organisations that refer"), seldom=True)
    add_sealer(app, lambda: hand_overs.seal_again(settings))
    add_hand_over_job(app)
    add_menu_link(app, "frontdoor.requests", _l("Requests"), inbox_views.waiting_requests)
    add_menu_link(app, "frontdoor.hand_overs", _l("Requests passed on"), seldom=True)
    add_menu_link(app, "frontdoor.stopped_hand_overs", _l("Case system"), seldom=True)
    on_arrival(app, arrivals.put_into_queue)
    on_arrival(app, link_with_call)
    on_step(app, arrivals.follow_step)
    on_step(app, tell_of_withdrawal)
    add_step(app, lambda: arrivals.add_missing(settings))
    add_step(app, lambda: arrivals.renew_hashes(settings, missing_only=True))
    follow_merges(
        app,
        CallBack.contact_id,
        CallBack.opened_contact_id,
        GroupReferral.contact_id,
        RequestWork.contact_id,
        SentSummary.contact_id,
    )
    on_failed(app, STEP_PURPOSE, inbox.ring_instead)
    on_failed(app, CALL_BACK_PURPOSE, call_back_outcomes.tell_otherwise)
    add_sealer(app, lambda: inbox.seal_again(settings))
    add_sealer(app, lambda: arrivals.renew_hashes(settings))
