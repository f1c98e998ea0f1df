"""Who patients are: each identity sealed under a key of its own, and the keyed digests that it is found by."""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import date
from os import urandom
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from chassis.core.audit import Reading
from chassis.core.bulk import BulkInsert
from chassis.core.keyring import KEY_BYTES, Keyring
from permanence.domain.patient.duplicates import Trait, likenesses, traits
from permanence.domain.patient.identity import Identity, Sex
from permanence.domain.patient.ins import INSStatus
from permanence.store.patients import patients
from permanence.store.registry import metadata

IDENTITY = "permanence.identity"
PATIENT_KEY = "permanence.patient_key"

# Destroying the key of a patient destroys the identity wherever a copy of it was kept.
patient_keys = sa.Table(
    "patient_keys",
    metadata,
    # Checked at the end, so that the patients of a whole import can be written together.
    sa.Column(
        "patient_id",
        sa.Uuid,
        sa.ForeignKey("patients.patient_id", deferrable=True, initially="DEFERRED"),
        primary_key=True,
    ),
    sa.Column("sealed_key", sa.LargeBinary, nullable=False),
)

patient_lookups = sa.Table(
    "patient_lookups",
    metadata,
    sa.Column("trait", sa.String(40), primary_key=True),
    sa.Column("digest", sa.LargeBinary(32), primary_key=True),
    sa.Column(
        "patient_id",
        sa.Uuid,
        sa.ForeignKey("patients.patient_id", deferrable=True, initially="DEFERRED"),
        primary_key=True,
    ),
    sa.Index("ix_patient_lookups_patient_id", "patient_id"),
)

# Made once: a registration executes each, and making them costs as much as sending them.
_KEEP_KEY = sa.insert(patient_keys)
_KEEP_TRAITS = BulkInsert(patient_lookups, ("trait", "digest", "patient_id"), lambda statement: statement)
_ALIKE = (
    sa.select(patient_lookups.c.patient_id)
    .distinct()
    .join(patients, patients.c.patient_id == patient_lookups.c.patient_id)
    .where(
        patient_lookups.c.trait == Trait.LIKENESS.value,
        patient_lookups.c.digest.in_(sa.bindparam("wanted", expanding=True)),
        patient_lookups.c.patient_id != sa.bindparam("besides"),
        patients.c.merged_into.is_(None),
    )
    .order_by(patient_lookups.c.patient_id)
    .limit(sa.bindparam("most"))
)


class PatientKey:
    """The key that one patient's identity is sealed with."""

    def __init__(self, key: bytes) -> None:
        self.key = key
        self._keyring = Keyring(key)

    @classmethod
    def new(cls) -> "PatientKey":
        return cls(urandom(KEY_BYTES))

    def seal(self, identity: Identity) -> bytes:
        known = {name: part for name, part in asdict(identity).items() if part is not None}
        return self._keyring.seal(IDENTITY, json.dumps(known, default=str).encode())

    def open(self, sealed: bytes) -> Identity:
        return _read(self._keyring.unseal(IDENTITY, sealed))


def keep_key(session: Session, keyring: Keyring, patient_id: UUID, key: PatientKey) -> None:
    session.execute(_KEEP_KEY, {"patient_id": patient_id, "sealed_key": keyring.seal(PATIENT_KEY, key.key)})


def key_of(session: Session, keyring: Keyring, patient_id: UUID) -> PatientKey | None:
    """The key of a patient, to seal with; None for those whose identity was sealed before patients had keys."""
    sealed = session.scalar(sa.select(patient_keys.c.sealed_key).where(patient_keys.c.patient_id == patient_id))
    return None if sealed is None else PatientKey(keyring.unseal(PATIENT_KEY, sealed))


def destroy_key(session: Session, patient_id: UUID) -> None:
    """Nobody can read the identity any more, nor find it."""
    session.execute(sa.delete(patient_keys).where(patient_keys.c.patient_id == patient_id))
    forget_traits(session, patient_id)


def identities(reading: Reading, patient_ids: Collection[UUID]) -> Mapping[UUID, Identity]:
    """Who these patients are, those who are unknown or purged left out; each leaves its row in the audit."""
    query = (
        sa.select(patients.c.patient_id, patients.c.sealed_identity, patient_keys.c.sealed_key)
        .outerjoin(patient_keys, patient_keys.c.patient_id == patients.c.patient_id)
        .where(patients.c.patient_id.in_(patient_ids), patients.c.sealed_identity.is_not(None))
    )
    found = {}
    for patient_id, sealed, sealed_key in reading.session.execute(query):
        if sealed_key is None:  # registered before patients had keys of their own
            found[patient_id] = _read(reading.unseal(IDENTITY, sealed, of=patient_id))
        else:
            found[patient_id] = PatientKey(reading.unseal(PATIENT_KEY, sealed_key, of=patient_id)).open(sealed)
    return found


def keep_traits(session: Session, keyring: Keyring, patient_id: UUID, identity: Identity) -> None:
    """Makes the identity findable."""
    rows = [
        {"trait": trait.value, "digest": digest, "patient_id": patient_id}
        for trait, digest in digests(keyring, traits(identity))
    ]
    _KEEP_TRAITS.execute(session, rows)


def forget_traits(session: Session, patient_id: UUID) -> None:
    session.execute(sa.delete(patient_lookups).where(patient_lookups.c.patient_id == patient_id))


def digests(keyring: Keyring, texts: Iterable[tuple[Trait, str]]) -> list[tuple[Trait, bytes]]:
    """Each trait as it is looked up, once, in a fixed order."""
    return [
        (trait, keyring.digest(f"permanence.lookup.{trait.value}", text.encode())) for trait, text in sorted(set(texts))
    ]


def alike(session: Session, keyring: Keyring, patient_id: UUID, identity: Identity, limit: int) -> list[UUID]:
    """Other files that look like this person's and stand by themselves, found without opening any."""
    wanted = [digest for _, digest in digests(keyring, ((Trait.LIKENESS, text) for text in likenesses(identity)))]
    if not wanted:
        return []
    session.flush()
    return list(session.scalars(_ALIKE, {"wanted": wanted, "besides": patient_id, "most": limit}))


def having(session: Session, wanted: Sequence[tuple[Trait, bytes]], limit: int) -> list[UUID]:
    """The references of patients who have all of these traits, whose file stands by itself and is not purged."""
    query = sa.select(patients.c.patient_id).where(patients.c.merged_into.is_(None), patients.c.purged_on.is_(None))
    for trait, digest in wanted:
        query = query.where(
            patients.c.patient_id.in_(sa.select(patient_lookups.c.patient_id).where(_is(trait, digest)))
        )
    return list(session.scalars(query.order_by(patients.c.registered_on, patients.c.patient_id).limit(limit)))


def _is(trait: Trait, digest: bytes) -> sa.ColumnElement[bool]:
    return sa.and_(patient_lookups.c.trait == trait.value, patient_lookups.c.digest == digest)


def _read(clear: bytes) -> Identity:
    known = json.loads(clear)
    known["birth_on"] = date.fromisoformat(known["birth_on"])
    for name, kind in (("sex", Sex), ("ins_status", INSStatus)):
        if name in known:
            known[name] = kind(known[name])
    return Identity(**dict.fromkeys(Identity.__slots__) | known)
