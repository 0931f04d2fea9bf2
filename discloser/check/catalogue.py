"""The list of all rules: what each says, where it applies and how much it matters."""

from __future__ import annotations

import re
from dataclasses import dataclass

from discloser.check.check import Applies, Check, DocumentCheck
from discloser.check.relations import Relation, relations
from discloser.check.rules import ALL
from discloser.finding import Rule

FAMILIES = {
    "X": "填报：名称互相对应",
    "I": "填报：内容合理",
    "K": "科目编码",
    "A": "台账与表",
    "B": "预算：表内、表间关系",
    "F": "决算：表内、表间关系",
    "N": "正文：文字与表",
    "P": "绩效",
    "W": "公开：完整、及时",
}
"""The families of rules by the first letter of the code, in the order of the list."""


_WHAT = (
    "共 {count} 条。“输入”规则在编成文档以前核对填报的数和台账；“文档”规则像审核人那样读"
    "编成的文档，正文对表、目录对表、个数对清单。"
)
_PROOF = (
    "规则查得出什么、查不出什么，用 `make deceive` 植入错误数过，见 [查错查得出来吗](deceive.md)。"
)
_ROUNDING = (
    "印出来的数按它的末位判断：印作 12.34 的数可以是 12.335 到 12.345 之间的任何数，"
    "n 个数相加就可以差 n 倍。差额在这个范围以内的是尾差，只作提示（A04），以外的才是错误。"
)


@dataclass(frozen=True, slots=True)
class RuleEntry:
    """A rule with where it applies.

    ``on_document`` tells it from a rule on the input, ``of_print`` that it needs no input.
    """

    rule: Rule
    applies: Applies
    on_document: bool
    of_print: bool = False

    @property
    def relation(self) -> Relation:
        """What the rule demands, and its ground."""
        return relations()[self.rule.code]

    @property
    def where(self) -> str:
        """Where it applies, in words."""
        kind = self.applies.kind.label if self.applies.kind is not None else "预算、决算"
        since = f"，{self.applies.since} 年起" if self.applies.since else ""
        pack = f"，模板包 {self.applies.pack}" if self.applies.pack else ""
        return f"{kind}{since}{pack}"

    @property
    def subject(self) -> str:
        """What it looks at."""
        return "文档" if self.on_document else "输入"


def all_codes() -> set[str]:
    """The codes of all rules."""
    return {code for check in ALL for code in check.codes}


def _entry(rule: Rule, check: Check) -> RuleEntry:
    if isinstance(check, DocumentCheck):
        return RuleEntry(rule, check.applies, True, check.of_print is not None)
    return RuleEntry(rule, check.applies, False)


def rule_entries() -> list[RuleEntry]:
    """All rules of all checks, by family and number."""
    entries = [_entry(rule, check) for check in ALL for rule in check.rules]
    order = list(FAMILIES)
    return sorted(entries, key=lambda e: (order.index(e.rule.code[0]), e.rule.code))


def rules_markdown() -> str:
    """The list as a page for clerks and maintainers; ``docs/rules.md`` is this text."""
    entries = rule_entries()
    lines = [
        "# 核对规则",
        "",
        "本页由 `discloser check --rules > docs/rules.md` 生成，不要手改。",
        "",
        _WHAT.format(count=len(entries)),
        "",
        _ROUNDING,
        "",
        _PROOF,
        "",
        "要关闭一条规则或改它的级别，在模板包里写 `rules.yaml`，理由必填，检查时会印出来：",
        "",
        "```yaml",
        "K06:",
        "  severity: 关闭   # 错误、警告、提示 或 关闭",
        "  reason: 本市住房公积金列在行政运行科目",
        "```",
    ]
    for letter, family in FAMILIES.items():
        members = [entry for entry in entries if entry.rule.code[0] == letter]
        if members:
            lines += ["", f"## {letter}　{family}", ""]
            lines += [
                "| 编号 | 规则 | 要求 | 依据 | 级别 | 适用 | 核对 |",
                "|---|---|---|---|---|---|---|",
            ]
            lines += [_row(entry) for entry in members]
    return "\n".join(lines) + "\n"


def _row(entry: RuleEntry) -> str:
    rule = entry.rule
    relation = entry.relation
    cells = (
        *(rule.code, rule.title, relation.demand, relation.basis),
        *(rule.severity.label, entry.where, entry.subject),
    )
    return "| " + " | ".join(re.sub(r"\|", "｜", cell) for cell in cells) + " |"
