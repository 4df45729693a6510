"""The blueprint of the front door. Views import this module; the module imports no view."""

from flask import Blueprint

blueprint = Blueprint("frontdoor", __name__)
