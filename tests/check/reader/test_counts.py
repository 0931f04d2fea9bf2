"""What sentences count, and what it costs together."""

from __future__ import annotations

import pytest

from discloser.check.reader.counts import Count, counts
from discloser.check.reader.prose import Passage
from discloser.document.nodes import Text
from discloser.model.values import Kind
from discloser.vocabulary.words import national_words


def told(
    text: str, heading: str = "（三）绩效目标设置情况", kind: Kind = Kind.BUDGET
) -> list[Count]:
    passage = Passage(text, (Text(text),), heading, "", headings=(heading,))
    return list(counts(passage, national_words().counts, Kind.BUDGET))


def of(count: Count) -> str:
    return count.words.of if count.words is not None else ""


def test_projects_are_counted_from_the_amount_that_the_words_say() -> None:
    text = (
        "支出项目共13个，支出总额725.23万元，"
        "其中预算支出60万元及60万元以上项目2个，支出总额377.63万元。"
    )
    every, large = told(text)
    assert (of(every), every.least) == ("spending_projects", None)
    assert (of(large), str(large.least)) == ("spending_projects", "60万元")
    assert [str(c.amount.printed) for c in (every, large) if c.amount] == ["725.23", "377.63"]


def test_an_amount_may_stand_before_the_count() -> None:
    (count,) = told("涉及预算拨款105.96万元，共2个项目，无部门重点绩效目标项目。")
    assert count.amount is not None
    assert str(count.amount.printed) == "105.96"


def test_an_amount_of_the_next_sentence_is_not_that_of_the_count() -> None:
    (count,) = told("支出项目共13个。支出总额725.23万元。")
    assert count.amount is None


def test_the_counts_of_a_list_are_its_parts() -> None:
    text = "共有车辆6辆，其中：一般公务用车5辆、其他用车1辆；单价50万元以上通用设备3套。"
    whole, general, other, equipment = told(text)
    assert [str(part.printed) for part in whole.parts] == ["5", "1"]
    assert [of(c) for c in (whole, general, other, equipment)] == [
        "assets.vehicles.total",
        "assets.vehicles.general",
        "assets.vehicles.other",
        "assets.general_equipment",
    ]
    assert equipment.parts == ()


@pytest.mark.parametrize(
    "text",
    [
        "安排购置车辆2辆，其中：一般公务用车2辆。",
        "共开展活动3项。",
        "共有车辆2辆。其他用车1辆。",
    ],
)
def test_what_the_words_do_not_tell_is_not_guessed(text: str) -> None:
    assert of(told(text)[-1]) == ""


def test_words_under_a_heading_are_read_there_alone() -> None:
    assert of(told("共2个项目。")[0]) == "spending_projects"
    assert of(told("共2个项目。", "一、主要职责")[0]) == ""
