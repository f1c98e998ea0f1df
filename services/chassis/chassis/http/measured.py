"""How long requests take, by kind and by class of status, and how many run: for gauges, and to see one that hangs."""

import threading
import time

import flask

from chassis.core import metrics
from chassis.core.runtime import Runtime
from chassis.http.access import Door, asked_door


def register_measures(app: flask.Flask, runtime: Runtime) -> None:
    """Registered first, so that a refusal is measured too."""
    labels = (runtime.instance.service, runtime.instance.antenna)

    def begin() -> None:
        flask.g.began = time.perf_counter()
        metrics.HTTP_IN_FLIGHT.labels(*labels).inc()
        runtime.state.begin(_loop())

    def measure(response: flask.Response) -> flask.Response:
        status = f"{response.status_code // 100}xx"
        seconds = time.perf_counter() - flask.g.began
        metrics.HTTP_SECONDS.labels(*labels, _kind(), status).observe(seconds)
        return response

    def end(_error: BaseException | None) -> None:
        if flask.g.pop("began", None) is not None:
            metrics.HTTP_IN_FLIGHT.labels(*labels).dec()
            runtime.state.end(_loop())

    app.before_request(begin)
    app.after_request(measure)
    app.teardown_request(end)


def _loop() -> str:
    """A thread that answers is a loop as long as it does."""
    return f"request {threading.get_ident()}"


def _kind() -> str:
    if asked_door() is not Door.API:
        return "page"
    return "query" if flask.request.method in ("GET", "HEAD") else "command"
