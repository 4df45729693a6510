"""The blueprint of accounts. It imports none of the views: they import it."""

from flask import Blueprint

blueprint = Blueprint("accounts", __name__)
