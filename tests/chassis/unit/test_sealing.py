"""What is sealed for a service is opened by it alone, and a pair of keys that cannot be used says what to do."""

import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from chassis.core.keyring import KeyUnusable, SealBroken
from chassis.core.sealing import SealingKeys, create_pair

CLEAR = b'{"rows": [["commune", "26281", 3, 3, 3]]}'


def public_alone(folder: Path, service: str) -> Path:
    """A folder as an owner has it: the public key and nothing else."""
    owner = folder / "owner"
    owner.mkdir()
    name = f"{service}.pub.jwk"
    (owner / name).write_bytes((folder / name).read_bytes())
    return owner


def test_it_is_sealed_with_the_public_key_and_opened_with_the_private_one(tmp_path: Path) -> None:
    create_pair(tmp_path, "reporting")
    owner = SealingKeys(public_alone(tmp_path, "reporting"))
    sealed = owner.seal_for("reporting", CLEAR)
    assert SealingKeys(tmp_path).open_as("reporting", sealed) == CLEAR
    assert b"26281" not in sealed.encode()
    with pytest.raises(KeyUnusable, match="maillage key pair"):
        owner.open_as("reporting", sealed)


def test_the_same_sealed_twice_looks_different(tmp_path: Path) -> None:
    keys = SealingKeys(tmp_path, creates=True)
    assert keys.seal_for("reporting", CLEAR) != keys.seal_for("reporting", CLEAR)


def test_another_service_does_not_open_it(tmp_path: Path) -> None:
    keys = SealingKeys(tmp_path, creates=True)
    sealed = keys.seal_for("reporting", CLEAR)
    keys.seal_for("housing", b"")
    with pytest.raises(SealBroken):
        keys.open_as("housing", sealed)


@pytest.mark.parametrize("spoil", [lambda sealed: sealed[:-2], lambda _: "", lambda _: "a.b.c.d.e", lambda s: s + "A"])
def test_what_was_changed_does_not_open(tmp_path: Path, spoil: Callable[[str], str]) -> None:
    keys = SealingKeys(tmp_path, creates=True)
    sealed = keys.seal_for("reporting", CLEAR)
    with pytest.raises(SealBroken):
        keys.open_as("reporting", spoil(sealed))


def test_what_would_unfold_without_end_does_not_open(tmp_path: Path) -> None:
    keys = SealingKeys(tmp_path, creates=True)
    sealed = keys.seal_for("reporting", b"0" * 10_000_000)
    with pytest.raises(SealBroken):
        keys.open_as("reporting", sealed)


def test_the_embedded_profile_makes_a_pair_at_first_use_and_no_other_does(tmp_path: Path) -> None:
    with pytest.raises(KeyUnusable, match="maillage key pair"):
        SealingKeys(tmp_path / "none").seal_for("reporting", CLEAR)
    SealingKeys(tmp_path, creates=True).seal_for("reporting", CLEAR)
    private, public = tmp_path / "reporting.jwk", tmp_path / "reporting.pub.jwk"
    assert stat.S_IMODE(private.stat().st_mode) == 0o600
    assert '"d"' in private.read_text(encoding="ascii")
    assert '"d"' not in public.read_text(encoding="ascii")


def test_a_pair_is_never_replaced(tmp_path: Path) -> None:
    create_pair(tmp_path, "reporting")
    before = (tmp_path / "reporting.jwk").read_bytes()
    with pytest.raises(FileExistsError):
        create_pair(tmp_path, "reporting")
    assert (tmp_path / "reporting.jwk").read_bytes() == before


def test_a_private_key_that_others_may_read_is_not_used(tmp_path: Path) -> None:
    create_pair(tmp_path, "reporting").chmod(0o644)
    with pytest.raises(KeyUnusable, match="chmod 600"):
        SealingKeys(tmp_path).open_as("reporting", "")


@pytest.mark.parametrize("text", ["", "{}", '{"kty": "oct", "k": "AAAA"}', "é"])
def test_a_file_that_is_no_such_key_says_what_to_do(tmp_path: Path, text: str) -> None:
    file = create_pair(tmp_path, "reporting")
    file.write_text(text, encoding="utf-8")
    with pytest.raises(KeyUnusable, match="maillage key pair"):
        SealingKeys(tmp_path).open_as("reporting", "")
