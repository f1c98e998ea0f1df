"""The seal of a month's counts: opened with reporting's key, and its rows checked before anything is made of them."""

import re
from collections.abc import Callable, Mapping

from chassis.core.keyring import KeyUnusable, SealBroken
from chassis.core.sealing import SealingKeys
from contracts.envelope import Event
from contracts.fields import COMMUNE_PATTERN, SIREN_PATTERN
from contracts.permanence import counts
from contracts.permanence.words import AGE_BANDS, NO_MEDECIN_TRAITANT_REASONS, WITHOUT_GP_GROUPS
from contracts.rejection import Rejected, RejectionCode

_KEY_MISSING = (
    "la clé privée du bilan manque ou ne sert pas : remettez-la dans le dossier des clés de scellement, puis rejouez "
    "ce message"
)
_OTHER_KEY = (
    "scellé à une autre clé que celle du bilan : remettez la clé privée d'avant puis rejouez ce message, ou faites "
    "compter ce mois de nouveau par l'antenne"
)
_NO_COUNT = "ce qui est scellé n'est pas le compte de ce mois : faites-le compter de nouveau par l'antenne"


# What the value of a row may be, by its cut: figures read it as such.
_IS_VALUE: Mapping[str, Callable[[str], object]] = {
    counts.ALL: lambda value: value == "",
    counts.GROUP: frozenset(WITHOUT_GP_GROUPS).__contains__,
    counts.COMMUNE: re.compile(COMMUNE_PATTERN).match,
    counts.EPCI: re.compile(SIREN_PATTERN).match,
    counts.AGE_BAND: frozenset(AGE_BANDS).__contains__,
    counts.REASON: frozenset(NO_MEDECIN_TRAITANT_REASONS).__contains__,
    counts.DAYS: re.compile(r"(?:0|[1-9][0-9]{0,4})\Z").match,
}


def opened(event: Event, keys: SealingKeys, *, refuses: bool) -> tuple[counts.Row, ...]:
    """The rows of a count, the total among them, each once.

    Raises `Rejected` where `refuses`, else what prevents it: `KeyUnusable`, `SealBroken` or `RowsUnreadable`.
    """
    try:
        rows = counts.read_rows(event.subject, keys.open_as("reporting", event.data["sealed"]))
        _check(rows)
    except (KeyUnusable, SealBroken, counts.RowsUnreadable) as error:
        if not refuses:
            raise
        raise Rejected(RejectionCode.SEAL_UNREADABLE, _reason(error), "data.sealed") from error
    return rows


def _check(rows: tuple[counts.Row, ...]) -> None:
    if not all(_IS_VALUE[row.cut](row.value) for row in rows):
        raise counts.RowsUnreadable("a value that is none of its cut")
    said = {(row.cut, row.value) for row in rows}
    if len(said) != len(rows) or (counts.ALL, "") not in said:
        raise counts.RowsUnreadable("a row is said twice, or the total is not")


def _reason(error: Exception) -> str:
    if isinstance(error, KeyUnusable):
        return _KEY_MISSING
    return _OTHER_KEY if isinstance(error, SealBroken) else _NO_COUNT
