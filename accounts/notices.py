"""What a page says after a form was done: a code in the address, and its words here.

Flask's own messages lie in the visitor's session, with which accounts have nothing to do.
"""

from collections.abc import Mapping
from typing import Any

from flask import redirect, request, url_for
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

NOTICES: Mapping[str, Any] = {
    "renamed": _l("Your name is changed."),
    "device-ended": _l("That device is signed out."),
    "password-set": _l("Your password is stored. Other devices are signed out."),
    "app-removed": _l("The app is removed."),
    "passkey-added": _l("Your passkey is stored."),
    "passkey-removed": _l("The passkey is removed."),
    "invited": _l("The invitation is sent."),
    "invitation-withdrawn": _l("The invitation is withdrawn."),
    "colleague-changed": _l("The role is changed."),
    "colleague-removed": _l("That person can no longer change this group’s listings."),
    "role-granted": _l("The role is given."),
    "role-taken": _l("The role is taken away."),
    "locked": _l("The account is locked and signed out everywhere."),
    "unlocked": _l("The account is open again."),
    "closed": _l("The account is closed. Name and address are deleted."),
    "listings-merged": _l("The two are one now. You can undo it on this page."),
    "merge-undone": _l("Both are as they were before."),
    "merge-again": _l("Somebody else changed it at the same time. Press the button again."),
    "alert-drafted": _l("The alert is stored. Nobody sees it before you publish it."),
    "alert-published": _l("The alert is published. It is on the pages that it concerns within 15 seconds."),
    "alert-changed": _l("The change is stored."),
    "alert-ended": _l("The alert is over."),
    "needs-explained": _l("Thank you. The reason is stored."),
    "duplicate-apart": _l("The site will not ask about these two again."),
    "fix-right": _l("Thank you. The change stays."),
    "fix-undone": _l("The listing says what it said before the call."),
    "hand-over-started": _l("The request is on its way."),
    "hand-over-again": _l("We try again in the next minutes."),
    "hand-over-there": _l("Noted. The case system has it."),
    "hand-over-by-hand": _l("Noted. You have passed it on another way."),
    "report-closed": _l("The report is closed. Whoever left an address gets an email."),
    "report-shown": _l("The group can see this report now."),
    "report-is-worry": _l("This is a worry about safety now. The group does not see it."),
    "report-answered": _l("Thank you. The council looks at your answer."),
    "changes-approved": _l("The changes that could be approved are live. Their groups get an email."),
    "change-approved": _l("The change is live. Whoever sent it gets an email."),
    "change-rejected": _l(
        "The change is rejected. Whoever sent it gets an email with a link to your reason."
    ),
    "change-asked": _l("Your question is sent. The change comes back here with the answer."),
    "change-looked-at": _l("You have looked at it."),
    "change-answered": _l("Your answer is sent."),
    "group-trusted": _l("What this group changes goes live at once now."),
    "group-not-trusted": _l("What this group changes waits for you now."),
    "version-back": _l("The earlier version is live again."),
    "source-read": _l("This source is read in the next few minutes."),
    "source-paused": _l("This source is paused. Its services stay here."),
    "source-resumed": _l("This source is read again."),
    "reset": _l("The person gets an email to set up how they sign in. Nothing that they had before works."),
    "change-sent": _l("Sent. A moderator looks at it. Until then people see the listing as it was."),
    "change-live": _l("Thank you. People see your change now."),
    "change-dropped": _l("Your changes are dropped."),
    "listing-changed": _l("Somebody else has changed or sent this listing meanwhile."),
    "contact-added": _l("The contact is stored. Tick it in your listings."),
    "contact-changed": _l("The contact is changed, here and in your listings."),
    "contact-waits": _l("The contact is changed. A moderator looks at it before your listings show it."),
    "contact-unsent": _l(
        "The contact is changed. Some of your listings have changes that you have not sent yet."
    ),
    "contact-removed": _l("The contact is removed."),
    "published": _l("Your change is live."),
    "undone": _l("That version counts again."),
    "removed": _l("It is taken away. Its history stays."),
    "merged": _l("The needs are one now. Services, words and links came along."),
    "words-added": _l("The words are live: searches find more with them now."),
    "decided": _l("The search is marked."),
    "looked-at": _l("The date is moved on."),
    "still-right": _l("Thank you. The page now says that it was checked today."),
    "call-checked": _l("Checked today. This is the next one."),
    "call-noted": _l("The call is noted. This is the next one."),
    "opened-again": _l("We open the website again within the hour."),
    "person-erased": _l("What may be erased is erased."),
    "call-back-over": _l("This call-back is over already."),
    "call-back-changed": _l("A colleague rings, or has changed this call-back. Look at the list again."),
    "call-back-released": _l("Somebody else can ring now."),
    "call-back-again": _l("Noted. We ring again at the time that you chose."),
    "call-back-given-up": _l("Noted. We do not ring again."),
    "call-back-moved": _l("We ring at the new time."),
    "call-back-cancelled": _l("The call-back is cancelled."),
    "call-back-places": _l("The numbers are stored. What is booked stays booked."),
    "referred-to-group": _l("The referral is stored."),
    "group-told": _l("Thank you. We note that you told the group by phone."),
    "group-asked-again": _l("The group gets the email again."),
    "referral-taken-back": _l("The referral is taken back. The group no longer sees what we passed on."),
    "referral-settled": _l("Thank you. What happens now is stored."),
    "referral-accepted": _l("Thank you. You said yes. Please get in touch with them."),
    "referral-declined": _l("Thank you for telling us. We look for other help for them."),
    "referral-progress": _l("Thank you. We know how it is going now."),
    "referral-changed": _l("Somebody else changed this first. Look at it again."),
    "summary-sent": _l("The summary is on its way. This page shows what becomes of it."),
    "summary-given": _l("Noted: the person has the letter."),
    "summary-task": _l("Noted. It is on the list of what has to be made."),
    "summary-made": _l("Noted: it is made."),
    "summary-again": _l("It is queued once more."),
    "summary-left": _l("Noted: it is not sent again."),
    "inbox-seen": _l("Noted. From now on this page shows what is new since this moment."),
    "request-taken": _l("You have this request now."),
    "request-looked-at": _l("The person can see that somebody looks at it."),
    "request-accepted": _l("The request is accepted."),
    "request-asked": _l("Your question is stored. The person answers with their reference and words."),
    "request-declined": _l("The request is declined. The person can read why, and what happens instead."),
    "request-closed": _l("The request is closed."),
    "request-rang": _l("Your call is noted."),
    "request-noted": _l("Your note is stored."),
    "request-assigned": _l("The request has changed hands."),
    "request-moved": _l("Queue and priority are as you chose."),
    "request-moved-away": _l("The request is in a queue that you do not see. Its team has it now."),
    "request-joined": _l("Both are one request now. What you decide here counts for both."),
    "request-parted": _l("They are two requests again."),
    "request-restricted": _l("Everybody has to give a reason now before they read this request."),
    "request-free": _l("The request can be read without a reason again."),
    "request-reopened": _l("The request is open again."),
    "request-reason": _l("Your reason is stored. You can read the request for half an hour."),
    "hidden": _l("The listing is out of the results until somebody checks it."),
    "contact-ended": _l("The contact has ended, and what came of it is stored."),
    "contact-reopened": _l("The contact is open again."),
    "contact-not-reopened": _l("It could not be opened again. This is how it stands now."),
    "person-known": _l("Stored. Read the reference out, so that they can give it next time."),
    "person-linked": _l("This contact belongs to them now."),
    "person-not-linked": _l("That did not work. This is how it stands now."),
    "person-unlinked": _l("This contact no longer belongs to them."),
    "person-changed": _l("The change is stored."),
    "person-changed-meanwhile": _l(
        "Somebody else changed it meanwhile. Look again, then press the button again."
    ),
    "person-restricted": _l("The record is restricted now."),
    "person-unrestricted": _l("The record is not restricted any more."),
    "person-not-sure": _l("Nothing is deleted. Tick the box first."),
    "needs-reviewed": _l("Thank you. We ask again in a year."),
    "agreement-withdrawn": _l("The record is deleted."),
    "worker-told": _l("They get an email now. It does not say who got in touch."),
    "worker-not-told": _l("The account of who works with them is gone. Ring them instead."),
    "contact-mine": _l("This contact is yours now."),
    "contact-given": _l("The contact is with somebody else now."),
    "contacts-joined": _l("The two contacts are one now."),
    "sheet-saved": _l("Saved."),
    "shown": _l("The listing stays in the results."),
}


def done(code: str, endpoint: str, **values: Any) -> Response:
    """Return a redirect to a page, which then shows the notice of this code."""
    if code not in NOTICES:
        raise KeyError(code)
    return redirect(url_for(endpoint, done=code, **values), 303)


def notice() -> str:
    """Return the words for the code in the address of this request; empty for none."""
    return str(NOTICES.get(request.args.get("done", ""), ""))
