"""The blueprint of the directory. It imports none of the views: they import it."""

from flask import Blueprint

blueprint = Blueprint("directory", __name__)
