"""The command that looks at this machine."""

from __future__ import annotations

from discloser.cli_common import Templates
from discloser.doctor import examine
from discloser.exit_codes import CLEAN, FINDINGS


def doctor_command(*, templates: Templates = None) -> int:
    """Tell whether this machine can render, and what it lacks."""
    healthy, lines = examine(templates)
    print("\n".join(lines))
    return CLEAN if healthy else FINDINGS
