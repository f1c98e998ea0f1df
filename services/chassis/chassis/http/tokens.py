"""Bearer tokens: who is calling, in which role, for which antenna; signed by our key, refused on any doubt."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import OctKey

from chassis.core.keyring import Keyring

ISSUER = AUDIENCE = "maillage"
ALGORITHM = "HS256"
_PURPOSE = "token"
_NAMES = ("sub", "role", "antenna")


class TokenRefused(Exception):
    """The token says nothing that can be believed; why is not told, so that nobody learns by trying."""


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks. A token is valid for exactly its antenna, `departement` included."""

    person: str
    role: str
    antenna: str


def create_token(keyring: Keyring, *, person: str, role: str, antenna: str, now: datetime, days: int) -> str:
    """Signs a token that holds for that many days."""
    if days < 1 or not (person and role and antenna):
        raise ValueError("a token names a person, a role and an antenna, and holds for a day at least")
    claims = {
        "iss": ISSUER,
        "aud": AUDIENCE,
        "sub": person,
        "role": role,
        "antenna": antenna,
        "iat": int(now.timestamp()),
        "exp": int((now + timedelta(days=days)).timestamp()),
    }
    return jwt.encode({"alg": ALGORITHM}, claims, _key(keyring), algorithms=[ALGORITHM])


def read_token(keyring: Keyring, token: str, now: datetime) -> Caller:
    """Who presents this token, or `TokenRefused`."""
    expected = jwt.JWTClaimsRegistry(
        now=int(now.timestamp()),
        iss={"essential": True, "value": ISSUER},
        aud={"essential": True, "value": AUDIENCE},
        iat={"essential": True},
        exp={"essential": True},
    )
    try:
        claims = jwt.decode(token, _key(keyring), algorithms=[ALGORITHM]).claims
        expected.validate(claims)
    except (JoseError, ValueError, RecursionError):
        # Besides the library's own errors: bytes that are no base64, no UTF-8, or JSON nested to exhaustion.
        raise TokenRefused from None
    names = [name for name in map(claims.get, _NAMES) if isinstance(name, str) and name]
    if len(names) != len(_NAMES):
        raise TokenRefused
    return Caller(*names)


def _key(keyring: Keyring) -> OctKey:
    return OctKey.import_key(keyring.key(_PURPOSE))
