from __future__ import annotations

from datetime import date

from tests.ui.samples import attack, party, thing
from ui.records import AttackLine, Thing, Toll
from ui.trends import Change, Period, Week, by_week, change, every_week, first_named, latest_period, most_frequent

OLD, NEW = thing("old", "ألف"), thing("new", "باء")
LINES = (
    attack("d"),
    attack("c", earliest="2024-05-08", parties=(party(OLD), party(NEW)), killed=Toll(2, None)),
    attack("b", published="2024-05-03", parties=(party(OLD),)),
    attack("a", earliest="2024-04-20", parties=(party(OLD),), killed=Toll(5, 5)),
)
PERIOD = Period(date(2024, 5, 2), date(2024, 5, 8))


def actors(line: AttackLine) -> list[Thing]:
    return [party.thing for party in line.parties]


def test_a_period_ends_with_the_newest_attack() -> None:
    assert latest_period(LINES, 7) == PERIOD
    assert PERIOD.before == Period(date(2024, 4, 25), date(2024, 5, 1))
    assert latest_period([attack("d")], 7) is None


def test_changes_count_or_add_up() -> None:
    assert change(LINES, PERIOD) == Change(2, 0)
    assert change(LINES, Period(date(2024, 5, 1), date(2024, 5, 14))) == Change(2, 1)
    assert change(LINES, PERIOD, lambda line: line.killed.low if line.killed else 0) == Change(2, 0)


def test_weeks_begin_on_monday_and_none_is_left_out() -> None:
    weeks = by_week(LINES, lambda line: [actor.iri for actor in actors(line)])
    assert weeks == [
        Week(date(2024, 4, 15), "old", 1),
        Week(date(2024, 4, 29), "old", 1),
        Week(date(2024, 5, 6), "new", 1),
        Week(date(2024, 5, 6), "old", 1),
    ]
    assert every_week(weeks) == [date(2024, 4, 15), date(2024, 4, 22), date(2024, 4, 29), date(2024, 5, 6)]
    assert every_week([]) == []


def test_the_most_frequent_come_first() -> None:
    assert most_frequent(LINES, actors, 9) == [(OLD, 3), (NEW, 1)]
    assert most_frequent(LINES, actors, 1) == [(OLD, 3)]


def test_a_new_name_is_one_that_was_in_no_attack_before() -> None:
    assert first_named(LINES, actors, PERIOD) == [(NEW, "2024-05-08")]
