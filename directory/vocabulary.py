"""The closed lists of the record: stable ids with the words that people read.

They are what Open Referral UK 3.0 lacks and people need (route in, delivery, availability), and the terms of our own taxonomies.
"""

ROUTE_IN = {
    "self": "You can ask for this yourself",
    "anyone": "Anyone can ask for someone",
    "gp": "Your GP or nurse asks for you",
    "professional": "A health or care worker asks for you",
}
DELIVERY = {
    "place": "At a place you go to",
    "home": "Visits you at home",
    "phone": "By phone",
    "online": "Online or by video",
    "outreach": "Comes to places near you",
    "borough_wide": "Covers the whole area",
}
AVAILABILITY = {
    "taking": "Taking people now",
    "waiting_list": "Waiting list",
    "full": "Full at the moment",
}
COST = {
    "free": "Free",
    "fixed": "Set price",
    "sliding": "You pay what you can, or by income",
    "means_tested": "Depends on your money",
    "donation": "Donation if you wish",
}
ACCESS = {
    "wheelchair": "Wheelchair access",
    "step_free": "No steps",
    "hearing_loop": "Hearing loop",
    "bsl": "British Sign Language",
    "parking": "Parking",
    "blue_badge_parking": "Blue Badge parking",
    "accessible_toilet": "Accessible toilet",
    "changing_places": "Changing Places toilet",
    "quiet_times": "Quiet times or space",
    "assistance_dogs": "Assistance dogs welcome",
    "pets_welcome": "Pets welcome",
    "large_print": "Large print",
    "easy_read": "Easy Read",
    "braille": "Braille",
    "home_visits": "Can visit you at home",
}
STATUS = ("active", "inactive", "defunct", "temporarily closed")
WEEKDAYS = {
    "MO": "Monday",
    "TU": "Tuesday",
    "WE": "Wednesday",
    "TH": "Thursday",
    "FR": "Friday",
    "SA": "Saturday",
    "SU": "Sunday",
}

# Ids of our own taxonomies, as attributes of a service.
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
