"""Which key a database is sealed with, on SQLite; and keys that are never made beside one."""

import contextlib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from chassis.core.keyring import KEY_BYTES, Keyring, KeyUnusable, create_key, load_keyring
from support.key_behaviour import OTHER, KeyBehaviour
from support.migration_behaviour import OnSQLite
from support.runtimes import KEYRING


class TestKeysOnSQLite(OnSQLite, KeyBehaviour): ...


def test_a_key_has_a_name_of_its_own_that_is_no_part_of_it() -> None:
    assert KEYRING.key_id != OTHER.key_id
    assert KEYRING.check_value != OTHER.check_value
    assert len(KEYRING.key_id) == 16
    same = Keyring(b"o" * KEY_BYTES)
    assert (same.key_id, same.check_value) == (OTHER.key_id, OTHER.check_value)
    assert (b"o" * 4).hex() not in OTHER.key_id + OTHER.check_value.hex()


def test_no_key_is_made_beside_a_database(tmp_path: Path) -> None:
    (tmp_path / "permanence_romans.db").touch()
    for file, databases in ((tmp_path / "maillage.key", None), (tmp_path / "keys" / "maillage.key", tmp_path)):
        with pytest.raises(KeyUnusable, match=r"permanence_romans\.db"):
            create_key(file, databases=databases)
        assert not file.exists()
    create_key(tmp_path / "keys" / "maillage.key")
    assert load_keyring(tmp_path / "keys" / "maillage.key").key_id


def test_of_processes_that_start_together_one_makes_the_key_and_nothing_else_is_left(tmp_path: Path) -> None:
    file = tmp_path / "maillage.key"

    def make(_: int) -> str:
        with contextlib.suppress(FileExistsError):
            create_key(file)
        return load_keyring(file).key_id

    with ThreadPoolExecutor(8) as processes:
        assert len(set(processes.map(make, range(40)))) == 1
    assert list(tmp_path.iterdir()) == [file]
