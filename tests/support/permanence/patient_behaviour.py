"""What holds of patients on every migrated database: sealed, found, audited to the row, in clear nowhere."""

import re
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from threading import Barrier
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from chassis.core import quarantine
from chassis.core.audit import identities_read
from chassis.core.database import Database
from chassis.core.delivery import Delivery
from chassis.core.inbox import receive
from chassis.core.key_check import examine
from chassis.core.migrate import migrate
from chassis.core.sealed import SealedRows
from chassis.core.work import unit_of_work
from contracts.envelope import CONTENT_TYPE
from permanence.commands.patient_files import AnswerErasure, MergePatients, UnmergePatients
from permanence.commands.patients import DeclareALD, OverrideEligibility, ReassessPatients, RegisterPatient
from permanence.domain.patient.ald import ALDStatus
from permanence.domain.patient.eligibility import NoMedecinTraitantReason, OverrideReason
from permanence.domain.patient.identity import Identity, IdentityGiven, Sex
from permanence.domain.patient.ins import INSStatus
from permanence.domain.rules import RuleBroken
from permanence.handlers.assessment import patient_age
from permanence.manifest import MANIFEST
from permanence.queries.patients import files_alike, patient_state, proofs_to_see, protocols_ending
from permanence.queries.search import identity_of
from permanence.store.identities import IDENTITY, PATIENT_KEY
from permanence.store.patients import registered_patient
from support.migration_behaviour import NewDatabase
from support.permanence.permanence_patients import INS, TODAY, Patients, correction, patients_of, person, registration
from support.recorded import files, rows
from support.runtimes import instance_of

THREADS, READS = 16, 100
CANARY = registration(
    birth_on=date(1950, 8, 17),
    birth_name="Canarissime",
    given_names="Zéphyrine",
    used_name="Serinette",
    sex=Sex.MALE,
    birthplace="97411",
    phone="07 99 88 77 66",
    email="zephyrine.canari@exemple.fr",
    address="77 impasse des Volières",
    ins=INS,
    ins_status=INSStatus.QUALIFIED,
)
# However they may be written: whole, in another case, without separators, as the command or the answer spells them.
SECRETS = (
    *("canarissime", "zéphyrine", "zephyrine", "zeph", "serinette", "1950-08-17", "19500817", "17/08/1950", "97411"),
    *("07 99 88 77 66", "0799887766", "799887766", "volières", "volieres", INS, INS[:13]),
)
# One identifier in some hundred thousand holds the digits of a birthplace by chance.
IDENTIFIER = re.compile(r"[0-9a-f]{8}-?([0-9a-f]{4}-?){3}[0-9a-f]{12}")


class PatientBehaviour:
    """`new_database` opens a new, empty database of one kind."""

    @pytest.fixture
    def romans(self, new_database: NewDatabase) -> Patients:
        database = new_database()
        migrate(instance_of(database, MANIFEST))
        return patients_of(database)

    def test_a_patient_is_registered_found_corrected_and_assessed_again(self, romans: Patients) -> None:
        first = romans.register(person(1, birth_on=date(1963, 11, 8)))
        alike = romans.do(person(2, birth_name=person(1).identity.birth_name, birth_on=date(1963, 11, 8), ald=True))
        assert alike["duplicates"] == [str(first)]
        second = UUID(alike["patient_id"])
        with Session(romans.runtime.database.reading) as session:
            assert [one.patient_id for one in proofs_to_see(session)] == [second]
            assert [set(group) for group in files_alike(session)] == [{first, second}]
        assert set(romans.search(person(1).identity.birth_name)) == {first, second}
        romans.do(correction(second, person(3), birth_on=date(1963, 11, 9)))
        assert romans.search(person(1).identity.birth_name) == [first]
        romans.do(DeclareALD(second, ALDStatus.ALD_31, proof_seen=True, until_on=date(2024, 1, 1)))
        romans.do(OverrideEligibility(first, "alix", OverrideReason.OTHER))
        with Session(romans.runtime.database.reading) as session:
            assert [one.patient_id for one in protocols_ending(session, date(2024, 2, 1))] == [second]
            state = patient_state(session, first)
        assert state is not None
        assert state.override is not None
        romans.on(TODAY + timedelta(days=2))
        assert romans.do(ReassessPatients()) == {"assessed": 1, "changed": 1, "more": False}
        romans.do(MergePatients(first, second))
        romans.do(UnmergePatients(second))
        assert romans.do(AnswerErasure(second))["answer"] == "purged"
        assert romans.identity(second) is None

    def test_an_age_near_a_cut_opens_the_identity_and_leaves_its_row(self, romans: Patients) -> None:
        patient_id = romans.register(birth_on=date(2007, 11, 7))
        with unit_of_work(romans.runtime, uuid4(), uuid4()) as work:
            patient = registered_patient(work.session, patient_id)
            assert patient_age(work, patient, TODAY) == 15
            assert patient_age(work, patient, date(2026, 1, 1)) == 18
        assert romans.audited() == [("system:DeclareMedecinTraitant", "permanence.age", str(patient_id))]

    def test_sixteen_people_who_read_a_hundred_identities_each_leave_exactly_as_many_rows(
        self, romans: Patients
    ) -> None:
        known = [romans.register(person(number)) for number in range(READS)]
        begun = Barrier(THREADS)

        def read_all(reader: int) -> list[Identity | None]:
            begun.wait()
            found = []
            for patient_id in known:
                with identities_read(romans.runtime, f"reader-{reader}", "permanence.identity") as reading:
                    found.append(identity_of(reading, patient_id))
            return found

        with ThreadPoolExecutor(THREADS) as readers:
            read = [identity for own in readers.map(read_all, range(THREADS)) for identity in own]
        assert Counter(identity.phone for identity in read if identity) == Counter(
            {f"06{number:08d}": THREADS for number in range(READS)}
        )
        audited = romans.audited()
        assert len(audited) == THREADS * READS == 1_600
        assert Counter((reader, patient_id) for reader, _, patient_id in audited) == Counter(
            (f"reader-{reader}", str(patient_id)) for reader in range(THREADS) for patient_id in known
        )

    def test_no_identity_is_in_clear_in_the_bus_the_logs_the_quarantine_or_the_database(
        self, romans: Patients, capsys: pytest.CaptureFixture[str]
    ) -> None:
        patient_id = romans.register(CANARY)
        romans.do(replace(CANARY, urgent=True))
        romans.do(correction(patient_id, CANARY, address="77 impasse des Volières, 2e étage"))
        assert romans.identity(patient_id) is not None
        assert romans.search("Zéphyrine Canarissime", CANARY.identity.birth_on, CANARY.identity.phone)
        with pytest.raises(RuleBroken) as broken:
            romans.do(replace(CANARY, commune="26184"))
        receive(romans.runtime, [Delivery(f"{CANARY}".encode(), CONTENT_TYPE)])
        assert len(quarantine.messages(romans.runtime)) == 1

        printed = capsys.readouterr()
        bus = b"".join(bytes(row["body"]) for row in rows(romans.runtime, "outbox")).decode()
        told = (bus, f"{printed.out}{printed.err}{broken.value}", self.dump(romans))
        searched = "\n".join(IDENTIFIER.sub("", text.lower()) for text in told)
        assert [secret for secret in SECRETS if secret in searched] == []
        assert "canarissime" in f"{CANARY}".lower(), "the search can find what is there"
        assert "26281" in self.dump(romans), "and finds what is kept in clear"

    def test_two_people_who_merge_two_files_into_each_other_keep_one(self, romans: Patients) -> None:
        first, second = (romans.register(person(number)) for number in (1, 2))
        begun = Barrier(2)

        def merge(command: MergePatients) -> str:
            begun.wait()
            try:
                romans.do(command)
            except RuleBroken as refused:
                return refused.code
            return "done"

        with ThreadPoolExecutor(2) as people:
            answers = sorted(people.map(merge, (MergePatients(first, second), MergePatients(second, first))))
        assert answers == ["PATIENT_MERGED", "done"]

    def test_patients_of_the_first_migration_are_read_assessed_and_corrected(self, new_database: NewDatabase) -> None:
        database = new_database()
        migrate(instance_of(database, MANIFEST), target="0001")
        patient_id, other = uuid4(), uuid4()
        sealed = patients_of(database).runtime.keyring.seal(IDENTITY, b'{"birth_on": "1931-07-13"}')
        kinds = {"patient_id": sa.Uuid, "version": sa.BigInteger, "registered_on": sa.Date, "ald": sa.Boolean}
        kinds |= {"commune": sa.String, "sealed_identity": sa.LargeBinary}
        first_known = sa.table("patients", *(sa.column(name, kind) for name, kind in kinds.items()))
        row = {"version": 1, "registered_on": TODAY - timedelta(days=9), "commune": "26281", "sealed_identity": sealed}
        with database.engine.begin() as connection:
            connection.execute(
                sa.insert(first_known),
                [{**row, "patient_id": patient_id, "ald": False}, {**row, "patient_id": other, "ald": True}],
            )
        romans = patients_of(database)
        assert examine(romans.runtime, every_row=True).rows == (SealedRows("patients", IDENTITY, 2, 0),)
        migrate(instance_of(database, MANIFEST))

        assert romans.do(ReassessPatients()) == {"assessed": 2, "changed": 2, "more": False}
        assert {str(romans.row(one)["eligibility"]) for one in (patient_id, other)} == {"eligible"}
        assert str(romans.row(other)["ald_status"]) == "unknown"
        assert romans.identity(patient_id) == IdentityGiven(date(1931, 7, 13)).checked()
        assert romans.search(birth_on=date(1931, 7, 13)) == []
        told: RegisterPatient = person(1, birth_on=date(1931, 7, 13))
        romans.do(correction(patient_id, told))
        assert romans.search(birth_on=date(1931, 7, 13)) == [patient_id]
        # One has a key of its own by now, which is sealed in place of the identity.
        assert examine(romans.runtime, every_row=True).rows == (
            SealedRows("patient_keys", PATIENT_KEY, 1, 0),
            SealedRows("patients", IDENTITY, 1, 0),
        )
        reason = romans.row(other)["no_medecin_traitant_reason"]
        assert reason is NoMedecinTraitantReason.UNKNOWN

    def test_a_patient_has_one_key_and_nobody_s_lookup_is_kept(self, romans: Patients) -> None:
        patient_id = romans.register()
        keys, lookups = (MANIFEST.metadata.tables[name] for name in ("patient_keys", "patient_lookups"))
        second_key = sa.insert(keys).values(patient_id=patient_id, sealed_key=b"other")
        nobody = sa.insert(lookups).values(trait="name", digest=b"0" * 32, patient_id=uuid4())
        for refused in (second_key, nobody):
            with pytest.raises(sa.exc.IntegrityError), romans.runtime.database.engine.begin() as connection:
                connection.execute(refused)

    def dump(self, romans: Patients) -> str:
        """Every row of every table, and every byte of a file that is a database, as text."""
        database = romans.runtime.database
        kept = files(romans.runtime).values() if database.is_sqlite else ()
        return "\n".join([*self._dumped(database), *(content.decode("utf-8", "replace") for content in kept)])

    def _dumped(self, database: Database) -> Iterator[str]:
        inspector = sa.inspect(database.engine)
        with database.engine.connect() as connection:
            for table in inspector.get_table_names():
                for row in connection.execute(sa.text(f'SELECT * FROM "{table}"')):
                    for value in row:
                        readable = bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()
                        yield readable.decode("utf-8", "replace")
