"""What plays and publishes beside the demonstration's own process: it is heard, and its failure is told."""

import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from chassis.core.config import load_config
from demonstration.forked import Forked, ForkedFailed
from demonstration.play import Player, seasons
from demonstration.scenarios import ScenarioError, load_scenarios
from maillage.network import Network

ROOT = Path(__file__).parents[3]


@pytest.fixture
def network(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Network:
    monkeypatch.setenv("MAILLAGE_PROFILE", "embedded")
    monkeypatch.setenv("MAILLAGE_STATE_DIR", str(tmp_path / "state"))
    monkeypatch.setenv("MAILLAGE_ANTENNAS_DIR", str(ROOT / "deploy/antennas"))
    return Network.load(load_config())


def test_what_is_done_beside_is_waited_for(tmp_path: Path) -> None:
    with Forked("écriture", (tmp_path / "written").write_text, "fait") as writing:
        writing.join()
    assert (tmp_path / "written").read_text() == "fait"


@pytest.mark.parametrize(("ends", "status"), [(lambda: sys.exit(3), 3), (lambda: os.kill(os.getpid(), 9), -9)])
def test_what_ends_too_soon_is_named(ends: Callable[[], None], status: int) -> None:
    with Forked("bulletins de laval", ends) as failing, pytest.raises(ForkedFailed) as failed:
        failing.join()
    assert str(failed.value) == (
        f"bulletins de laval : arrêt avant la fin (statut {status}) ; "
        "la cause est écrite au-dessus : une fois réparée, retapez la commande"
    )


def test_what_is_left_running_ends_with_its_maker() -> None:
    with Forked("attente", signal.pause) as waiting:
        pass
    with pytest.raises(ForkedFailed, match="statut -9"):
        waiting.join()


def test_the_antenna_that_opens_first_is_first_and_keeps_its_scenarios_together() -> None:
    found = seasons(load_scenarios(ROOT / "scenarios"))
    assert {antenna: [scenario.code for scenario in own] for antenna, own in found.items()} == {
        "romans": ["romans-housing", "romans-permanence"],
        "laval": ["laval-smp"],
    }
    assert list(found) == ["romans", "laval"]


def test_a_season_that_cannot_be_is_told_before_it_begins(network: Network, tmp_path: Path) -> None:
    text = (ROOT / "scenarios/laval-smp.toml").read_text(encoding="utf-8")
    (tmp_path / "laval-smp.toml").write_text(text.replace("\npatients = 3500", "\npatients = 35000"), encoding="utf-8")
    impossible = pytest.raises(ScenarioError, match=r"^laval-smp.toml : saison impossible")
    with Player(network, "laval", load_scenarios(tmp_path)) as player, impossible:
        list(player.rest())


def test_a_season_that_fails_is_told_as_such(network: Network) -> None:
    with Player(network, "laval", load_scenarios(ROOT / "scenarios")[:1]) as player:
        player.begin()  # although no database was migrated
        with pytest.raises(ForkedFailed, match=r"^saison de laval : arrêt avant la fin \(statut 1\)"):
            list(player.rest())
