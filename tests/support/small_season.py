"""A tenth of the demonstration's season: the same scenario files with smaller totals, for tests that play it often."""

from pathlib import Path

_SMALLER = {
    "romans-permanence.toml": {
        "published = 3500": "published = 350",
        "published = 1285": "published = 130",
        "published = 190": "published = 19",
        "\nconsultations = 3500": "\nconsultations = 350",
        "\npatients = 1285": "\npatients = 130",
        "ald_declarations = 190": "ald_declarations = 19",
        "other_declarations = 265": "other_declarations = 0",
        "last_day = 2024-05-31": "last_day = 2023-10-31",
        "appointments_from = 2024-05-16": "appointments_from = 2023-10-02",
    },
    "laval-smp.toml": {
        "published = 3500": "published = 120",
        "\nconsultations = 4000": "\nconsultations = 300",
        "\npatients = 3500": "\npatients = 120",
        "ald_declarations = 180": "ald_declarations = 4",
        "ald_patients = 800": "ald_patients = 30",
        "other_declarations = 220": "other_declarations = 9",
        "halving_days = 700": "halving_days = 40",
        "last_day = 2024-05-31": "last_day = 2024-03-08",
    },
    "romans-housing.toml": {"last_day = 2024-06-30": "last_day = 2019-06-30"},
}


def write_small_season(scenarios: Path, directory: Path) -> Path:
    """Writes the smaller scenario files into a new directory; a total that is no longer there to replace is a fault."""
    directory.mkdir()
    for name, replacements in _SMALLER.items():
        text = (scenarios / name).read_text(encoding="utf-8")
        for before, after in replacements.items():
            assert before in text, f"{name} no longer says {before!r}"
            text = text.replace(before, after)
        (directory / name).write_text(text, encoding="utf-8")
    return directory
