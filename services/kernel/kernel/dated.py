"""What is in force from a day until another: tariffs, conventions, contracts, rights change by dated versions."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from itertools import pairwise
from typing import Any, ClassVar, Protocol, TypeVar


class Begun(Protocol):
    """In force from `starts_on` until the next version begins."""

    @property
    def starts_on(self) -> date: ...


class Lasting(Begun, Protocol):
    """In force from `starts_on` to the day before `ends_on`, without end when that is None."""

    @property
    def ends_on(self) -> date | None: ...


class Dated(Lasting, Protocol):
    """The same, a frozen dataclass."""

    __dataclass_fields__: ClassVar[dict[str, Any]]


_Begun = TypeVar("_Begun", bound=Begun)
_Lasting = TypeVar("_Lasting", bound=Lasting)
_Dated = TypeVar("_Dated", bound=Dated)


def in_force(version: Lasting, day: date) -> bool:
    return version.starts_on <= day and (version.ends_on is None or day < version.ends_on)


def version_on(versions: Iterable[_Lasting], day: date) -> _Lasting | None:
    """The version in force on a day, if any is."""
    return next((version for version in versions if in_force(version, day)), None)


def latest_on(versions: Iterable[_Begun], day: date) -> _Begun | None:
    """The version that began last by a day, if any had: for versions that end only when another begins."""
    begun = (version for version in versions if version.starts_on <= day)
    return max(begun, key=lambda version: version.starts_on, default=None)


def in_order(versions: Iterable[_Begun]) -> list[_Begun]:
    return sorted(versions, key=lambda version: version.starts_on)


def following(versions: Iterable[_Begun]) -> Iterator[tuple[_Begun, _Begun]]:
    """Each version with the one that follows it."""
    return pairwise(in_order(versions))


def overlap(one: Lasting, other: Lasting) -> bool:
    """Whether both are in force on some day."""
    one_before = one.ends_on is not None and one.ends_on <= other.starts_on
    return not one_before and (other.ends_on is None or one.starts_on < other.ends_on)


def ended(version: _Dated, next_starts_on: date) -> _Dated:
    """What was in force without an end, when something else begins; any other version as it is."""
    if version.ends_on is None and version.starts_on < next_starts_on:
        return replace(version, ends_on=next_starts_on)
    return version
