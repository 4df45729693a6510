"""Opening times for programs."""

from datetime import date, time

from directory.listing.opening_hours import opening_hours
from directory.schedules.schedule import UNKNOWN, Hours, Schedule

TUESDAYS = Schedule("WEEKLY", byday=("TU",), opens_at=time(10), closes_at=time(12, 30))


def test_weekly_times_have_days_and_hours() -> None:
    assert opening_hours(Hours.of(TUESDAYS)) == [
        {
            "@type": "OpeningHoursSpecification",
            "dayOfWeek": ["https://schema.org/Tuesday"],
            "opens": "10:00",
            "closes": "12:30",
        }
    ]


def test_always_open_is_every_day() -> None:
    (found,) = opening_hours(Hours("always"))
    assert len(found["dayOfWeek"]) == 7
    assert (found["opens"], found["closes"]) == ("00:00", "23:59")


def test_what_is_not_every_week_is_left_out() -> None:
    fortnightly = Schedule(
        "WEEKLY", 2, byday=("TU",), dtstart=date(2026, 11, 3), opens_at=time(10), closes_at=time(12)
    )
    monthly = Schedule("MONTHLY", byday=("1TU",), opens_at=time(10), closes_at=time(12))
    assert opening_hours(Hours.of(fortnightly, monthly)) == []
    assert opening_hours(UNKNOWN) == []


def test_days_of_validity_are_told() -> None:
    row = Schedule(
        "WEEKLY",
        byday=("TU",),
        opens_at=time(10),
        closes_at=time(12),
        valid_from=date(2026, 9, 1),
        valid_to=date(2026, 12, 15),
    )
    (found,) = opening_hours(Hours.of(row))
    assert (found["validFrom"], found["validThrough"]) == ("2026-09-01", "2026-12-15")
