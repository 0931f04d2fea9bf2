"""What samples miss must be among the needs that are read from a pack's templates."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from discloser.compose.needs.of_pack import needs_of
from discloser.finding import Finding, Rule
from discloser.pack.pack import Pack
from discloser.workshop.lint_places import start_of
from discloser.workshop.trial import Trial

UNDECLARED = Rule(
    "T065",
    "读不出来的需要",
    "印文档要用“{label}”，但从模板的写法里读不出来，填报表里就不会列出它。",
    "请直接写口径名称和栏目，如 reason('three_public')，不要先拼出名称再取。",
)
_KINDS = {
    "C001": "prior",
    "C002": "reason",
    "C005": "item_reason",
    "C007": "text",
    "C008": "value",
    "C013": "value",
}
_OF_EACH = re.compile(r"\.\d+")
"""Which unit, project, item or line it is, in the path of what is missed."""
_BY_NAME = frozenset({"C001", "C002", "C008", "C013"})


def undeclared_needs(pack: Pack, trials: Iterable[Trial]) -> Iterator[Finding]:
    """What composing the samples misses and the pack's needs do not have."""
    needs = needs_of(pack).needs
    known = {(need.kind, ".".join(need.key)) for need in needs}
    kinds = {need.kind for need in needs}
    place = start_of(pack.layers.find(pack.path("report.yaml"))[0][1])
    said: set[str] = set()
    for finding in (finding for trial in trials for finding in trial.findings):
        kind = _KINDS.get(finding.code)
        if kind is None or finding.message in said:
            continue
        said.add(finding.message)
        by_name = finding.code in _BY_NAME
        name = _OF_EACH.sub(".*", finding.figures[0])
        if name != finding.figures[0]:
            kind = "each"
        if (kind, name) not in known if by_name else kind not in kinds:
            yield UNDECLARED.at(place, label=finding.message.split("”")[0].removeprefix("“"))
