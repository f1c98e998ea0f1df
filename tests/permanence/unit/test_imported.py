"""On which law a file of people may be used at all."""

import pytest

from permanence.domain.imported.imported import ImportKind, LegalBasis, check_lawful
from permanence.domain.imported.rules import ControllerMissing, LegalBasisMissing


def test_people_to_invite_are_imported_on_a_legal_basis_that_somebody_answers_for() -> None:
    check_lawful(ImportKind.INVITATIONS, LegalBasis.PUBLIC_TASK, "CPTS Royans")
    with pytest.raises(LegalBasisMissing):
        check_lawful(ImportKind.INVITATIONS, None, "CPTS Royans")
    for nobody in (None, "  "):
        with pytest.raises(ControllerMissing):
            check_lawful(ImportKind.INVITATIONS, LegalBasis.PUBLIC_TASK, nobody)


@pytest.mark.parametrize("kind", [kind for kind in ImportKind if kind is not ImportKind.INVITATIONS])
def test_any_other_file_is_of_the_antenna_s_own_patients(kind: ImportKind) -> None:
    check_lawful(kind, None, None)
