"""GOV.UK Frontend's components, called from our templates as govuk("button", {...}).

They live in an environment of their own, because their templates lean on lenient undefined values and ours are strict.
"""

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from flask import Flask
from jinja2 import ChainableUndefined, Environment, PackageLoader, PrefixLoader, StrictUndefined
from markupsafe import Markup

_PACKAGE = "govuk_frontend_jinja"


@cache
def _environment() -> Environment:
    loader = PrefixLoader({_PACKAGE: PackageLoader(_PACKAGE)})
    return Environment(
        loader=loader, autoescape=True, undefined=ChainableUndefined, extensions=["jinja2.ext.do"]
    )


@cache
def _macro(name: str) -> Callable[[Mapping[str, Any]], str]:
    camel = "".join(part.capitalize() for part in name.split("-"))
    module = _environment().get_template(f"{_PACKAGE}/components/{name}/macro.html").module
    macro: Callable[[Mapping[str, Any]], str] = getattr(module, f"govuk{camel}")
    return macro


def govuk(name: str, params: Mapping[str, Any]) -> Markup:
    """One component as HTML. `name` is the component's folder ('date-input'), `params` as in GOV.UK Frontend's documentation."""
    return Markup(_macro(name)(params))


def init_components(app: Flask) -> None:
    """Make templates strict about undefined names and give them the components."""
    app.jinja_options = {
        **app.jinja_options,
        "undefined": StrictUndefined,
        "trim_blocks": True,
        "lstrip_blocks": True,
    }
    app.jinja_env.globals["govuk"] = govuk
