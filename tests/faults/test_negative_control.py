"""The harness against nameko alone: a suite that cannot see these losses and repeats would prove nothing of ours."""

import signal
from pathlib import Path

import pytest

from faults.budget import CONTROL_FOLDER
from support.oracle import Verdict, report
from support.plain_nameko import PlainNetwork
from support.servers import Servers


@pytest.fixture
def network(tmp_path: Path, servers: Servers) -> PlainNetwork:
    return PlainNetwork(tmp_path, servers.virtual_host())


def test_without_a_fault_the_harness_reports_nothing(network: PlainNetwork) -> None:
    with network.reader(), network.sender() as sender:
        for _ in range(5):
            last = network.command(sender)
        network.wait_for_effect_of(last)
    verdict = network.verdict("none")
    assert verdict.is_kept, verdict
    assert verdict.acknowledged == 5


def test_a_handler_that_raises_loses_its_event(network: PlainNetwork) -> None:
    """H1: acknowledged whether it succeeded or not."""
    with network.reader("raises-on-first"), network.sender() as sender:
        network.command(sender)
        network.wait_for_effect_of(network.command(sender))
    assert_reported(network.verdict("handler raises"), lost=1)


def test_a_body_that_cannot_be_decoded_is_lost(network: PlainNetwork) -> None:
    """H3: acknowledged, and kept nowhere."""
    with network.reader(), network.sender() as sender:
        network.publish_garbled()
        network.wait_for_effect_of(network.command(sender))
    assert_reported(network.verdict("body cannot be decoded"), lost=1)


def test_what_is_published_before_the_reader_s_first_start_is_lost(network: PlainNetwork) -> None:
    """H4: its queue is declared by the reader itself, and the dispatch says nothing."""
    with network.sender() as sender:
        network.command(sender)
        with network.reader():
            network.wait_for_effect_of(network.command(sender))
    assert_reported(network.verdict("before the reader's first start"), lost=1)


def test_a_crash_between_commit_and_dispatch_loses_the_event(network: PlainNetwork) -> None:
    """H6: two writes, and nothing that ties them together."""
    with network.reader():
        with network.sender("dies-before-dispatch") as dying:
            network.command(dying)
            assert dying.wait_for_death() == -signal.SIGKILL
        with network.sender() as sender:
            network.wait_for_effect_of(network.command(sender))
    assert_reported(network.verdict("crash between commit and dispatch"), lost=1)


def test_a_crash_before_the_acknowledgement_repeats_the_effect(network: PlainNetwork) -> None:
    """H10: the event comes back, and nothing remembers it."""
    with network.sender() as sender:
        with network.reader("dies-before-ack") as dying:
            network.command(sender)
            assert dying.wait_for_death() == -signal.SIGKILL
        with network.reader():
            network.wait_for_effect_of(network.command(sender))
    assert_reported(network.verdict("crash before the acknowledgement"), effects_duplicated=1)


def assert_reported(verdict: Verdict, *, lost: int = 0, effects_duplicated: int = 0) -> None:
    report(verdict, CONTROL_FOLDER)
    assert not verdict.is_kept, "the harness has not seen what nameko is known to do"
    assert (verdict.lost, verdict.effects_duplicated) == (lost, effects_duplicated), verdict
