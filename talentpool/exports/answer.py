"""A file as the answer of a request."""

from __future__ import annotations

from urllib.parse import quote

from flask import Response, request
from werkzeug.wsgi import wrap_file

from talentpool.exports.services import TakenFile


def answer_with(taken: TakenFile) -> Response:
    """The file with its Chinese name (RFC 5987) and a plain one for programs that cannot read it."""
    response = Response(
        wrap_file(request.environ, taken.file), mimetype=taken.media_type, direct_passthrough=True
    )
    response.content_length = taken.size
    names = f"filename={taken.plain_name}; filename*=UTF-8''{quote(taken.name)}"
    response.headers["Content-Disposition"] = f"attachment; {names}"
    return response
