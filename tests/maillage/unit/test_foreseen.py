"""What is said of a trouble that can be foreseen, and that a fault of ours is shown as it is."""

import errno
import os

import psycopg2
import pytest
import sqlalchemy as sa

from chassis.core.causes import BUSY, PASSWORD, ServerUnusable
from chassis.core.config import ConfigurationInvalid
from chassis.core.errors import DatabaseUnavailable, NotFound, TransientFailure
from chassis.core.instance import Instance
from maillage.foreseen import CONFIGURATION, FAILED, USAGE, InstanceFailed, Trouble, concerning, foreseen
from maillage.network import InstanceUnknown

REFUSAL = sa.exc.OperationalError("SELECT 1", {}, psycopg2.OperationalError("FATAL: password authentication failed"))


@pytest.mark.parametrize(
    ("number", "said", "status"),
    [
        (errno.ENOENT, "antennas/laval.toml n'existe pas", CONFIGURATION),
        (errno.EACCES, "n'a pas le droit", CONFIGURATION),
        (errno.EROFS, "n'a pas le droit", CONFIGURATION),
        (errno.ENOTDIR, "antennas/laval.toml ne peut pas servir", CONFIGURATION),
        (errno.ENOSPC, "le disque est plein", FAILED),
    ],
)
def test_a_file_that_cannot_be_used_is_named(number: int, said: str, status: int) -> None:
    trouble = foreseen(OSError(number, os.strerror(number), "antennas/laval.toml"))
    assert trouble is not None
    assert (said in trouble.text, trouble.status) == (True, status)


def test_a_server_that_cannot_be_used_is_told_by_its_cause_whoever_meets_it() -> None:
    for error in (REFUSAL, ServerUnusable(PASSWORD), following(TransientFailure()), following(DatabaseUnavailable())):
        trouble = foreseen(error)
        assert trouble is not None
        assert (trouble.text, trouble.status) == (f"{PASSWORD.reason} ({PASSWORD.code})", CONFIGURATION)
    passing = foreseen(ServerUnusable(BUSY))
    assert passing is not None
    assert passing.status == FAILED


def test_among_several_instances_the_one_that_meets_something_is_named() -> None:
    with pytest.raises(InstanceFailed) as met, concerning(Instance("housing", "romans")):
        raise REFUSAL
    trouble = foreseen(met.value)
    assert trouble is not None
    assert trouble.text.startswith("housing.romans : la base de données refuse le mot de passe")


def test_statuses_are_those_of_the_command_line() -> None:
    assert [foreseen(error) for error in (InstanceUnknown("aucune"), NotFound(), ConfigurationInvalid("manque"))] == [
        Trouble("aucune", USAGE),
        Trouble(NotFound.text, FAILED),
        Trouble("configuration inutilisable\nmanque", CONFIGURATION),
    ]


def test_a_fault_of_ours_is_not_foreseen() -> None:
    wrong = sa.exc.IntegrityError("INSERT", {}, psycopg2.errors.UniqueViolation("secret"))
    for error in (wrong, ValueError("secret"), BrokenPipeError(errno.EPIPE, "Broken pipe")):
        assert foreseen(error) is None
    with pytest.raises(InstanceFailed) as met, concerning(Instance("housing", "romans")):
        raise wrong
    assert foreseen(met.value) is None


def following(error: BaseException) -> BaseException:
    error.__cause__ = REFUSAL
    return error
