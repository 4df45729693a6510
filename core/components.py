"""GOV.UK Frontend's components, called from our templates as govuk("button", {...}).

They have an environment of their own, because their templates need lenient undefined values and ours are
strict.
"""

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from flask import Flask
from flask_babel import gettext as _
from jinja2 import ChainableUndefined, Environment, PackageLoader, PrefixLoader, StrictUndefined
from markupsafe import Markup

_PACKAGE = "govuk_frontend_jinja"

Macro = Callable[[Mapping[str, Any]], str]


@cache
def _environment() -> Environment:
    loader = PrefixLoader({_PACKAGE: PackageLoader(_PACKAGE)})
    return Environment(
        loader=loader, autoescape=True, undefined=ChainableUndefined, extensions=["jinja2.ext.do"]
    )


@cache
def _macro(name: str) -> Macro:
    camel = "".join(part.capitalize() for part in name.split("-"))
    module = _environment().get_template(f"{_PACKAGE}/components/{name}/macro.html").module
    macro: Macro = getattr(module, f"govuk{camel}")
    return macro


def _in_our_words(name: str, params: Mapping[str, Any]) -> dict[str, Any]:
    """Return the parameters with translated texts in place of those that the component has by itself, in
    English.
    """
    found = dict(params)
    if name == "breadcrumbs":
        found.setdefault("labelText", _("Breadcrumb"))
    if found.get("errorMessage"):
        found["errorMessage"] = {"visuallyHiddenText": _("Error"), **found["errorMessage"]}
    return found


def govuk(name: str, params: Mapping[str, Any]) -> Markup:
    """Return one component as HTML.

    `name`: the component's folder, such as "date-input". `params`: as in GOV.UK Frontend's documentation.
    """
    # The components escape every parameter that is not called "html".
    return Markup(_macro(name)(_in_our_words(name, params)))  # noqa: S704


def init_components(app: Flask) -> None:
    """Make templates strict about undefined names and give them the components."""
    app.jinja_options = {
        **app.jinja_options,
        "undefined": StrictUndefined,
        "trim_blocks": True,
        "lstrip_blocks": True,
    }
    app.jinja_env.globals["govuk"] = govuk
