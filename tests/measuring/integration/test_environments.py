"""A peer's environment is built from its lock, or what is in the way is told in its place."""

from pathlib import Path

from bench.environments import find_peer


def lock_of(folder: Path, text: str) -> Path:
    """A folder of peers with one peer in it."""
    (folder / "peers/somebody").mkdir(parents=True)
    (folder / "peers/somebody/requirements.lock").write_text(text, encoding="utf-8")
    return folder / "peers"


def test_an_environment_is_built_once_when_that_is_allowed(tmp_path: Path) -> None:
    peers, cache = lock_of(tmp_path, "# nothing\n"), tmp_path / "cache"
    before = find_peer("somebody", may_build=False, peers=peers, cache=cache)
    assert before.missing == "son environnement n'est pas construit ; make bench le construit"
    built = find_peer("somebody", may_build=True, peers=peers, cache=cache)
    assert built.missing is None
    assert built.python.exists()
    assert find_peer("somebody", may_build=False, peers=peers, cache=cache) == built
    (peers / "somebody/requirements.lock").write_text("# another lock\n", encoding="utf-8")
    assert find_peer("somebody", may_build=False, peers=peers, cache=cache).missing is not None


def test_an_environment_that_cannot_be_built_says_why(tmp_path: Path) -> None:
    peers = lock_of(tmp_path, f"{tmp_path}/nowhere-1.0-py3-none-any.whl --hash=sha256:{'0' * 64}\n")
    found = find_peer("somebody", may_build=True, peers=peers, cache=tmp_path / "cache")
    assert found.missing is not None
    assert "n'a pas pu être construit" in found.missing
    assert "nowhere" in found.missing
