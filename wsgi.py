"""The portal as a WSGI application: `waitress-serve wsgi:app` or `gunicorn --preload wsgi:app`."""

from portal.app import create_app

app = create_app()
