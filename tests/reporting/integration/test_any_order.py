"""Facts become the same projections in whatever order, however often and in whatever batches they are told."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chassis.core.runtime import Runtime
from contracts.envelope import Event
from support.departement import OnPostgreSQL, OnSQLite, forget, projections, tell
from support.reporting.counted import sealed
from support.reporting.told_seasons import seasons


@st.composite
def retold(draw: st.DrawFn) -> tuple[list[Event], list[list[Event]]]:
    """A season, and the same facts in another order, with repeats, cut into batches."""
    facts = draw(seasons())
    repeated = draw(st.lists(st.sampled_from(facts), max_size=6))
    shuffled = draw(st.permutations([*facts, *repeated]))
    cuts = sorted(draw(st.sets(st.integers(1, len(shuffled)), max_size=4)))
    batches = [shuffled[start:end] for start, end in zip([0, *cuts], [*cuts, len(shuffled)], strict=True)]
    return facts, [batch for batch in batches if batch]


class AnyOrder:
    """`departement` is an empty instance that reads every antenna; a subclass says where its rows live."""

    @settings(
        max_examples=40,
        deadline=None,
        database=None,
        suppress_health_check=[
            HealthCheck.function_scoped_fixture,  # each example starts by emptying the tables
            HealthCheck.differing_executors,  # the suite is inherited once for each profile
        ],
    )
    @given(season=retold())
    def test_any_order_and_any_repetition_give_the_state_of_the_true_order(
        self, departement: Runtime, season: tuple[list[Event], list[list[Event]]]
    ) -> None:
        facts = [sealed(departement.sealing, fact) for fact in season[0]]
        by_id = {fact.id: fact for fact in facts}
        batches = [[by_id[fact.id] for fact in batch] for batch in season[1]]
        forget(departement)
        for fact in facts:
            tell(departement, fact)
        in_order = projections(departement)
        forget(departement)
        for batch in batches:
            tell(departement, *batch)
        assert projections(departement) == in_order


class TestOnSQLite(OnSQLite, AnyOrder): ...


class TestOnPostgreSQL(OnPostgreSQL, AnyOrder): ...
