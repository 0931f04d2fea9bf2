"""Words around a count: what is counted, and what it costs together."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, BaseModel, Field, model_validator
from pydantic_core import PydanticCustomError

from discloser.model.disclosure import Disclosure
from discloser.model.supplement import Supplement, model_within
from discloser.model.values import Flag, Kind
from discloser.parameters.limits import THRESHOLDS
from discloser.vocabulary.sentences import Entry, Pattern

PROJECTS = "spending_projects"
TARGETED = "targeted_projects"
_DERIVED = {PROJECTS, TARGETED}


def _counted(name: str) -> str:
    """A list or a count of the input, such as ``assets.vehicles.total``, or projects."""
    if name and name not in _DERIVED and not _leads_somewhere(name.split(".")):
        raise PydanticCustomError(
            "counted",
            "输入里没有这一项，要写 assets.vehicles.total 这样的字段、个数口径的名称，"
            f"或 {PROJECTS}",
        )
    return name


def is_of_input(name: str) -> bool:
    """Whether a count is of a list or a number of the core of an input, or of projects."""
    return name in _DERIVED or name.partition(".")[0] in Disclosure.model_fields


def _leads_somewhere(steps: list[str]) -> bool:
    """Whether a way through the input's fields ends at one, or at what a part tells besides.

    A single word may be the name of a measure of counts, which the pack's reading checks.
    """
    if len(steps) == 1 and steps[0].isidentifier():
        return True
    model: type[BaseModel] | None = Disclosure
    for step in steps:
        if model is None or isinstance(getattr(model, step, None), property):
            return model is not None
        field = model.model_fields.get(step)
        if field is None:
            return issubclass(model, Supplement)  # a pack's own, which its reading checks
        model = model_within(field.annotation)
    return True


def _threshold(name: str) -> str:
    """A limit from which on something counts."""
    if name not in THRESHOLDS:
        raise PydanticCustomError("limit", f"没有这个起点，可写：{'、'.join(THRESHOLDS)}")
    return name


Threshold = Annotated[str, AfterValidator(_threshold)]
Counted = Annotated[str, AfterValidator(_counted)]


class CountWords(Entry):
    """The words before and behind a count, and what it is a count of."""

    before: Pattern = Field(
        default="",
        title="个数前面的话（正则表达式），从多少钱起才数的，把钱数连单位用 (?P<least>…) 括起来",
    )
    after: Pattern = Field(default="", title="个数后面的话（正则表达式，从量词起）")
    of: Counted = Field(
        default="",
        title="数的是什么：输入的字段（清单按条数），"
        "模板包数个数的口径写它的名称；"
        "spending_projects 有支出的项目，targeted_projects 其中有绩效指标的；"
        "只核对“其中”各项之和的（adds_up）不写",
    )
    unit: str = Field(default="", title="个、辆、套、台、人次、项以外的量词，如 人、名、平方米")
    limit: Threshold = Field(default="", title="说这个起点的参数，如 large_project")
    less: int = Field(default=0, title="个数比清单少几个，如下属单位不含本级")
    amount_after: Pattern = Field(default="", title="个数后面、这些项目金额前面的话")
    amount_before: Pattern = Field(default="", title="个数前面、这些项目金额前面的话")
    adds_up: Flag = Field(default=False, title="“其中”后面各项的个数之和等于这个数")
    blank_is_unknown: Flag = Field(default=False, title="清单没有填，就不核对")
    under: str = Field(default="", title="所在各级标题里要有的词")
    kinds: tuple[Kind, ...] = Field(default=tuple(Kind), title="用于哪种公开，不写就是都用")
    specimen: str = Field(title="例句")
    seen: str = Field(default="", title="见于")

    @model_validator(mode="after")
    def _has_words(self) -> CountWords:
        if not (self.before or self.after):
            raise PydanticCustomError("count", "要写 before 或 after")
        if not (self.of or self.adds_up):
            raise PydanticCustomError(
                "count", "要写 of，说明数的是什么；只核对各项之和的写 adds_up"
            )
        return self
