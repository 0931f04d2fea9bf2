"""YAML text as events: by libyaml where it is well written, else by ruamel.yaml.

libyaml is many times as fast and reads the same, where none of the characters occur by which
YAML 1.1 and 1.2 differ. ruamel.yaml says more of what is wrong.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import yaml
from ruamel.yaml.events import (
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

_OTHERWISE_IN_1_1 = re.compile("[\t\x85\u2028\u2029\ufeff]|^%", re.MULTILINE)


class NotWellWrittenError(Exception):
    """The quick parser gave up, or may not be asked; what it told before is void."""


def quick_events(text: str) -> Iterator[Event]:
    """The events of a text, as ruamel.yaml would tell them.

    Raises:
        NotWellWrittenError: if the text is to be read by ruamel.yaml.
    """
    loader = getattr(yaml, "CLoader", None)  # a wheel has it; PyYAML built without libyaml has not
    parse: Any = yaml.parse
    if loader is None or _OTHERWISE_IN_1_1.search(text):
        raise NotWellWrittenError
    try:
        for event in parse(text, Loader=loader):
            if _refused(event):
                raise NotWellWrittenError
            made = _MADE.get(type(event))
            if made is not None:
                yield made(event)
    except (yaml.YAMLError, UnicodeError) as error:
        raise NotWellWrittenError from error


def _refused(event: Any) -> bool:
    """Whether an event has what no file of this project may hold: an anchor, an alias, a tag."""
    return getattr(event, "anchor", None) is not None or getattr(event, "tag", None) is not None


def _scalar(event: Any) -> Event:
    style = event.style or None
    return ScalarEvent(None, None, None, event.value, event.start_mark, event.end_mark, style)


def _sequence(event: Any) -> Event:
    return SequenceStartEvent(None, None, None, event.start_mark, event.end_mark)


def _mapping(event: Any) -> Event:
    return MappingStartEvent(None, None, None, event.start_mark, event.end_mark)


_MADE: Mapping[type, Callable[[Any], Event]] = {
    yaml.ScalarEvent: _scalar,
    yaml.SequenceStartEvent: _sequence,
    yaml.MappingStartEvent: _mapping,
    yaml.SequenceEndEvent: lambda event: SequenceEndEvent(event.start_mark, event.end_mark),
    yaml.MappingEndEvent: lambda event: MappingEndEvent(event.start_mark, event.end_mark),
    yaml.DocumentStartEvent: lambda event: DocumentStartEvent(event.start_mark, event.end_mark),
}
