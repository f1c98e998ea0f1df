"""The secret key: what is derived from it, where it may be kept."""

import stat
from pathlib import Path

import pytest

from chassis.core.keyring import KEY_BYTES, Keyring, KeyUnusable, SealBroken, create_key, load_keyring

CLEAR = b"Lilas, 12 rue des Acacias"


def test_what_is_sealed_is_opened_with_the_same_key_for_the_same_purpose_only() -> None:
    keyring = Keyring(b"k" * KEY_BYTES)
    sealed = keyring.seal("quarantine", CLEAR)
    assert CLEAR not in sealed
    assert keyring.unseal("quarantine", sealed) == CLEAR
    for stranger, purpose in ((keyring, "identity"), (Keyring(b"l" * KEY_BYTES), "quarantine")):
        with pytest.raises(SealBroken):
            stranger.unseal(purpose, sealed)


@pytest.mark.parametrize("place", [0, 12, -1])
def test_a_single_changed_byte_breaks_the_seal(place: int) -> None:
    keyring = Keyring(b"k" * KEY_BYTES)
    sealed = bytearray(keyring.seal("quarantine", CLEAR))
    sealed[place] ^= 1
    with pytest.raises(SealBroken):
        keyring.unseal("quarantine", bytes(sealed))


def test_the_same_text_is_never_sealed_twice_alike_and_always_digested_alike() -> None:
    keyring = Keyring(b"k" * KEY_BYTES)
    assert keyring.seal("identity", CLEAR) != keyring.seal("identity", CLEAR)
    assert keyring.digest("identity", CLEAR) == keyring.digest("identity", CLEAR)
    assert keyring.digest("identity", CLEAR) != keyring.digest("command", CLEAR)
    assert keyring.key("identity") != keyring.key("command")


def test_a_new_key_is_its_owner_s_and_replaces_no_other(tmp_path: Path) -> None:
    file = tmp_path / "state" / "maillage.key"
    create_key(file)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    sealed = load_keyring(file).seal("quarantine", CLEAR)
    with pytest.raises(FileExistsError):
        create_key(file)
    assert load_keyring(file).unseal("quarantine", sealed) == CLEAR


def test_a_key_that_others_can_read_is_refused_with_what_to_type(tmp_path: Path) -> None:
    file = tmp_path / "maillage.key"
    create_key(file)
    file.chmod(0o640)
    with pytest.raises(KeyUnusable, match=f"chmod 600 {file}"):
        load_keyring(file)


@pytest.mark.parametrize("content", [b"", b"c2hvcnQ=", b"not base64!", b"\xff\xfe", b"A" * 200])
def test_what_is_not_a_key_is_refused(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "maillage.key"
    file.write_bytes(content)
    file.chmod(0o600)
    with pytest.raises(KeyUnusable, match=r"maillage\.key"):
        load_keyring(file)


def test_a_missing_key_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(KeyUnusable, match="maillage key create"):
        load_keyring(tmp_path / "maillage.key")
