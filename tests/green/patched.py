"""A pytest plugin that patches its process first, as a worker's process does: `pytest -p green.patched tests/green`."""

import eventlet

eventlet.monkey_patch()
