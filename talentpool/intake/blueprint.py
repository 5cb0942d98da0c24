"""The blueprint to which the pages of intake belong."""

from flask import Blueprint

bp = Blueprint("intake", __name__, url_prefix="/intake")
