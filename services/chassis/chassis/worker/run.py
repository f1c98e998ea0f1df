"""Runs workers in this process until told to stop. The process must have been monkey-patched by eventlet first."""

import gc
import signal
import threading
from collections.abc import Callable, Sequence
from importlib import import_module
from typing import Any

import eventlet
import eventlet.patcher
import structlog
from nameko.runners import ServiceRunner

from chassis.core import metrics
from chassis.core.config import MetricsAddress
from chassis.core.health import Health
from chassis.core.log import log_what_nobody_caught
from chassis.core.metrics_port import watched
from chassis.core.readiness import keep_looking, wait_for_database
from chassis.core.supervision import Supervision
from chassis.worker.post import Post
from chassis.worker.service import Worker, worker_of

_log = structlog.get_logger()


def run(
    posts: Sequence[Post], *, watched_at: MetricsAddress | None = None, ready: Callable[[], None] = lambda: None
) -> None:
    """Starts one nameko container per post and returns once all have stopped; raises what killed one of them.

    SIGTERM and SIGINT stop reading, let the running batches commit and be acknowledged, then end. `ready` is called
    once the loops run, whatever they still wait for: whether they can do their work is what `/readyz` says.
    """
    assert eventlet.patcher.is_monkey_patched("socket"), "monkey_patch comes first"
    log_what_nobody_caught()
    stopping = eventlet.event.Event()
    runner = ServiceRunner(config={})
    health = Health(post.runtime for post in posts)
    supervision = Supervision(health)

    def stop(*_: object) -> None:
        if not stopping.ready():
            stopping.send(True)
            supervision.stopping()
            eventlet.spawn_n(runner.stop)

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    with supervision, watched(health, watched_at):
        for post in posts:
            wait_for_database(post.runtime, stopping.ready)
            threading.Thread(target=keep_looking, args=(post.runtime,), daemon=True).start()
            metrics.begin_at_zero(post.runtime.instance)
            runner.add_service(worker_of(_worker_class(post), post))
        if stopping.ready():
            return
        runner.start()
        supervision.running()
        _log.info("started")
        # What is loaded by now stays: the collector need not look at it again and again.
        gc.collect()
        gc.freeze()
        ready()
        runner.wait()
    _log.info("stopped")


def _worker_class(post: Post) -> type[Worker]:
    module, _, name = post.runtime.manifest.worker.partition(":")
    worker: Any = getattr(import_module(module), name)
    return worker  # type: ignore[no-any-return]  # a manifest names a Worker; nameko checks it at start
