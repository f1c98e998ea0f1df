"""The bulletins of a demonstration, all antennas at the same time."""

import shutil
from contextlib import ExitStack
from pathlib import Path

from chassis.core.instance import Instance
from demonstration.forked import Forked
from maillage.network import Network
from reporting.bulletin import Month
from reporting.publish import publish


def publish_all(network: Network, directory: Path, until: str) -> None:
    """Writes anew the bulletins of every antenna that reports, each in a process of its own: it is all computing."""
    shutil.rmtree(directory, ignore_errors=True)
    antennas = [antenna.code for antenna in network.antennas if "reporting" in antenna.services]
    with ExitStack() as stack:
        publishing = [
            stack.enter_context(Forked(f"bulletins de {antenna}", _publish, network, antenna, directory, until))
            for antenna in antennas
        ]
        for one in publishing:
            one.join()


def _publish(network: Network, antenna: str, directory: Path, until: str) -> None:
    publish(network.runtime(Instance("reporting", antenna)), directory, Month.parse(until))
