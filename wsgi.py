"""Entry point of the server and of `flask --app wsgi …`."""

from talentpool.app import create_app
from talentpool.security.private_files import keep_new_files_private

keep_new_files_private()
app = create_app()
