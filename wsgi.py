"""The portal as a WSGI application: `waitress-serve wsgi:app` or `gunicorn --preload wsgi:app`."""

from portal import worker
from portal.app import create_app

app = create_app()
worker.ring_after_commits(app.extensions["settings"], app.extensions["database"], app)
worker.Beater(app).with_first_request()
