"""Self-evaluation (绩效自评) of a final account: of the department and of its projects.

Budgets, spending and the score of the execution come from the ledger; the fields for them stand
empty. What is typed in them all the same must equal the ledger, or ``difference_reason`` says why
the published evaluation has other figures. Of the other fields a pack asks for what it prints.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum
from typing import ClassVar

from pydantic import Field

from discloser.model.supplement import ASKED, Required
from discloser.model.values import Count, Label, Money, Month, Part, computed

FULL_SCORE = Decimal(100)
"""All points of an evaluation: the forms of every place count to a hundred."""


class Grade(StrEnum):
    """The grade of an evaluation, the best one first."""

    EXCELLENT = "优"
    GOOD = "良"
    FAIR = "中"
    POOR = "差"


class Execution(Part):
    """What the evaluation says of one kind of money (资金来源) otherwise than the ledger, in 元."""

    source: Label = Field(title="资金来源")
    initial_budget: Money | None = Field(default=None, title="年初预算数")
    adjusted_budget: Money | None = Field(default=None, title="全年预算数")
    executed: Money | None = Field(default=None, title="全年执行数")


class EvaluatedTask(Part):
    """A main task of the year with what was done."""

    name: Label = Field(title="任务名称")
    content: str = Field(default="", title="主要内容")
    result: str = Field(default="", title="实际完成情况")


class EvaluatedIndicator(Part):
    """An indicator with its target, what was reached, and its score."""

    level1: Label = Field(title="一级指标")
    level2: Label = Field(title="二级指标")
    name: Label = Field(title="三级指标")
    target: str = Field(default="", title="年度指标值")
    actual: str = Field(default="", title="实际完成值")
    points: Decimal | None = Field(default=None, title="分值", ge=0)
    score: Decimal | None = Field(default=None, title="得分", ge=0)
    deviation: Decimal = Field(default=Decimal(0), title="偏差度")
    cause: str = Field(default="", title="偏差原因分析及改进措施")


class EvaluatedProject(Part):
    """A project's self-evaluation in the summary table; its money comes from its ledger lines."""

    name: Label = Field(title="项目名称")
    initial_budget: Money | None = Field(
        default=None, title="年初预算数", json_schema_extra=computed()
    )
    executed: Money | None = Field(default=None, title="预算执行数", json_schema_extra=computed())
    supervisor: str = Field(default="", title="主管部门")
    unit: str = Field(default="", title="实施单位")
    score: Decimal | None = Field(default=None, title="自评得分", ge=0, le=FULL_SCORE)
    grade: Grade | None = Field(default=None, title="自评等级")
    note: str = Field(default="", title="备注")


class DepartmentEvaluation(Part):
    """A project that the department itself evaluated (部门评价)."""

    name: str = Field(default="", title="项目名称")
    score: Decimal | None = Field(default=None, title="评价得分", ge=0, le=FULL_SCORE)
    grade: Grade | None = Field(default=None, title="评价结果")


class SelfEvaluation(Part):
    """The self-evaluation: of the department as a whole, where it has a grade, and of projects."""

    month: Month | None = Field(default=None, title="填表年月")
    grade: Grade | None = Field(default=None, title="自评结果")
    difference_reason: str = Field(default="", title="自评的数与决算不同的原因")
    execution: tuple[Execution, ...] = Field(
        default=(), title="预算执行", json_schema_extra=computed()
    )
    execution_points: Decimal | None = Field(
        default=None, title="预算执行率分值", ge=0, json_schema_extra={ASKED: Required.NEVER.value}
    )
    execution_score: Decimal | None = Field(
        default=None, title="预算执行率得分", ge=0, json_schema_extra=computed()
    )
    goal: str = Field(default="", title="预期目标")
    goal_result: str = Field(default="", title="目标实际完成情况")
    tasks: tuple[EvaluatedTask, ...] = Field(default=(), title="年度主要任务")
    indicators: tuple[EvaluatedIndicator, ...] = Field(default=(), title="绩效指标")
    targeted_projects: Count | None = Field(default=None, title="设置绩效目标的项目数")
    projects: tuple[EvaluatedProject, ...] = Field(default=(), title="项目自评")
    achievements: str = Field(default="", title="项目完成情况")
    problems: str = Field(default="", title="存在问题和下一步工作")
    department_evaluations: tuple[DepartmentEvaluation, ...] = Field(default=(), title="部门评价")
    finance_evaluation: str = Field(default="", title="财政评价情况")

    GIVEN_BY: ClassVar[Mapping[str, str]] = {"of_whole": "grade"}
    """What only says whether a field is filled in, with that field."""

    @property
    def of_whole(self) -> bool:
        """Whether the department as a whole was evaluated, not only projects."""
        return self.grade is not None

    @property
    def grades(self) -> dict[str, int]:
        """How many projects have each grade."""
        counts = Counter(project.grade for project in self.projects)
        return {grade.value: counts[grade] for grade in Grade}
