"""Whatever the network's key seals is declared, or a database could be opened with a key that does not open it."""

from collections.abc import Iterable

import pytest
import sqlalchemy as sa

from chassis.core import tables
from chassis.core.key_check import sealed_in
from chassis.core.manifest import Manifest
from chassis.core.sealed import Sealed
from maillage.services import manifests


def named_sealed(metadata: sa.MetaData) -> set[str]:
    return {str(c) for table in metadata.tables.values() for c in table.columns if c.name.startswith("sealed_")}


def declared(sealed: Iterable[Sealed]) -> set[str]:
    return {str(one.column) for one in sealed}


@pytest.mark.parametrize("manifest", manifests().values(), ids=lambda manifest: manifest.name)
def test_every_column_that_is_called_sealed_is_declared_with_its_purpose(manifest: Manifest) -> None:
    own = declared(sealed_in(manifest))
    assert named_sealed(manifest.metadata) | named_sealed(tables.metadata) <= own
    assert len(manifest.sealed) == len(declared(manifest.sealed))


def test_one_that_is_forgotten_is_found() -> None:
    forgotten = sa.MetaData()
    sa.Table("cards", forgotten, sa.Column("sealed_name", sa.LargeBinary))
    assert named_sealed(forgotten) - declared(sealed_in(manifests()["permanence"])) == {"cards.sealed_name"}
