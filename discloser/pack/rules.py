"""Which rules an office has switched off or made stricter or milder in its pack, and why.

``rules.yaml`` of a layer names rules by code; layers are laid over each other by code, and a
kind's own file over those of the pack.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, RootModel

from discloser.finding import Finding, Rule, Severity, has_errors
from discloser.model.values import Kind
from discloser.pack.layers import Layers
from discloser.pack.merge import read_of_kind
from discloser.validation import nearest, validate

FILE = "rules.yaml"
UNKNOWN_RULE = Rule(
    "T030",
    "没有这条规则",
    "rules.yaml 里的“{code}”不是可以调整的规则。",
    "{hint}全部规则见 discloser check --rules。",
)


class RuleChange(BaseModel):
    """A rule's severity in this office, or its being switched off, and the reason."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    severity: Literal["错误", "警告", "提示", "关闭"] = Field(title="级别")
    reason: Annotated[str, Field(min_length=1)] = Field(title="理由")

    @property
    def is_off(self) -> bool:
        """Whether the rule is switched off."""
        return self.severity == "关闭"


class RuleFile(RootModel[dict[str, RuleChange]]):
    """``rules.yaml``: changes by the rule's code."""


RuleChanges = Mapping[str, RuleChange]


def load_rule_changes(
    layers: Layers, kind: Kind, known: Collection[str]
) -> tuple[RuleChanges, tuple[Finding, ...]]:
    """Read the changes of a pack for a kind; ``known`` are the codes that may be changed."""
    if not (layers.find(FILE) or layers.find(f"{kind}/{FILE}")):
        return {}, ()
    draft, sources, findings = read_of_kind(layers, kind, FILE, always=True)
    if has_errors(findings):
        return {}, findings
    file, problems, _ = validate(RuleFile, draft or {}, sources)
    changes = file.root if file is not None else {}
    unknown = tuple(
        UNKNOWN_RULE.at(sources.find((code,)), code=code, hint=nearest(code, list(known)))
        for code in changes
        if code not in known
    )
    return changes, (*findings, *problems, *unknown)


def with_changes(findings: Iterable[Finding], changes: RuleChanges) -> list[Finding]:
    """The findings as the office wants them; a changed one says why in its remedy."""
    kept = []
    for finding in findings:
        change = changes.get(finding.code)
        if change is None:
            kept.append(finding)
        elif not change.is_off:
            severity = next(s for s in Severity if s.label == change.severity)
            remedy = f"{finding.remedy}（模板包把这条规则定为{change.severity}：{change.reason}）"
            kept.append(replace(finding, severity=severity, remedy=remedy))
    return kept
