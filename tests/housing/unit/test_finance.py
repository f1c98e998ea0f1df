"""The files of the finance software: dues go out without a name, titres come back whole or not at all."""

from datetime import date
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from housing.domain.money.account import Account
from housing.domain.money.lines import TitreLine, TitreState
from housing.domain.money.rules import ReturnMalformed
from housing.finance import EXPORT_HEADER, export_file, read_return
from kernel.cents import in_euros

EXPORT = UUID(int=9)
HEADER = "avis;titre;etat;montant_paye;date"
GOOD = "2018-12-0001;T-42;emis;0,00;2019-01-02"


def an_account(rank: int) -> Account:
    """An account whose December was paid and corrected; its January is not exported."""
    account = Account(UUID(int=rank), UUID(int=50 + rank), "maison-des-internes")
    december = date(2018, 12, 1)
    for line, cents in enumerate((150_00, 60_50), start=1):
        number = f"2018-12-{line}00{rank}"
        account.issue(UUID(int=line), month=december, amount_cents=cents, issued_on=december, number=number)
    account.export(EXPORT)
    account.issue(
        UUID(int=3), month=date(2019, 1, 1), amount_cents=1, issued_on=date(2019, 1, 1), number=f"2019-01-100{rank}"
    )
    return account


def test_the_dues_of_an_export_go_out_a_line_each_in_the_order_of_their_numbers() -> None:
    content = export_file([an_account(2), an_account(1)], EXPORT)
    assert content.startswith(b"\xef\xbb\xbf")
    assert content.decode("utf-8-sig").split("\r\n") == [
        "avis;maison;mois;montant;emis_le;debiteur",
        "2018-12-1001;maison-des-internes;2018-12;150,00;2018-12-01;00000000-0000-0000-0000-000000000001",
        "2018-12-1002;maison-des-internes;2018-12;150,00;2018-12-01;00000000-0000-0000-0000-000000000002",
        "2018-12-2001;maison-des-internes;2018-12;-89,50;2018-12-01;00000000-0000-0000-0000-000000000001",
        "2018-12-2002;maison-des-internes;2018-12;-89,50;2018-12-01;00000000-0000-0000-0000-000000000002",
        "",
    ]


def test_an_export_without_dues_is_a_header() -> None:
    assert export_file([], EXPORT).decode("utf-8-sig") == ";".join(EXPORT_HEADER) + "\r\n"
    assert export_file([an_account(1)], UUID(int=8)) == export_file([], EXPORT)


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_what_comes_back_is_read_line_by_line(encoding: str, end: str) -> None:
    lines = [HEADER, GOOD, '2018-12-0002;"T;43";paye;150,00;2019-01-03', "2018-12-0003;T-44;rejete;-0,50;2019-01-04"]
    assert read_return((end.join(lines) + end).encode(encoding)) == [
        TitreLine("2018-12-0001", "T-42", TitreState.ISSUED, 0, date(2019, 1, 2)),
        TitreLine("2018-12-0002", "T;43", TitreState.PAID, 150_00, date(2019, 1, 3)),
        TitreLine("2018-12-0003", "T-44", TitreState.REJECTED, -50, date(2019, 1, 4)),
    ]


def test_a_header_alone_says_nothing() -> None:
    assert read_return(HEADER.encode()) == []


@pytest.mark.parametrize("header", ["", "\n", "avis,titre,etat,montant_paye,date", HEADER + ";nom", HEADER.upper()])
def test_another_header_is_refused(header: str) -> None:
    with pytest.raises(ReturnMalformed, match="Ligne 1 : l'en-tête attendu est « avis;titre;etat;montant_paye;date »"):
        read_return(f"{header}\n{GOOD}".encode())


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("2018-12-0002;T-43;emis;0,00", "5 colonnes sont attendues, il y en a 4"),
        ("2018-12-0002;T-43;emis;0,00;2019-01-02;", "5 colonnes sont attendues, il y en a 6"),
        ("", "5 colonnes sont attendues, il y en a 0"),
        (";T-43;emis;0,00;2019-01-02", "colonne « avis »"),
        (" 2018-12-0002;T-43;emis;0,00;2019-01-02", "colonne « avis »"),
        ("2018-12-0002;;emis;0,00;2019-01-02", "colonne « titre »"),
        (f"2018-12-0002;{'T' * 64};emis;0,00;2019-01-02", "colonne « titre »"),
        ("2018-12-0002;T-43;EMIS;0,00;2019-01-02", "états possibles : emis, paye, rejete, annule"),
        ("2018-12-0002;T-43;emis;150.00;2019-01-02", "comme 150,00"),
        ("2018-12-0002;T-43;emis;;2019-01-02", "comme 150,00"),
        ("2018-12-0002;T-43;emis;0,00;02/01/2019", "AAAA-MM-JJ"),
        ("2018-12-0002;T-43;emis;0,00;20190102", "AAAA-MM-JJ"),
        ("2018-12-0002;T-43;emis;0,00;2019-02-29", "AAAA-MM-JJ"),
        (GOOD, "déjà plus haut"),
        ('2018-12-0002;"T-43"x;emis;0,00;2019-01-02', "guillemets"),
        ('2018-12-0002;"T-43;emis;0,00;2019-01-02', "guillemets"),
    ],
)
def test_a_wrong_line_is_named_and_nothing_is_read(line: str, reason: str) -> None:
    with pytest.raises(ReturnMalformed) as refused:
        read_return(f"{HEADER}\n{GOOD}\n{line}\n".encode())
    assert refused.value.text.startswith("Ligne 3 : ")
    assert reason in refused.value.text


def test_a_file_in_another_encoding_is_refused_with_its_line() -> None:
    with pytest.raises(ReturnMalformed, match="Ligne 2 : le fichier n'est pas en UTF-8"):
        read_return(f"{HEADER}\n2018-12-0001;T-42;émis;0,00;2019-01-02".encode("cp1252"))


def test_a_refusal_says_nothing_of_what_the_file_holds() -> None:
    with pytest.raises(ReturnMalformed) as refused:
        read_return(f"{HEADER}\nCamille Moreau;Camille Moreau;Camille Moreau;0,00;2019-01-02".encode())
    assert "Camille" not in refused.value.text


@given(st.binary(max_size=60))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    for read in (content, f"{HEADER}\n".encode() + content):
        refusal = "Ligne "
        try:
            read_return(read)
        except ReturnMalformed as refused:
            refusal = refused.text
        assert refusal.startswith("Ligne ")


@given(st.sampled_from(TitreState), st.integers(-(10**9), 10**9), st.dates())
def test_what_was_written_as_expected_is_read_as_it_was(state: TitreState, cents: int, on: date) -> None:
    line = f"2018-12-0001;T-42;{state.value};{in_euros(cents)};{on.isoformat()}"
    assert read_return(f"{HEADER}\n{line}".encode()) == [TitreLine("2018-12-0001", "T-42", state, cents, on)]
