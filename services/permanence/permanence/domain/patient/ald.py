"""Affection de longue durée: whether it is recognised and of which kind, never the disease nor the document."""

from dataclasses import dataclass
from datetime import date

from kernel.named import Named
from permanence.domain.rules import RuleBroken


class ALDStatusDisagrees(RuleBroken):
    """An ALD is of some kind, and who has none has no kind of it."""

    code = "ALD_STATUS_DISAGREES"
    field = "ald_status"
    text = "Le type d'ALD et la mention d'une ALD se contredisent."


class ALDStatus(Named):
    """Listed (30), off the list (31), several diseases (32): art. D160-4 CSS; `unknown` is an ALD of unknown kind."""

    NONE = "none", "pas d'ALD"
    ALD_30 = "ald_30", "ALD de la liste (ALD 30)"
    ALD_31 = "ald_31", "ALD hors liste (ALD 31)"
    ALD_32 = "ald_32", "plusieurs affections (ALD 32)"
    NON_EXONERATING = "non_exonerating", "ALD non exonérante"
    UNKNOWN = "unknown", "en ALD, type non précisé"

    @property
    def is_ald(self) -> bool:
        return self is not ALDStatus.NONE


@dataclass(frozen=True, slots=True)
class ALD:
    """The status, whether its proof was seen, and the last day of the protocol.

    A protocol is temporary when another doctor signs it, for somebody who has no médecin traitant.
    """

    status: ALDStatus = ALDStatus.NONE
    proof_seen: bool = False
    until_on: date | None = None
    temporary: bool = False


def told_status(ald: bool, status: ALDStatus | None) -> ALDStatus:
    """The status that yes or no amounts to when nothing more is said; the two may not disagree."""
    if status is None:
        return ALDStatus.UNKNOWN if ald else ALDStatus.NONE
    if status.is_ald is not ald:
        raise ALDStatusDisagrees
    return status
