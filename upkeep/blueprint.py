"""The blueprint of the upkeep of listings. Views import this module; the module imports no view."""

from flask import Blueprint

blueprint = Blueprint("upkeep", __name__)
