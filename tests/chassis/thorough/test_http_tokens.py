"""Bearer tokens: what is believed, and all that is not."""

import base64
import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey

from chassis.core.keyring import Keyring
from chassis.http.tokens import Caller, TokenRefused, create_token, read_token

NOW = datetime(2024, 3, 1, 11, 0, tzinfo=UTC)
KEYRING = Keyring(b"k" * 32)
CLAIMS = {
    "iss": "maillage",
    "aud": "maillage",
    "sub": "anne",
    "role": "doctor",
    "antenna": "romans",
    "iat": int(NOW.timestamp()),
    "exp": int(NOW.timestamp()) + 60,
}


def signed(claims: Mapping[str, Any], header: Mapping[str, Any] | None = None, keyring: Keyring = KEYRING) -> str:
    algorithm = {"alg": "HS256", **(header or {})}
    key = OctKey.import_key(keyring.key("token"))
    return jwt.encode(algorithm, dict(claims), key, algorithms=[algorithm["alg"]])


def unsigned(claims: Mapping[str, Any]) -> str:
    parts = [base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=") for part in ({"alg": "none"}, claims)]
    return b".".join([*parts, b""]).decode()


def test_a_token_says_who_calls_in_which_role_for_which_antenna() -> None:
    token = create_token(KEYRING, person="anne", role="doctor", antenna="romans", now=NOW, days=1)
    assert read_token(KEYRING, token, NOW) == Caller("anne", "doctor", "romans")


def test_a_token_holds_for_its_days_and_not_a_second_more() -> None:
    token = create_token(KEYRING, person="anne", role="doctor", antenna="romans", now=NOW, days=2)
    assert read_token(KEYRING, token, NOW + timedelta(days=2, seconds=-1))
    with pytest.raises(TokenRefused):
        read_token(KEYRING, token, NOW + timedelta(days=2))


@pytest.mark.parametrize("missing", ["person", "role", "antenna"])
def test_a_token_for_nobody_nothing_or_nowhere_is_not_made(missing: str) -> None:
    names = {"person": "anne", "role": "doctor", "antenna": "romans", missing: ""}
    with pytest.raises(ValueError, match="names a person"):
        create_token(KEYRING, **names, now=NOW, days=1)


def test_a_token_that_never_held_is_not_made() -> None:
    with pytest.raises(ValueError, match="a day at least"):
        create_token(KEYRING, person="anne", role="doctor", antenna="romans", now=NOW, days=0)


def test_a_token_without_signature_is_refused() -> None:
    with pytest.raises(TokenRefused):
        read_token(KEYRING, unsigned(CLAIMS), NOW)


def test_a_token_signed_with_another_key_is_refused() -> None:
    with pytest.raises(TokenRefused):
        read_token(KEYRING, signed(CLAIMS, keyring=Keyring(b"x" * 32)), NOW)


@pytest.mark.parametrize("algorithm", ["HS384", "HS512"])
def test_a_token_signed_with_our_key_and_another_algorithm_is_refused(algorithm: str) -> None:
    with pytest.raises(TokenRefused):
        read_token(KEYRING, signed(CLAIMS, {"alg": algorithm}), NOW)


@pytest.mark.filterwarnings("ignore::joserfc.errors.SecurityWarning")
def test_a_token_signed_with_somebodys_rsa_key_is_refused() -> None:
    key = RSAKey.import_key(rsa.generate_private_key(public_exponent=65537, key_size=2048))
    with pytest.raises(TokenRefused):
        read_token(KEYRING, jwt.encode({"alg": "RS256"}, dict(CLAIMS), key, algorithms=["RS256"]), NOW)


def test_a_token_with_a_changed_claim_is_refused() -> None:
    header, _, signature = signed(CLAIMS).split(".")
    forged = unsigned({**CLAIMS, "role": "reporter"}).split(".")[1]
    with pytest.raises(TokenRefused):
        read_token(KEYRING, f"{header}.{forged}.{signature}", NOW)


@pytest.mark.parametrize("name", sorted(CLAIMS))
def test_a_token_that_lacks_a_claim_is_refused(name: str) -> None:
    with pytest.raises(TokenRefused):
        read_token(KEYRING, signed({key: value for key, value in CLAIMS.items() if key != name}), NOW)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("iss", "elsewhere"),
        ("aud", "elsewhere"),
        ("aud", ["elsewhere"]),
        ("iat", int(NOW.timestamp()) + 60),
        ("nbf", int(NOW.timestamp()) + 60),
        ("exp", int(NOW.timestamp())),
        ("exp", "never"),
        ("exp", True),
        ("exp", float("nan")),
        ("sub", ""),
        ("sub", 7),
        ("role", ["doctor"]),
        ("role", None),
        ("antenna", ""),
    ],
)
def test_a_token_with_a_claim_that_is_not_ours_is_refused(name: str, value: object) -> None:
    with pytest.raises(TokenRefused):
        read_token(KEYRING, signed({**CLAIMS, name: value}), NOW)


def test_a_token_that_demands_an_unknown_extension_is_refused() -> None:
    header = base64.urlsafe_b64encode(b'{"alg":"HS256","crit":["x"],"x":1}').rstrip(b"=").decode()
    with pytest.raises(TokenRefused):
        read_token(KEYRING, header + "." + signed(CLAIMS).split(".", 1)[1], NOW)


@pytest.mark.parametrize(
    "text",
    [
        "",
        ".",
        "..",
        "a.b.c",
        "é.é.é",
        "x" * 9000,
        "." * 9000,
        base64.urlsafe_b64encode(b"[" * 6000).decode() + ".e30.e30",
    ],
    ids=["empty", "dot", "dots", "letters", "accents", "long", "many dots", "nested"],
)
def test_what_is_no_token_is_refused(text: str) -> None:
    with pytest.raises(TokenRefused):
        read_token(KEYRING, text, NOW)
