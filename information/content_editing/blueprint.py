"""The blueprint of the pages for content editors. It imports none of the views: they import it."""

from flask import Blueprint

blueprint = Blueprint("content", __name__)
