"""Performance targets (绩效目标) of the department and of its projects."""

from __future__ import annotations

from pydantic import Field

from discloser.model.supplement import Supplement
from discloser.model.values import Label, Part


class Indicator(Part):
    """A third-level indicator of a project and its target value, as text with its unit."""

    name: Label = Field(title="三级指标")
    value: str = Field(default="", title="指标值")


class ProjectText(Part):
    """What a project's page says under a heading that the pack asks for, such as 立项依据."""

    title: Label = Field(title="标题")
    text: Label = Field(title="正文")


class ProjectTargets(Part):
    """A project (项目): its name as the ledger uses it, its code, its texts and indicators."""

    name: Label = Field(title="项目名称")
    code: str = Field(default="", title="项目编码")
    texts: tuple[ProjectText, ...] = Field(default=(), title="项目说明")
    cost: tuple[Indicator, ...] = Field(default=(), title="成本指标")
    output: tuple[Indicator, ...] = Field(default=(), title="产出指标")
    benefit: tuple[Indicator, ...] = Field(default=(), title="效益指标")
    satisfaction: tuple[Indicator, ...] = Field(default=(), title="满意度指标")
    supplement: Supplement = Field(default=Supplement(), title="项目补充资料")


class Task(Part):
    """A main task of the year (年度主要任务)."""

    name: Label = Field(title="任务名称")
    content: str = Field(default="", title="主要内容")


class OverallIndicator(Part):
    """An indicator of the department as a whole (整体绩效目标)."""

    level1: Label = Field(title="一级指标")
    level2: Label = Field(title="二级指标")
    name: Label = Field(title="三级指标")
    value: str = Field(default="", title="指标值")
    note: str = Field(default="", title="指标值说明")


class Performance(Part):
    """The department's performance targets and plans of evaluation."""

    goal: str = Field(default="", title="年度履职目标")
    tasks: tuple[Task, ...] = Field(default=(), title="年度主要任务")
    indicators: tuple[OverallIndicator, ...] = Field(default=(), title="整体绩效指标")
    evaluated_projects: tuple[Label, ...] = Field(default=(), title="拟开展绩效评价的项目")
    key_projects: tuple[Label, ...] = Field(default=(), title="重点绩效评价项目")
