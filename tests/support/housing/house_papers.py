"""One of each paper of a house of interns, with invented people."""

import struct
import zlib
from collections.abc import Callable
from datetime import date

from housing.papers import (
    departure_form,
    due_notice,
    house_rules,
    inventory,
    key_receipt,
    lodging_attestation,
    occupancy_agreement,
    receipt,
    statement,
    week,
    welcome_pack,
)
from housing.papers.content import Collection, Dwelling, Issuer, Keys, Meter, Moment, Nights, Person, Terms


def png(width: int = 120, height: int = 80) -> bytes:
    """A logo: two bands of colour, with a transparent one."""
    blue, clear, amber = bytes((31, 94, 138, 255)), bytes(4), bytes((217, 119, 6, 255))
    rows = b"".join(b"\0" + (blue, clear, amber)[3 * row // height] * width for row in range(height))
    chunks = (
        (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)),
        (b"IDAT", zlib.compress(rows)),
        (b"IEND", b""),
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in chunks
    )


ISSUER = Issuer(
    town="Ville de Romans-sur-Isère",
    service="Centre communal d’action sociale",
    address=("Place Jules-Nadi", "26100 Romans-sur-Isère"),
    contacts=("01 99 00 12 34", "maison.des.internes@exemple.fr"),
    place="Romans-sur-Isère",
    signatory="la présidente du CCAS",
    logo=png(),
)
HOUSE, ADDRESS = "Maison des internes", ("12 rue des Essais", "26100 Romans-sur-Isère")
DWELLING = Dwelling(HOUSE, ADDRESS, "Chambre 2, étage, côté jardin")
OCCUPANT = Person(
    "Éloïse",
    "Lefèvre-Œuvrard",
    "interne de médecine générale, SASPAS",
    "Université Grenoble Alpes",
    ("eloise.lefevre@exemple.fr", "06 99 00 56 78"),
)
STAY = Nights(date(2025, 11, 3), date(2026, 5, 4))
NOVEMBER = Nights(date(2025, 11, 3), date(2025, 12, 1))
TERMS = Terms(1_500, 15_000, 6, 7, 30, date(2018, 11, 5))
KEYS = (Keys("Porte d’entrée", 1, "A 12"), Keys("Chambre", 1, "2"), Keys("Boîte aux lettres", None))
METERS = (Meter("Électricité", "kWh", "48 213"), Meter("Eau", "m³"))

AGREEMENT = occupancy_agreement.OccupancyAgreement(
    ISSUER,
    date(2025, 10, 6),
    DWELLING,
    OCCUPANT,
    STAY,
    TERMS,
    90_000,
    Collection.REGIE,
    (
        "Pièce d’identité",
        "Attestation d’inscription à l’université ou de stage",
        "Attestation d’assurance de responsabilité civile",
    ),
    payment_means="Espèces, chèque ou carte, à l’accueil du CCAS, dans les 15 jours de l’avis d’échéance.",
    notice="L’occupant prévient par écrit quinze jours au moins avant de partir plus tôt.",
)
RULES = house_rules.HouseRules(
    ISSUER,
    date(2025, 10, 6),
    HOUSE,
    ADDRESS,
    ("Les vélos se rangent dans le garage.", "Le jardin s’arrose après 20 heures : c'est le voisin qui a l'échelle."),
    emergency="Astreinte du CCAS, jour et nuit : 01 99 00 12 99.",
    occupant=OCCUPANT,
)
INVENTORY_IN = inventory.Inventory(
    ISSUER, date(2025, 11, 3), Moment.ARRIVAL, DWELLING, OCCUPANT, inventory.blank("Chambre 2"), METERS, KEYS
)
INVENTORY_OUT = inventory.Inventory(
    ISSUER,
    date(2026, 5, 4),
    Moment.DEPARTURE,
    DWELLING,
    OCCUPANT,
    (
        inventory.Space(
            "Chambre 2",
            (
                inventory.Item("Lit", inventory.Condition.GOOD, inventory.Condition.NEW),
                inventory.Item(
                    "Bureau", inventory.Condition.DAMAGED, inventory.Condition.GOOD, "Un tiroir ne ferme plus."
                ),
                inventory.Item("Volet", None, inventory.Condition.WORN),
            ),
        ),
    ),
    METERS,
    KEYS,
    remarks="Chambre rendue propre.",
)
KEYS_GIVEN = key_receipt.KeyReceipt(ISSUER, date(2025, 11, 3), Moment.ARRIVAL, DWELLING, OCCUPANT, KEYS[:2])
KEYS_BACK = key_receipt.KeyReceipt(ISSUER, date(2026, 5, 4), Moment.DEPARTURE, DWELLING, OCCUPANT, KEYS)
DUE = due_notice.DueNotice(
    ISSUER,
    date(2025, 12, 1),
    "2025-11-0003",
    date(2025, 11, 1),
    DWELLING,
    OCCUPANT,
    NOVEMBER,
    (
        due_notice.Line(
            "Prix du séjour du 3 novembre 2025 au 1er décembre 2025 : 28 nuits, au plus le prix d’un mois", 15_000
        ),
        due_notice.Line("Déjà demandé pour les mois précédents", 0),
    ),
    Collection.REGIE,
    date(2025, 12, 15),
    "Espèces, chèque à l’ordre de la régie, ou carte, à l’accueil du CCAS, du lundi au vendredi de 9 h à 12 h.",
)
QUITTANCE = receipt.Receipt(
    ISSUER,
    date(2025, 12, 9),
    "Q-2025-0017",
    date(2025, 11, 1),
    "2025-11-0003",
    DWELLING,
    OCCUPANT,
    NOVEMBER,
    15_000,
    (
        receipt.PaymentMade(date(2025, 12, 3), "espèces", 5_000),
        receipt.PaymentMade(date(2025, 12, 9), "chèque", 10_000, "n° 0012345"),
    ),
    Collection.REGIE,
)
STATEMENT = statement.Statement(
    ISSUER,
    date(2026, 1, 12),
    DWELLING,
    OCCUPANT,
    STAY,
    (
        statement.Entry(date(2025, 12, 1), "Avis 2025-11-0003, novembre 2025", 15_000),
        statement.Entry(date(2025, 12, 3), "Paiement, espèces", -5_000),
        statement.Entry(date(2025, 12, 9), "Paiement, chèque n° 0012345", -10_000),
        statement.Entry(date(2026, 1, 1), "Avis 2025-12-0002, décembre 2025", 15_000),
        statement.Entry(date(2026, 1, 5), "Paiement, carte", -2_550),
    ),
)
ATTESTATION = lodging_attestation.LodgingAttestation(
    ISSUER,
    date(2026, 1, 12),
    DWELLING,
    OCCUPANT,
    STAY,
    False,
    (
        lodging_attestation.MonthLodged(date(2025, 11, 1), 28, 15_000, 15_000),
        lodging_attestation.MonthLodged(date(2025, 12, 1), 31, 15_000, 2_550),
    ),
    15_000,
)
WELCOME_ITEMS = (
    "Clés et badge, et comment fermer la maison",
    "Code du réseau sans fil",
    "Plan de la ville, transports et stationnement",
    "Marchés, sport, culture : le programme de la saison",
    "Les médecins du territoire et leur association : présentation au prochain rendez-vous",
)
WELCOME = welcome_pack.WelcomePack(
    ISSUER,
    date(2025, 11, 3),
    HOUSE,
    ADDRESS,
    WELCOME_ITEMS,
    frozenset(WELCOME_ITEMS[:2]),
    (
        welcome_pack.Contact("La maison, les papiers", "CCAS, service logement", ("01 99 00 12 34",)),
        welcome_pack.Contact("Une panne, la nuit", "Astreinte", ("01 99 00 12 99",)),
        welcome_pack.Contact("L’association des médecins", "Dr Invente", ("contact@exemple.fr", "01 99 00 55 55")),
    ),
    occupant=OCCUPANT,
)
DEPARTURE = departure_form.DepartureForm(
    ISSUER, date(2026, 4, 20), DWELLING, OCCUPANT, STAY.departure_on, None, KEYS, METERS
)
WEEK = week.Week(
    ISSUER,
    date(2026, 4, 30),
    HOUSE,
    date(2026, 5, 4),
    arrivals=(
        week.Movement(date(2026, 5, 4), "Chambre 2", "Karim Essai"),
        week.Movement(date(2026, 5, 6), "Chambre 4"),
    ),
    departures=(week.Movement(date(2026, 5, 4), "Chambre 2", "Éloïse Lefèvre-Œuvrard", "état des lieux à 9 h"),),
)

# By name, so that a test says which paper it speaks of.
ALL: dict[str, Callable[[], bytes]] = {
    "agreement": lambda: occupancy_agreement.pdf(AGREEMENT),
    "rules": lambda: house_rules.pdf(RULES),
    "inventory_in": lambda: inventory.pdf(INVENTORY_IN),
    "inventory_out": lambda: inventory.pdf(INVENTORY_OUT),
    "keys_given": lambda: key_receipt.pdf(KEYS_GIVEN),
    "keys_back": lambda: key_receipt.pdf(KEYS_BACK),
    "due_notice": lambda: due_notice.pdf(DUE),
    "quittance": lambda: receipt.pdf(QUITTANCE),
    "statement": lambda: statement.pdf(STATEMENT),
    "attestation": lambda: lodging_attestation.pdf(ATTESTATION),
    "welcome": lambda: welcome_pack.pdf(WELCOME),
    "departure": lambda: departure_form.pdf(DEPARTURE),
    "week": lambda: week.pdf(WEEK),
}
PAPERS = (
    AGREEMENT, RULES, INVENTORY_IN, INVENTORY_OUT, KEYS_GIVEN, KEYS_BACK, DUE, QUITTANCE, STATEMENT, ATTESTATION,
    WELCOME, DEPARTURE, WEEK,
)  # fmt: skip
