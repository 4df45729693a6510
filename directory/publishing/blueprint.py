"""The blueprint of the feed. Views import this module; the module imports no view."""

from flask import Blueprint

BASE = "/open-referral/v3"
"""The address below which the feed lies."""

blueprint = Blueprint("feed", __name__, url_prefix=BASE)
