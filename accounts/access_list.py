"""The access list: for every endpoint of the application, who may open it. Data; accounts.permissions checks it.

An endpoint that is not in the list stops the application at its start, and is refused if it comes later. The
list says who may open an endpoint at all; whether somebody may see or change a certain record, such as the
listing of a certain group, is asked in the feature with `SignedIn.may_edit` and `SignedIn.owns`.
"""

from collections.abc import Mapping
from enum import Enum

from accounts.roles import GROUP_ROLES, STAFF_ROLES, Role


class Anybody(Enum):
    """Who may open an endpoint without a certain role."""

    PUBLIC = "public"
    """Everybody, without an account."""
    SECOND_FACTOR = "second factor"
    """Somebody whose password was right, and who has to prove a second factor."""
    SETTING_UP = "setting up"
    """Somebody who has to set up how to sign in as staff, or is signed in as staff."""
    SIGNED_IN = "signed in"
    """Everybody who is signed in, whatever the role."""


Access = Anybody | frozenset[Role]

PUBLIC, SIGNED_IN = Anybody.PUBLIC, Anybody.SIGNED_IN
SECOND_FACTOR, SETTING_UP = Anybody.SECOND_FACTOR, Anybody.SETTING_UP
GROUPS, STAFF = GROUP_ROLES, STAFF_ROLES


def only(*roles: Role) -> frozenset[Role]:
    """Return an entry of the list: those with at least one of the roles."""
    return frozenset(roles)


ADMINISTRATORS = only(Role.ADMINISTRATOR)
MODERATORS = only(Role.MODERATOR)
EDITORS = GROUPS | MODERATORS
"""Those who change listings of groups: the group's own people, and moderators, who help them."""
REQUEST_WORKERS = only(Role.TRIAGE, Role.SUPERVISOR, Role.SAFEGUARDING, Role.CHILDREN)
"""Those who work on requests. Which queues each of them sees is decided in frontdoor/inbox."""
SUPERVISORS = only(Role.SUPERVISOR)
PROFESSIONALS = only(Role.PROFESSIONAL)
REFERRAL_ADMINISTRATORS = only(Role.SUPERVISOR, Role.ADMINISTRATOR)
"""Those who look after organisations that refer people, and after the way to the case system."""
CALL_TAKERS = only(Role.CALL_HANDLER, Role.SUPERVISOR)
PEOPLE_READERS = CALL_TAKERS | only(Role.TRIAGE)
"""Those who may open the pages of people who agreed to be known."""
ALERT_WRITERS = only(Role.MODERATOR, Role.CONTENT_EDITOR)

_PUBLIC_ENDPOINTS = """
static theme.css theme.logo sitemap.pages costs.guide costs.work_out
findable.robots findable.security_text findable.security_text_before findable.manifest findable.favicon
health.live health.ready health.status
information.home information.advice information.page information.life_events information.life_event
information.already_getting_care information.urgent information.contact information.leave information.left
information.leave_by_script information.come_back information.clear information.clear_now information.cleared
directory.find directory.ask directory.suggest directory.needs directory.need directory.a_to_z directory.towns
directory.town directory.whats_on directory.service directory.calendar directory.problem
directory.photo directory.used directory.report_problem directory.problem_thanks directory.follow_report directory.look_up_report
directory.organization directory.my_list
directory.add_to_list directory.remove_from_list directory.move_in_list directory.note_in_list
directory.clear_list directory.send_list directory.send_list_now directory.list_sent directory.share_list
directory.shared_list
selfassess.index selfassess.how_it_decides selfassess.decides selfassess.decides_before selfassess.flow
selfassess.start selfassess.begin selfassess.place selfassess.question selfassess.answer selfassess.go_on
selfassess.answers selfassess.result selfassess.where selfassess.save selfassess.save_now selfassess.saved
selfassess.email_link selfassess.link_sent selfassess.leave_saved selfassess.left selfassess.awake
selfassess.forgotten selfassess.delete selfassess.deleted selfassess.come_back selfassess.come_back_now
selfassess.link selfassess.claim_link selfassess.ask selfassess.ask_page selfassess.answer_ask_page
selfassess.send_request selfassess.earlier_address selfassess.worry selfassess.worry_part
selfassess.answer_worry selfassess.worry_sent selfassess.sent selfassess.track selfassess.open_tracked
selfassess.change_call
selfassess.tracked selfassess.answer_question selfassess.still_waiting selfassess.withdraw selfassess.plan selfassess.begin_plan
selfassess.plan_text selfassess.plan_add selfassess.plan_remove selfassess.plan_move selfassess.plan_tick
selfassess.plan_change selfassess.plan_service selfassess.plan_from_list selfassess.plan_look_again
selfassess.plan_looked selfassess.plan_measure selfassess.plan_measure_remove selfassess.plan_pdf
frontdoor.sent_list frontdoor.call_me frontdoor.ask_for_call frontdoor.call_asked
frontdoor.withdraw_call frontdoor.refer frontdoor.refer_by_form frontdoor.begin_referral
frontdoor.refer_step frontdoor.answer_refer_step frontdoor.referral_sent outbox.notify_receipt
selfassess.plan_reminder selfassess.plan_send selfassess.plan_send_now selfassess.plan_sent
feed.root feed.openapi feed.services feed.services_item feed.organizations feed.organizations_item
feed.service_at_locations feed.service_at_locations_item feed.taxonomies feed.taxonomies_item
feed.taxonomy_terms feed.taxonomy_terms_item
directory.use_our_data directory.services_csv directory.services_json directory.new_services
directory.widget directory.alerts directory.alerts_json directory.alerts_atom
directory.whats_on_calendar printed.directory
accounts.sign_in accounts.ask_link accounts.link_sent accounts.use_code accounts.link accounts.claim_link
accounts.staff_sign_in accounts.use_password accounts.passkey_options accounts.use_passkey
accounts.begin_provider accounts.provider_back accounts.use_provider
upkeep.register_group upkeep.ask_to_register upkeep.join_sent upkeep.claim upkeep.ask_to_claim
upkeep.confirm_join upkeep.confirm_join_now upkeep.join_done upkeep.similar
accounts.sign_in_as_demonstration accounts.invitation accounts.accept_invitation
"""

_CONTENT_ENDPOINTS = """
content.home content.listed content.upgrades content.edit content.save content.new content.add content.history
content.undo content.remove content.merge content.merge_now content.keep_draft content.drop_draft content.searches content.search_words
content.add_words content.decide content.review content.looked
"""

_CALL_BACK_ENDPOINTS = """
frontdoor.call_backs frontdoor.call_back frontdoor.claim_call_back frontdoor.release_call_back
frontdoor.reached_call_back frontdoor.not_reached_call_back frontdoor.move_call_back frontdoor.cancel_call_back
frontdoor.call_back_booked frontdoor.told_after_call_back
"""

_REFERRING_ENDPOINTS = """
frontdoor.referring_organizations frontdoor.add_referring_organization frontdoor.switch_referring_organization
frontdoor.organization_people frontdoor.invite_professional frontdoor.remove_professional
frontdoor.withdraw_professional_invitation frontdoor.share_referrals frontdoor.stopped_hand_overs
frontdoor.try_hand_overs_again
"""

_PROFESSIONAL_ENDPOINTS = """
frontdoor.referred frontdoor.begin_as_professional frontdoor.professional_step
frontdoor.answer_professional_step frontdoor.referred_person frontdoor.answer_as_professional
"""

_GROUP_REFERRAL_ENDPOINTS = """
frontdoor.refer_to_group frontdoor.choose_for_group frontdoor.read_back frontdoor.send_to_group
frontdoor.came_back frontdoor.referral frontdoor.told_group_by_phone frontdoor.ask_group_again
frontdoor.take_back_referral frontdoor.settle_referral frontdoor.group_message_back frontdoor.decide_answer
"""

_LIFE_ENDPOINTS = """
upkeep.life upkeep.pause upkeep.pause_now upkeep.reopen upkeep.rename upkeep.rename_now upkeep.copy_listing
upkeep.copy_listing_now upkeep.end_listing upkeep.end_listing_now
"""

_PERSON_ENDPOINTS = "frontdoor.edit_person frontdoor.change_person frontdoor.needs_reviewed"

_SUPERVISOR_ENDPOINTS = """
frontdoor.kept frontdoor.export_person frontdoor.export_person_json frontdoor.erase_person
frontdoor.erase_person_now frontdoor.call_back_places frontdoor.set_call_back_places
frontdoor.restrict_person
"""

ACCESS: Mapping[str, Access] = {
    **dict.fromkeys(_PUBLIC_ENDPOINTS.split(), PUBLIC),
    **dict.fromkeys(_CONTENT_ENDPOINTS.split(), only(Role.CONTENT_EDITOR)),
    "accounts.account": SIGNED_IN,
    "accounts.change_name": SIGNED_IN,
    "accounts.sign_out": PUBLIC,
    "accounts.signed_out": PUBLIC,
    "accounts.sign_out_everywhere": SIGNED_IN,
    "accounts.end_device": SIGNED_IN,
    "accounts.second_factor": SECOND_FACTOR,
    "accounts.use_second_factor": SECOND_FACTOR,
    "accounts.security": SETTING_UP,
    "accounts.set_password": SETTING_UP,
    "accounts.begin_app": SETTING_UP,
    "accounts.app": SETTING_UP,
    "accounts.add_app": SETTING_UP,
    "accounts.remove_app": SETTING_UP,
    "accounts.renew_codes": SETTING_UP,
    "accounts.recovery_codes": SETTING_UP,
    "accounts.codes_stored": SETTING_UP,
    "accounts.new_passkey_options": SETTING_UP,
    "accounts.add_passkey": SETTING_UP,
    "accounts.remove_passkey": SETTING_UP,
    "accounts.finish_setting_up": SETTING_UP,
    "upkeep.group": EDITORS,
    "upkeep.new_listing": EDITORS,
    "upkeep.add_listing": EDITORS,
    "upkeep.listing": EDITORS,
    "upkeep.listing_section": EDITORS,
    "upkeep.change_listing": EDITORS,
    "upkeep.remove_place": EDITORS,
    "upkeep.preview_listing": EDITORS,
    "upkeep.listing_photo": EDITORS,
    "upkeep.set_photo": EDITORS,
    "upkeep.remove_photo": EDITORS,
    "upkeep.send_listing": EDITORS,
    "upkeep.drop_changes": EDITORS,
    "upkeep.group_contacts": EDITORS,
    "upkeep.add_contact": EDITORS,
    "upkeep.show_contact": EDITORS,
    "upkeep.change_contact": EDITORS,
    "upkeep.remove_contact": EDITORS,
    **dict.fromkeys(_REFERRING_ENDPOINTS.split(), REFERRAL_ADMINISTRATORS),
    **dict.fromkeys(_GROUP_REFERRAL_ENDPOINTS.split(), CALL_TAKERS),
    **dict.fromkeys(_SUPERVISOR_ENDPOINTS.split(), SUPERVISORS),
    **dict.fromkeys(_PROFESSIONAL_ENDPOINTS.split(), PROFESSIONALS),
    "frontdoor.group_calls": GROUPS,
    "frontdoor.group_call": GROUPS,
    "frontdoor.group_reached": GROUPS,
    "frontdoor.group_not_reached": GROUPS,
    "frontdoor.group_cannot_call": GROUPS,
    "frontdoor.erase_group_call": GROUPS,
    "frontdoor.call_me_services": GROUPS,
    "frontdoor.switch_call_me": GROUPS,
    "frontdoor.group_referrals": GROUPS,
    "frontdoor.group_referral": GROUPS,
    "frontdoor.accept_referral": GROUPS,
    "frontdoor.decline_referral": GROUPS,
    "frontdoor.say_progress": GROUPS,
    "accounts.colleagues": GROUPS,
    "accounts.invite_colleague": only(Role.GROUP_OWNER),
    "accounts.change_colleague": only(Role.GROUP_OWNER),
    "accounts.remove_colleague": GROUPS,
    "accounts.withdraw_invitation": only(Role.GROUP_OWNER),
    "accounts.administration": ADMINISTRATORS,
    "accounts.find_person": ADMINISTRATORS,
    "accounts.invite_staff": ADMINISTRATORS,
    "accounts.withdraw_staff_invitation": ADMINISTRATORS,
    "accounts.administer": ADMINISTRATORS,
    "accounts.grant_role": ADMINISTRATORS,
    "accounts.take_role": ADMINISTRATORS,
    "accounts.lock": ADMINISTRATORS,
    "accounts.unlock": ADMINISTRATORS,
    "accounts.close": ADMINISTRATORS,
    "accounts.reset_factors": ADMINISTRATORS,
    "accounts.audit": ADMINISTRATORS,
    "upkeep.moderation": MODERATORS,
    **dict.fromkeys(_LIFE_ENDPOINTS.split(), EDITORS),
    "upkeep.sources": MODERATORS,
    "upkeep.read_source": MODERATORS,
    "upkeep.pause_source": MODERATORS,
    "upkeep.resume_source": MODERATORS,
    "upkeep.figures": MODERATORS,
    "upkeep.group_figures": GROUPS,
    "upkeep.listing_figures": GROUPS,
    "upkeep.alerts": ALERT_WRITERS,
    "upkeep.new_alert": ALERT_WRITERS,
    "upkeep.write_alert": ALERT_WRITERS,
    "upkeep.alert": ALERT_WRITERS,
    "upkeep.change_alert": ALERT_WRITERS,
    "upkeep.end_alert": ALERT_WRITERS,
    "upkeep.check": PUBLIC,
    "upkeep.answer_check": PUBLIC,
    "upkeep.stop_checks": PUBLIC,
    "upkeep.group_checks": GROUPS,
    "upkeep.group_confirms": GROUPS,
    "upkeep.to_ring": MODERATORS,
    "upkeep.call_sheet": MODERATORS,
    "upkeep.note_call_now": MODERATORS,
    "upkeep.decide_hiding": MODERATORS,
    "upkeep.links": MODERATORS,
    "upkeep.open_link_again": MODERATORS,
    "upkeep.duplicates": MODERATORS,
    "upkeep.set_apart": MODERATORS,
    "upkeep.content_audit": MODERATORS,
    "upkeep.listing_hints": EDITORS,
    "upkeep.needs_reason": EDITORS,
    "upkeep.give_needs_reason": EDITORS,
    "upkeep.compare": MODERATORS,
    "upkeep.compare_two": MODERATORS,
    "upkeep.merge_pair": MODERATORS,
    "upkeep.merges": MODERATORS,
    "upkeep.undo_merge": MODERATORS,
    "upkeep.group_requests": MODERATORS,
    "upkeep.group_request": MODERATORS,
    "upkeep.accept_group": MODERATORS,
    "upkeep.decline_group": MODERATORS,
    "frontdoor.end_call": CALL_TAKERS,
    "frontdoor.end_call_now": CALL_TAKERS,
    "frontdoor.reopen_call": CALL_TAKERS,
    "frontdoor.call_counts": only(Role.SUPERVISOR, Role.MANAGER),
    "frontdoor.caller": CALL_TAKERS,
    "frontdoor.agree_to_be_known": CALL_TAKERS,
    "frontdoor.find_caller": CALL_TAKERS,
    "frontdoor.link_caller": CALL_TAKERS,
    "frontdoor.unlink_caller": CALL_TAKERS,
    "frontdoor.tell_worker": CALL_TAKERS,
    "frontdoor.people": PEOPLE_READERS,
    "frontdoor.find_person": PEOPLE_READERS,
    "frontdoor.person": PEOPLE_READERS,
    "frontdoor.give_look_reason": only(Role.SUPERVISOR, Role.TRIAGE),
    **dict.fromkeys(_PERSON_ENDPOINTS.split(), PEOPLE_READERS),
    "frontdoor.withdraw_agreement": PEOPLE_READERS,
    "frontdoor.summary": CALL_TAKERS,
    "frontdoor.write_summary": CALL_TAKERS,
    "frontdoor.look_at_summary": CALL_TAKERS,
    "frontdoor.send_summary": CALL_TAKERS,
    "frontdoor.summary_letter": CALL_TAKERS,
    "frontdoor.decide_summary": CALL_TAKERS,
    "frontdoor.summary_made": CALL_TAKERS,
    "frontdoor.summaries_to_make": CALL_TAKERS,
    "frontdoor.calls": CALL_TAKERS,
    "frontdoor.start_call": CALL_TAKERS,
    "frontdoor.find_contact": CALL_TAKERS,
    "frontdoor.call": CALL_TAKERS,
    "frontdoor.take_over": CALL_TAKERS,
    "frontdoor.give_contact": CALL_TAKERS,
    "frontdoor.search_for_caller": CALL_TAKERS,
    "frontdoor.save_sheet": CALL_TAKERS,
    "frontdoor.save_box": CALL_TAKERS,
    "frontdoor.tick_service": CALL_TAKERS,
    "frontdoor.assess_caller": CALL_TAKERS,
    "frontdoor.begin_assessment": CALL_TAKERS,
    "frontdoor.open_saved_answers": CALL_TAKERS,
    "frontdoor.worry_of_caller": CALL_TAKERS,
    "frontdoor.close_answers": CALL_TAKERS,
    "frontdoor.join_contact": CALL_TAKERS,
    "frontdoor.untick_service": CALL_TAKERS,
    "upkeep.fix_listing": CALL_TAKERS,
    "upkeep.fix_listing_now": CALL_TAKERS,
    "upkeep.call_fixes": MODERATORS,
    "upkeep.look_at_fix": MODERATORS,
    "upkeep.reports": MODERATORS,
    "upkeep.report": MODERATORS,
    "upkeep.read_worry": MODERATORS,
    "upkeep.close_report": MODERATORS,
    "upkeep.show_report_to_group": MODERATORS,
    "upkeep.make_report_a_worry": MODERATORS,
    "upkeep.changes": MODERATORS,
    "upkeep.approve_changes": MODERATORS,
    "upkeep.change": MODERATORS,
    "upkeep.approve_change": MODERATORS,
    "upkeep.reject_change": MODERATORS,
    "upkeep.ask_about_change": MODERATORS,
    "upkeep.looked_at_change": MODERATORS,
    "upkeep.trusted_groups": MODERATORS,
    "upkeep.trust_group": MODERATORS,
    "upkeep.recent_changes": MODERATORS,
    "upkeep.listing_version": MODERATORS,
    "upkeep.restore_version": MODERATORS,
    "frontdoor.request_for_caller": CALL_TAKERS,
    "frontdoor.concern_of_caller": CALL_TAKERS,
    "frontdoor.send_concern": CALL_TAKERS,
    "frontdoor.concern_sent": CALL_TAKERS,
    "frontdoor.send_for_caller": CALL_TAKERS,
    "frontdoor.request_sent": CALL_TAKERS,
    "frontdoor.requests": REQUEST_WORKERS,
    "frontdoor.seen_requests": REQUEST_WORKERS,
    "frontdoor.open_request": REQUEST_WORKERS,
    "frontdoor.give_reason": REQUEST_WORKERS,
    "frontdoor.step_page": REQUEST_WORKERS,
    "frontdoor.take_step": REQUEST_WORKERS,
    "upkeep.group_change": SIGNED_IN,
    "upkeep.answer_change": GROUPS,
    "upkeep.begin_change_again": GROUPS,
    **dict.fromkeys(_CALL_BACK_ENDPOINTS.split(), CALL_TAKERS | only(Role.TRIAGE)),
    "frontdoor.book_call_back": CALL_TAKERS,
    "frontdoor.book_call_back_now": CALL_TAKERS,
    "frontdoor.hand_over": REQUEST_WORKERS,
    "frontdoor.download_hand_over": REQUEST_WORKERS,
    "frontdoor.hand_overs": REQUEST_WORKERS,
    "frontdoor.hand_over_answers": PUBLIC,
    "frontdoor.send_hand_over": REQUEST_WORKERS,
    "frontdoor.decide_hand_over": REQUEST_WORKERS,
    "upkeep.group_reports": GROUPS,
    "upkeep.group_report": GROUPS,
    "upkeep.answer_report": GROUPS,
}
"""Every endpoint of the application, those of all packages."""
