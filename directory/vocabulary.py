"""The closed lists of values in a service's record: stable ids, and the labels that people read.

Open Referral UK 3.0 has no lists for the route in, the delivery or the availability.

The labels are marked for translation: `_(COST["free"])` is the label in the reader's language.
"""

from core.messages import N_

ROUTE_IN = {
    "self": N_("You can ask for this yourself"),
    "anyone": N_("Anyone can ask for someone"),
    "gp": N_("Your GP or nurse asks for you"),
    "professional": N_("A health or care worker asks for you"),
}
DELIVERY = {
    "place": N_("At a place you go to"),
    "home": N_("Visits you at home"),
    "phone": N_("By phone"),
    "online": N_("Online or by video"),
    "outreach": N_("Comes to places near you"),
    "borough_wide": N_("Covers the whole area"),
}
AVAILABILITY = {
    "taking": N_("Taking people now"),
    "waiting_list": N_("Waiting list"),
    "full": N_("Full at the moment"),
}
COST = {
    "free": N_("Free"),
    "fixed": N_("Set price"),
    "sliding": N_("You pay what you can, or by income"),
    "means_tested": N_("Depends on your money"),
    "donation": N_("Donation if you wish"),
}
ACCESS = {
    "wheelchair": N_("Wheelchair access"),
    "step_free": N_("No steps"),
    "hearing_loop": N_("Hearing loop"),
    "bsl": N_("British Sign Language"),
    "parking": N_("Parking"),
    "blue_badge_parking": N_("Blue Badge parking"),
    "accessible_toilet": N_("Accessible toilet"),
    "changing_places": N_("Changing Places toilet"),
    "quiet_times": N_("Quiet times or space"),
    "assistance_dogs": N_("Assistance dogs welcome"),
    "pets_welcome": N_("Pets welcome"),
    "large_print": N_("Large print"),
    "easy_read": N_("Easy Read"),
    "braille": N_("Braille"),
    "home_visits": N_("Can visit you at home"),
}
STATUS = ("active", "inactive", "defunct", "temporarily closed")
"""The statuses of a service, from the enumeration of Open Referral UK 3.0."""
WEEKDAYS = {
    "MO": N_("Monday"),
    "TU": N_("Tuesday"),
    "WE": N_("Wednesday"),
    "TH": N_("Thursday"),
    "FR": N_("Friday"),
    "SA": N_("Saturday"),
    "SU": N_("Sunday"),
}

# Keys of our own taxonomies, whose terms are attributes of a service.
TAXONOMY_NEEDS = "needs"
TAXONOMY_AUDIENCES = "audiences"
TAXONOMY_ACCESS = "access"
TAXONOMY_CULTURES = "cultures"
OWN_TAXONOMIES = {
    TAXONOMY_NEEDS: "What people need help with",
    TAXONOMY_AUDIENCES: "Who a service is for",
    TAXONOMY_ACCESS: "Access",
    TAXONOMY_CULTURES: "Faith, diet and culture",
}

MOST_NEEDS = 8
"""A listing with more needs is asked why: what seems to help with everything hides what helps with one thing.
"""
