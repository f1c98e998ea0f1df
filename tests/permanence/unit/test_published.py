"""What leaves the permanence: every value that the domain knows has a word in the contract."""

import contracts.permanence as contract
from permanence.domain.declaration import Channel
from permanence.domain.patient import OLDEST_YEARS, NoMedecinTraitantReason, age_band
from permanence.domain.practitioner import PractitionerKind


def test_the_bands_of_all_ages_are_those_of_the_contract() -> None:
    bands = dict.fromkeys(age_band(age) for age in range(OLDEST_YEARS + 1))
    assert tuple(bands) == contract.AGE_BANDS


def test_kinds_channels_and_reasons_are_those_of_the_contract() -> None:
    assert tuple(PractitionerKind) == contract.PRACTITIONER_KINDS
    assert tuple(Channel) == contract.CHANNELS
    assert tuple(NoMedecinTraitantReason) == contract.NO_MEDECIN_TRAITANT_REASONS
