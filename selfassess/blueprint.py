"""The blueprint of the self-assessment. It imports none of the views: they import it."""

from flask import Blueprint

blueprint = Blueprint("selfassess", __name__)
