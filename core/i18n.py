"""Dates, times and money as people in England read them, and the words' language."""

from datetime import date, datetime
from decimal import Decimal

from babel import Locale
from babel.dates import format_date
from babel.numbers import format_currency, format_percent
from flask import Flask
from flask_babel import Babel, get_locale
from flask_babel import gettext as _

from core import clock


def _words(value: date, pattern: str) -> str:
    return format_date(value, pattern, locale=_locale())


def _locale() -> Locale:
    """The visitor's language; British English where there is no visitor, as on the command line."""
    return get_locale() or Locale("en", "GB")


def plain_date(value: date | datetime) -> str:
    """'3 November 2026', in Europe/London where a time zone is known."""
    if isinstance(value, datetime) and value.tzinfo:
        value = value.astimezone(clock.LONDON).date()
    return _words(value, "d MMMM y")


def short_date(value: date | datetime) -> str:
    """'3 Nov', with the year where it is not this year's."""
    return _words(value, "d MMM" if value.year == clock.today().year else "d MMM y")


def pounds(value: Decimal) -> str:
    """'£3', '£3.50', '£1,250'."""
    locale = _locale()
    pattern = locale.currency_formats["standard"].pattern
    whole = value == value.to_integral_value()
    return format_currency(
        value,
        "GBP",
        pattern.replace(".00", "") if whole else pattern,
        locale=locale,
        currency_digits=not whole,
    )


def percent(value: Decimal) -> str:
    """'0.15%', from 0.15: a number of hundredths."""
    return format_percent(value / 100, "#,##0.##%", locale=_locale())


def amount(value: Decimal, unit: str) -> str:
    """A value with its unit: '£3', '£3 a week' or '0.15%', for the units pounds, pounds_a_week and percent."""
    match unit:
        case "percent":
            return percent(value)
        case "pounds_a_week":
            return _("%(amount)s a week", amount=pounds(value))
        case _:
            return pounds(value)


def tel_link(number: str) -> str:
    """The number as a tel: address: digits and a leading plus only."""
    return "tel:" + "".join(c for c in number if c.isdigit() or c == "+")


def init_i18n(app: Flask) -> None:
    """British English by default; further languages live in translations/."""
    app.config.update(
        BABEL_DEFAULT_LOCALE="en_GB",
        BABEL_DEFAULT_TIMEZONE="Europe/London",
        BABEL_TRANSLATION_DIRECTORIES="translations",
    )
    Babel(app)
    app.jinja_env.globals["get_locale"] = get_locale
    app.jinja_env.filters.update(
        plain_date=plain_date, short_date=short_date, pounds=pounds, tel_link=tel_link
    )
