"""The environment, read once; every missing or wrong name is told at once."""

import os
from pathlib import Path

import pytest

from chassis.core.config import PREFIX, ConfigurationInvalid, MetricsAddress, Profile, load_config
from chassis.core.instance import Instance

SERVER = {
    "PROFILE": "server",
    "DATABASE_URL": "postgresql+psycopg2://m@db/{service}_{antenna}",
    "AMQP_URL": "amqps://m@broker//",
    "KEY_FILE": "/etc/maillage/key",
}


@pytest.fixture(autouse=True)
def _nothing_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith(PREFIX)]:
        monkeypatch.delenv(name)


def given(monkeypatch: pytest.MonkeyPatch, **values: str) -> None:
    for name, value in values.items():
        monkeypatch.setenv(PREFIX + name, value)


def faults() -> list[str]:
    with pytest.raises(ConfigurationInvalid) as refused:
        load_config()
    return str(refused.value).splitlines()


def test_with_nothing_set_everything_is_embedded_under_one_folder() -> None:
    config = load_config()
    assert config.profile is Profile.EMBEDDED
    assert config.amqp_url == "memory://"
    assert config.database_of(Instance("housing", "saint-jean")) == (
        "sqlite+pysqlite:///out/state/housing_saint_jean.db"
    )
    assert config.key_file == Path("out/state/maillage.key")


def test_the_folder_of_the_embedded_profile_moves_as_a_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    given(monkeypatch, STATE_DIR="/srv/maillage")
    config = load_config()
    assert config.database_url == "sqlite+pysqlite:////srv/maillage/{service}_{antenna}.db"
    assert config.key_file == Path("/srv/maillage/maillage.key")


def test_the_server_profile_is_told_its_surroundings(monkeypatch: pytest.MonkeyPatch) -> None:
    given(
        monkeypatch, **SERVER, HEARTBEAT="5", METRICS_PORT="9100", METRICS_TARGETS="/sd", HTTP_TRUSTED_PROXY="10.0.0.1"
    )
    config = load_config()
    assert config.database_of(Instance("permanence", "romans")) == "postgresql+psycopg2://m@db/permanence_romans"
    assert (config.heartbeat, config.http_trusted_proxy) == (5, "10.0.0.1")
    assert config.metrics_address == MetricsAddress("127.0.0.1", range(9100, 9101), Path("/sd"))


@pytest.mark.parametrize(("text", "ports"), [("0", range(1)), ("9100-9199", range(9100, 9200))])
def test_the_metrics_port_is_any_free_one_or_the_first_free_of_a_range(
    monkeypatch: pytest.MonkeyPatch, text: str, ports: range
) -> None:
    assert load_config().metrics_address is None
    given(monkeypatch, METRICS_PORT=text)
    assert load_config().metrics_port == ports


@pytest.mark.parametrize("text", ["", "http", "65536", "-1", "9199-9100", "0-10", "9100-70000", "9100 9101"])
def test_what_is_no_port_is_refused(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    given(monkeypatch, METRICS_PORT=text)
    (told,) = faults()
    assert told.startswith("MAILLAGE_METRICS_PORT : valeur refusée (un port de 0 à 65535")


def test_every_missing_wrong_and_unknown_name_is_told_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    given(monkeypatch, PROFILE="server", HTTP_PORT="70000", HEARTBEAT="soon", LOG_LEVEL="LOUD", DATABSE_URL="x")
    told = faults()
    assert [line.split(" : ")[0] for line in told] == [
        "MAILLAGE_AMQP_URL",
        "MAILLAGE_DATABASE_URL",
        "MAILLAGE_DATABSE_URL",
        "MAILLAGE_HEARTBEAT",
        "MAILLAGE_HTTP_PORT",
        "MAILLAGE_KEY_FILE",
        "MAILLAGE_LOG_LEVEL",
    ]
    assert "MAILLAGE_AMQP_URL : manque" in told
    assert "MAILLAGE_DATABSE_URL : nom inconnu" in told


def test_a_profile_that_does_not_exist_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    given(monkeypatch, **{**SERVER, "PROFILE": "cluster"})
    assert [line.split(" : ")[0] for line in faults()] == ["MAILLAGE_PROFILE"]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DATABASE_URL", "sqlite+pysqlite:///{service}_{antenna}.db"),
        ("DATABASE_URL", "postgresql://m@db/{service}_{antenna}"),
        ("DATABASE_URL", "postgresql+psycopg2://m@db/maillage"),
        ("AMQP_URL", "memory://"),
    ],
)
def test_a_mix_of_profiles_is_refused(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    given(monkeypatch, **{**SERVER, name: value})
    assert [line.split(" : ")[0] for line in faults()] == [PREFIX + name]
