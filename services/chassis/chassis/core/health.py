"""Whether a process lives and can do its work now, as its parts say; and the two addresses where others ask for it."""

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from chassis.core import causes
from chassis.core.runtime import Runtime
from chassis.core.state import DATABASE, Said

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

LIVE, READY = "/livez", "/readyz"
_HUNG = "LOOP_HUNG"


@dataclass(frozen=True, slots=True)
class Trouble:
    """A part that does not do its work, with a stable code."""

    instance: str
    part: str
    code: str


class Health:
    """The instances of one process, seen through what their parts said: nothing is asked of a database or a broker."""

    def __init__(self, runtimes: Iterable[Runtime]) -> None:
        self.runtimes = tuple(runtimes)

    def say(self, part: str, word: str) -> None:
        """Says it of every instance."""
        for runtime in self.runtimes:
            runtime.state.say(part, word)

    def not_alive(self) -> Sequence[Trouble]:
        """The loops that hang; none in a process that lives."""
        return [troubled for runtime in self.runtimes for troubled in hung(runtime)]

    def not_ready(self) -> Sequence[Trouble]:
        """What keeps the process from its work; nothing when it can do it now."""
        return [troubled for runtime in self.runtimes for troubled in (*hung(runtime), *idle(runtime))]


def hung(runtime: Runtime) -> Sequence[Trouble]:
    return [Trouble(str(runtime.instance), loop, _HUNG) for loop in runtime.state.hung()]


def idle(runtime: Runtime) -> Sequence[Trouble]:
    troubles = [Trouble(str(runtime.instance), part, word) for part, word in runtime.state.idle()]
    if runtime.database.is_answering:
        return troubles
    # The watch knows within seconds what the next look at the revisions would tell later.
    silent = Trouble(str(runtime.instance), DATABASE, causes.SILENT.code)
    return [silent, *(trouble for trouble in troubles if trouble.part != DATABASE)]


def database_answers(runtime: Runtime) -> bool:
    """Whether it answered when last looked at, migrated or not."""
    said = dict(runtime.state.words())[DATABASE]
    return runtime.database.is_answering and said in (Said.DATABASE_READY, causes.NOT_MIGRATED.code)


def probed(health: Health, app: "WSGIApplication") -> "WSGIApplication":
    """Answers `/livez` and `/readyz` to anybody, before the application behind is asked: 200, or 503 and why.

    A flood of probes opens no session, asks no database and counts in nobody's limits.
    """
    probes: dict[str, tuple[str, Callable[[], Sequence[Trouble]]]] = {
        LIVE: ("alive", health.not_alive),
        READY: ("ready", health.not_ready),
    }

    def answer(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        probe = probes.get(environ.get("PATH_INFO", ""))
        if probe is None or environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
            return app(environ, start_response)
        name, look = probe
        troubles = look()
        told = {name: not troubles} | ({"troubles": [asdict(trouble) for trouble in troubles]} if troubles else {})
        body = json.dumps(told).encode() + b"\n"
        headers = [
            ("Content-Type", "application/json"),
            ("Content-Length", str(len(body))),
            ("Cache-Control", "no-store"),
            ("X-Content-Type-Options", "nosniff"),
        ]
        start_response("503 Service Unavailable" if troubles else "200 OK", headers)
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]

    return answer
