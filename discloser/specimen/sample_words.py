"""What the samples say beside their ledger: duties, projects, performance, counts, evaluation."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from pydantic import BaseModel

from discloser.model.disclosure import Disclosure, ThreePublicDetails, Vehicles
from discloser.model.supplement import model_within
from discloser.model.values import Kind, kinds_of
from discloser.specimen.ledger import Line

Parts = dict[str, Any]
_INDICATOR = {"name": "办件数量", "value": "≥1000件"}
_TWO = [_INDICATOR, {"name": "办件时限", "value": "≤3天"}]
_COST = {"name": "运行成本", "value": "≤1万元"}
_SATISFACTION = {"name": "群众满意度", "value": "≥90%"}
_SIGNS = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥"
_RECEPTION = "30217"
_OCCASIONS = [
    name for name, field in ThreePublicDetails.model_fields.items() if field.default is None
]
_VEHICLES: Parts = dict.fromkeys(Vehicles.SUMS["total"], 1) | {
    "law_enforcement": 2,
    "other_description": "大巴",
}


def words(form: type[Disclosure], kind: Kind, year: int, lines: Sequence[Line]) -> Parts:
    """The parts beside a ledger of some expenditure lines; without lines no money was spent.

    They have what the ``form`` of a pack's inputs asks of the kind.
    """
    names = projects_of(lines)
    spent = bool(lines)
    made: Parts = {
        "units_note": "本年增加一个单位。",
        "duties": {"basis": "三定方案", "items": ["贯彻方针政策", "承担政务服务"]},
        "organs": {"listed": [{"name": "办公室", "duties": "负责日常运转"}], "note": "另设党委。"},
        "projects": targets(names, year),
        "performance": {
            "goal": "做好服务",
            "tasks": [{"name": "任务一", "content": "办好事"}],
            "indicators": [{"level1": "产出", "level2": "数量", "name": "件数", "value": "10件"}],
            "evaluated_projects": names[1:2],
            "key_projects": names[:1],
        },
        "procurement": _amounts(
            spent,
            goods="100000",
            works="200000",
            services="300000",
            small_and_medium="300000",
            small_and_micro="100000",
        ),
        "assets": {"vehicles": _VEHICLES, "general_equipment": 3, "special_equipment": 1},
        "transfers": {"count": 1, "note": "管理一项。"} if lines else {"count": 0},
        "three_public": _three_public(lines),
    }
    if kind is Kind.FINAL_ACCOUNT:
        made["item_reasons"] = {code: reason(n, "追加") for n, code in enumerate(items_of(lines))}
        made["evaluation"] = evaluation(year, names)
    return _asked(made, form, kind)


def _asked(said: Parts, model: type[BaseModel], kind: Kind) -> Parts:
    """What is said without what is not asked of a kind."""
    kept: Parts = {}
    for name, value in said.items():
        field = model.model_fields[name]
        inner = model_within(field.annotation) if isinstance(value, dict) else None
        if kind in kinds_of(field):
            kept[name] = _asked(value, inner, kind) if inner is not None else value
    return kept


def reason(number: int, lead: str = "承办") -> str:
    """A reason that no other number has, too short to be taken for a slip of another."""
    first, last = divmod(number, len(_SIGNS))
    return f"{lead}{_SIGNS[first]}{_SIGNS[last]}会"


def projects_of(lines: Iterable[Line]) -> list[str]:
    """The projects that lines name, in their order."""
    return list(dict.fromkeys(line["project"] for line in lines if "project" in line))


def items_of(lines: Iterable[Line]) -> list[str]:
    """The functional items that lines name, in their order."""
    return list(dict.fromkeys(line["function"] for line in lines))


def targets(names: Sequence[str], year: int) -> list[Parts]:
    """The targets of projects: of the first ones in full, one of the others."""
    full: list[Parts] = [
        {
            "texts": [{"title": "立项依据", "text": "信息化建设规划。"}],
            "output": _TWO,
            "benefit": [{"name": "提高办事效率", "value": "长期"}],
        },
        {"cost": [_COST], "satisfaction": [_SATISFACTION]},
    ]
    return [
        {"name": name, "code": f"{0:06}{year % 100:02}{number + 1:013}"}
        | (full[number] if number < len(full) else {"output": [_INDICATOR]})
        for number, name in enumerate(names)
    ]


def evaluation(year: int, names: Sequence[str]) -> Parts:
    """A self-evaluation whose figures come from the ledger."""
    return {
        "month": f"{year + 1}-03",
        "grade": "优" if names else "良",
        "tasks": [{"name": "任务", "content": "内容", "result": "完成"}],
        "indicators": [
            {"level1": "产出", "level2": "数量", "name": "件", "points": "90", "score": "88"}
        ],
        "targeted_projects": len(names),
        "projects": [{"name": name, "score": "95", "grade": "优"} for name in names[:2]],
        "achievements": "完成较好。",
        "problems": "继续改进。",
        "department_evaluations": [
            {"score": "92.5", "grade": "优"},
            {"score": "81", "grade": "良"},
        ],
        "finance_evaluation": "未开展财政评价。",
    }


def typed_evaluation(year: int, names: Sequence[str]) -> Parts:
    """A self-evaluation that was published with other figures than the ledger's, and says why."""
    source = {"initial_budget": "900000", "adjusted_budget": "900000", "executed": "855000"}
    made = evaluation(year, names)
    made["projects"][0] |= {"initial_budget": "90000", "executed": "85500"}
    return made | {
        "difference_reason": "自评在决算批复以前完成",
        "execution": [{"source": "财政拨款", **source}],
        "execution_score": "9.5",
    }


def _three_public(lines: Sequence[Line]) -> Parts:
    """Counts that go with the money: who receives guests also travels and drives."""
    if not any(line.get("department_economic") == _RECEPTION for line in lines):
        return dict.fromkeys(_OCCASIONS, "0")
    visits = {"foreign_visitors": "友好城市代表", "domestic_purpose": "上级检查"}
    return dict.fromkeys(_OCCASIONS, "2") | {"foreign_reception": "1000"} | visits


def _amounts(spent: bool, **amounts: str) -> dict[str, str]:
    return amounts if spent else dict.fromkeys(amounts, "0")
