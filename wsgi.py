"""Entry point of the server and of `flask --app wsgi …`."""

from talentpool.app import create_app

app = create_app()
