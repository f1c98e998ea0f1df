"""A house with people in all the states of a stay, lived in through commands, to look at and to test its pages on."""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from stdnum import luhn

from chassis.core.clock import SetClock
from chassis.core.runtime import Runtime
from housing.commands.files import AcceptRules, GiveKeys, SeeProof, SignAgreement, TakeInventoryIn, WelcomeOccupant
from housing.commands.houses import DescribeHouse, FirstTariff, OpenHouse, SignConvention
from housing.commands.lodgings import RecordArrival, RecordDeparture
from housing.commands.money import IssueRents, RecordCost, RecordPayment, SetBudget
from housing.commands.rooms import OpenRoom, VoidRoom
from housing.commands.stays import ConfirmStay, HoldStay, RequestStay, WaitlistStay
from housing.domain.house.house import CollectionMode, Contact, WelcomeItem
from housing.domain.house.room import VoidReason
from housing.domain.money.convention import Convention, Party
from housing.domain.money.cost import BudgetStage, CostKind
from housing.domain.money.lines import PaymentGiven, PaymentMethod
from housing.domain.occupant.identity import IdentityGiven
from housing.domain.occupant.kind import OccupantKind
from housing.domain.stay.facts import Intention
from housing.domain.stay.file import Condition, Inventory, InventoryLine
from housing.domain.stay.state import Wishes
from support.browser import Browser
from support.housing.house_papers import png
from support.http_app import Web
from support.outcomes import done

HOUSE = "maison-des-internes"
OpenLivedIn = Callable[..., AbstractContextManager["LivedIn"]]
SASPAS, GP = OccupantKind.SASPAS_INTERN, OccupantKind.GP_INTERN


def rpps(rank: int) -> str:
    """A number that belongs to nobody: prefix 999."""
    digits = f"9990000{rank:03d}"
    return digits + str(luhn.calc_check_digit(digits))


def signed_in(web: Web, role: str = "housing_agent") -> Browser:
    """For a month, so that days may go by."""
    return Browser(web).signed_in(role=role, days=30, now=web.runtime.clock.now())


@dataclass
class LivedIn:
    """The house on a day; `stays` by the given name of whose they are."""

    web: Web
    today: date
    stays: dict[str, UUID] = field(default_factory=dict)

    @property
    def runtime(self) -> Runtime:
        return self.web.runtime

    def on(self, days: int, command: Any) -> Mapping[str, Any]:
        """Gives a command at nine in the morning, that many days from today."""
        self.set_day(days)
        return done(self.runtime, command)

    def set_day(self, days: int) -> None:
        clock = self.runtime.clock
        assert isinstance(clock, SetClock)
        clock.set(datetime.combine(self.day(days), time(9), UTC))

    def day(self, days: int) -> date:
        return self.today + timedelta(days=days)

    def ask(self, on: int, name: str, kind: OccupantKind, university: str, first: int, end: int, **wishes: Any) -> UUID:
        family = f"d’Exemple-{name}"
        outcome = self.on(
            on,
            RequestStay(
                HOUSE,
                kind,
                university,
                self.day(first),
                self.day(end),
                IdentityGiven(
                    name,
                    family,
                    f"{name.lower()}@exemple.fr",
                    "06 99 00 12 34",
                    f"E{len(self.stays):07d}" if kind in _STUDENTS else rpps(len(self.stays) + 1),
                ),
                Wishes(**wishes),
            ),
        )
        self.stays[name] = UUID(outcome["stay_id"])
        return self.stays[name]

    def lodge(self, stay_id: UUID, room: str, on: int, arrives: int | None) -> None:
        self.on(on, HoldStay(stay_id, room, self.day(on + 5)))
        self.on(on, ConfirmStay(stay_id))
        if arrives is not None:
            self.on(arrives, RecordArrival(stay_id, self.day(arrives)))


_STUDENTS = (OccupantKind.EXTERN, OccupantKind.DENTAL_STUDENT)


def live_in(web: Web, today: date, collection: CollectionMode = CollectionMode.REGIE) -> LivedIn:
    """Four rooms: one lived in, one that changes hands this week, one in works, one awaiting somebody who is late."""
    lived = LivedIn(web, today)
    _open(lived, collection)
    karim = lived.ask(-115, "Karim", GP, "lyon", -110, -30)
    lived.lodge(karim, "chambre-4", -112, -110)
    lea = lived.ask(-100, "Léa", GP, "lyon", -80, 2, wants_parking=True)
    lived.lodge(lea, "chambre-2", -95, -80)
    ines = lived.ask(-90, "Inès", OccupantKind.DOCTEUR_JUNIOR, "grenoble", -50, 40)
    lived.lodge(ines, "chambre-3", -85, -50)
    noe = lived.ask(-60, "Noé", SASPAS, "grenoble", -20, 150)
    lived.lodge(noe, "chambre-1", -55, None)
    lived.on(-45, IssueRents(HOUSE, _month(lived.day(-45))))
    if collection is CollectionMode.REGIE:
        lived.on(-40, RecordPayment(karim, PaymentGiven(150_00, lived.day(-40), PaymentMethod.CHEQUE, "n° 0012345")))
    lived.on(-30, RecordDeparture(karim, lived.day(-30), Intention.SETTLE_HERE, True))
    lived.on(-20, RecordArrival(noe, lived.day(-20)))
    _complete(lived, noe)
    lived.on(-12, IssueRents(HOUSE, _month(lived.day(-12))))
    lived.on(-6, GiveKeys(ines, 2))
    lived.on(-5, RecordDeparture(ines, lived.day(-5), Intention.UNDECIDED))
    lived.on(-4, VoidRoom(HOUSE, "chambre-3", lived.day(-4), lived.day(8), VoidReason.WORKS))
    paul = lived.ask(-30, "Paul", OccupantKind.LOCUM, "aix-marseille", 2, 16)
    lived.lodge(paul, "chambre-2", -25, None)
    zoe = lived.ask(-28, "Zoé", GP, "clermont-ferrand", -1, 90)
    lived.lodge(zoe, "chambre-4", -20, None)
    hugo = lived.ask(-9, "Hugo", OccupantKind.EXTERN, "grenoble", 10, 80)
    lived.on(-3, HoldStay(hugo, "chambre-3", lived.day(4)))
    nour = lived.ask(-15, "Nour", OccupantKind.DENTAL_STUDENT, "lyon", 20, 40)
    lived.on(-10, HoldStay(nour, "chambre-2", lived.day(-2)))
    lived.on(-8, WaitlistStay(lived.ask(-14, "Sami", GP, "saint-etienne", 5, 95)))
    lived.on(-8, WaitlistStay(lived.ask(-9, "Ève", SASPAS, "lyon", 6, 100)))
    lived.ask(-1, "Ana", GP, "grenoble", 45, 130, needs_accessible=True)
    lived.set_day(0)
    return lived


def _open(lived: LivedIn, collection: CollectionMode) -> None:
    opened_on = lived.day(-120)
    lived.on(
        -120,
        OpenHouse(
            HOUSE,
            "Maison des internes",
            "Ville de Romans-sur-Isère",
            "12 rue des Essais\n26100 Romans-sur-Isère",
            "26281",
            135,
            opened_on,
            collection,
            FirstTariff(15_00, 150_00),
        ),
    )
    for number, label in enumerate(
        ("Chambre 1, jardin", "Chambre 2, rue", "Chambre 3, rez-de-chaussée", "Chambre 4"), 1
    ):
        lived.on(
            -120,
            OpenRoom(HOUSE, f"chambre-{number}", label, opened_on, number == 1, 8, number == 3, int(number != 3)),
        )
    parties = (Party("departement", "Département de la Drôme", 1), Party("ville", "Ville de Romans-sur-Isère", 1))
    lived.on(
        -120, SignConvention(HOUSE, Convention(opened_on, opened_on, parties, 10, "Convention Département et CCAS"))
    )
    contacts = (
        Contact("CCAS, service logement", "04 99 00 12 34", "maison.des.internes@exemple.fr"),
        Contact("Astreinte de la ville, la nuit", "04 99 00 12 99"),
    )
    items = (
        WelcomeItem("cles", "Clés et badge, comment fermer la maison"),
        WelcomeItem("wifi", "Code du réseau sans fil"),
        WelcomeItem("ville", "Plan de la ville, marchés, sport et culture"),
    )
    lived.on(
        -120,
        DescribeHouse(
            HOUSE, "Maison des internes", "12 rue des Essais\n26100 Romans-sur-Isère", contacts, items, png()
        ),
    )
    budget = {CostKind.RENT: 9_600_00, CostKind.HEATING: 2_000_00, CostKind.WATER: 400_00, CostKind.UPKEEP: 2_000_00}
    lived.on(-110, SetBudget(HOUSE, lived.today.year, BudgetStage.VOTED, budget, 4_700_00))
    lived.on(-100, RecordCost(HOUSE, CostKind.RENT, 800_00, lived.day(-100), "Loyer au propriétaire"))


def _complete(lived: LivedIn, stay_id: UUID) -> None:
    for proof in ("décision d'affectation en stage", "pièce d'identité", "attestation d'assurance"):
        lived.on(-20, SeeProof(stay_id, proof))
    lived.on(-20, SignAgreement(stay_id, lived.day(-20)))
    lived.on(-20, AcceptRules(stay_id, lived.day(-20)))
    lines = (InventoryLine("La chambre : Lit et matelas", Condition.GOOD),)
    lived.on(-20, TakeInventoryIn(stay_id, Inventory(lived.day(-20), lines)))
    lived.on(-20, GiveKeys(stay_id, 2))
    lived.on(-20, WelcomeOccupant(stay_id, "cles"))


def _month(day: date) -> date:
    return day.replace(day=1)
