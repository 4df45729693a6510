"""The blueprint of the directory. Views import this module; the module imports no view."""

from flask import Blueprint

blueprint = Blueprint("directory", __name__)
