"""Dates, money and numbers in the reader's language, and the language itself."""

from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from typing import Any

import flask_babel
from babel.dates import format_date
from babel.numbers import format_currency, format_percent, get_group_symbol
from flask import Flask, g, has_app_context
from flask_babel import Babel, Domain, get_locale, ngettext
from flask_babel import gettext as _

from core import clock, messages
from core.phone_links import tel_address
from core.word_breaks import breakable, unbroken_numbers

_YEAR, _MONTH = 365, 30


def plain_date(value: date | datetime) -> str:
    """Return "3 November 2026". A moment with a time zone gives its day in Europe/London."""
    if isinstance(value, datetime) and value.tzinfo:
        value = value.astimezone(clock.LONDON).date()
    return format_date(value, "d MMMM y", locale=messages.locale())


def month_words(value: date) -> str:
    """Return the month of a day, such as "November 2026"."""
    return format_date(value, "MMMM y", locale=messages.locale())


def short_date(value: date | datetime) -> str:
    """Return "3 Nov", with the year where the day lies in another year than today; no line breaks inside it."""
    pattern = "d MMM" if value.year == clock.today().year else "d MMM y"
    return format_date(value, pattern, locale=messages.locale()).replace(" ", "\N{NO-BREAK SPACE}")


def pounds(value: Decimal) -> str:
    """Return an amount in pounds as "£3", "£3.50" or "£1,250"."""
    locale = messages.locale()
    pattern = locale.currency_formats["standard"].pattern
    whole = value == value.to_integral_value()
    return format_currency(
        value,
        "GBP",
        pattern.replace(".00", "") if whole else pattern,
        locale=locale,
        currency_digits=not whole,
    )


def whole_number(value: int) -> str:
    """Return a whole number with its thousands marked, as "1,250"."""
    # babel's format_decimal fails for more than 28 digits, and there are more combinations of answers than
    # that.
    return f"{value:,}".replace(",", get_group_symbol(messages.locale()))


def period_words(days: int) -> str:
    """Return a number of days as people say it: "6 years", "2 years and 35 days", "3 months", "45 days"."""
    years, rest = divmod(days, _YEAR)
    if not years:
        months, left = divmod(days, _MONTH)
        if months > 1 and not left:
            return ngettext("%(num)d month", "%(num)d months", months)
        return ngettext("%(num)d day", "%(num)d days", days)
    words = ngettext("%(num)d year", "%(num)d years", years)
    if not rest:
        return words
    return _("%(years)s and %(rest)s", years=words, rest=period_words(rest))


def percent(value: Decimal) -> str:
    """Return "0.15%" for Decimal("0.15"): the value is a number of hundredths."""
    return format_percent(value / 100, "#,##0.##%", locale=messages.locale())


def amount(value: Decimal, unit: str) -> str:
    """Return a value with its unit: "£3", "£3 a week" or "0.15%".

    `unit`: pounds, pounds_a_week or percent.
    """
    match unit:
        case "percent":
            return percent(value)
        case "pounds_a_week":
            return _("%(amount)s a week", amount=pounds(value))
        case _:
            return pounds(value)


class _RequestDomain(Domain):  # type: ignore[misc]
    """A domain that looks for the reader's catalogue once in a request, and not for every text.

    It is kept where flask_babel's `force_locale` and `refresh` forget it.
    """

    def get_translations(self) -> Any:
        """Return the catalogue of the reader's language."""
        kept = g.get("_flask_babel") if has_app_context() else None
        if kept is None:
            return super().get_translations()
        found = getattr(kept, "babel_translations", None)
        if found is None:
            found = kept.babel_translations = super().get_translations()
        return found


class _Babel(Babel):  # type: ignore[misc]
    @cached_property
    def domain_instance(self) -> Domain:
        return _RequestDomain(domain=self.domain)


def init_i18n(app: Flask) -> None:
    """Speak British English by default; the catalogues of other languages are in translations/."""
    app.config.update(
        BABEL_DEFAULT_LOCALE="en_GB",
        BABEL_DEFAULT_TIMEZONE="Europe/London",
        BABEL_TRANSLATION_DIRECTORIES="translations",
    )
    _Babel(app)
    messages.install(flask_babel.gettext, flask_babel.ngettext, get_locale)
    app.jinja_env.globals["get_locale"] = get_locale
    app.jinja_env.filters.update(
        plain_date=plain_date,
        period_words=period_words,
        short_date=short_date,
        pounds=pounds,
        tel_link=tel_address,
        whole_number=whole_number,
        breakable=breakable,
        unbroken_numbers=unbroken_numbers,
    )
