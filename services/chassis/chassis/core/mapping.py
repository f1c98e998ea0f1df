"""What every service's tables are made with: imperative mapping, columns for enumerations and for frozen values."""

from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import registry

from chassis.core.plain import Plain


class Mapper:
    """Maps a service's aggregates to the tables of its one metadata."""

    def __init__(self, metadata: sa.MetaData) -> None:
        self.metadata = metadata
        self._registry = registry(metadata=metadata)

    def aggregate(self, aggregate: type, table: sa.Table, **properties: Any) -> None:
        """The aggregate counts its own versions, one a fact, so the mapper must not."""
        self._registry.map_imperatively(
            aggregate, table, version_id_col=table.c.version, version_id_generator=False, properties=properties
        )

    def child(self, child: type, table: sa.Table) -> None:
        """Part of an aggregate, in a table of its own: the aggregate's version is its version."""
        self._registry.map_imperatively(child, table)


def version() -> sa.Column[int]:
    return sa.Column("version", sa.BigInteger, nullable=False)


def enumeration(kind: type[StrEnum]) -> sa.Enum:
    """Written as the text of its value: a new value is no migration."""
    return sa.Enum(kind, native_enum=False, length=40, values_callable=lambda kind: [item.value for item in kind])


class Values(sa.types.TypeDecorator[Any]):
    """Frozen values, or lists of them, in one JSON column: they are read and replaced whole, with their aggregate."""

    impl = sa.JSON
    cache_ok = True

    def __init__(self, annotation: Any) -> None:
        super().__init__(none_as_null=True)
        self.annotation = annotation
        self._plain = Plain(annotation)

    def process_bind_param(self, value: Any, dialect: Any) -> Any:
        return None if value is None else self._plain.write(value)

    def process_result_value(self, value: Any, dialect: Any) -> Any:
        return None if value is None else self._plain.read(value)
