"""The sheet 待填: every need of the document, whether it is filled in, and where it is printed."""

from __future__ import annotations

from collections.abc import Sequence

from xlsxwriter.worksheet import Worksheet

from discloser.compose.needs.of_pack import Need
from discloser.entry.lists import Lists
from discloser.entry.looks import Looks, set_up_page
from discloser.entry.sheets import ROOM, Placed
from discloser.entry.todo_each import Each, Place, place_of
from discloser.entry.todo_facts import WIDTH, Facts
from discloser.entry.todo_items import Items, lacking_texts
from discloser.entry.todo_places import Sheets, filled, letter_of, of_units, quoted
from discloser.pack.pack import Pack
from discloser.read.workbook_layout import TO_FILL

COUNT = f"'{TO_FILL}'!$D$2"
"""The cell that says how many places are still to be filled in."""
_HEADER = 3
_TITLES = ("要填的内容", "在哪张表", "印在哪里", "状态")
_WIDTHS = (52, 18, 46, 14)
_OPEN, _KEY, _FIGURES = 4, 5, 7
_ITEMS = _FIGURES + WIDTH + 3
_HINT = "还差的都要填，没有的填 0；点名称就到要填的地方。这一页自动计算，不用填。"
_SLOTS = 40
"""How many functional items without a reason are named."""


class ToFill:
    """Writes the sheet and the marks of what it lists."""

    def __init__(
        self, target: Worksheet, looks: Looks, lists: Lists, pack: Pack, sheets: Sheets
    ) -> None:
        self._target = target
        self._looks = looks
        self._lists = lists
        self._pack = pack
        self._sheets = sheets
        self._facts = Facts(target, lists, pack, sheets, (_HEADER + 1, _FIGURES))
        self._items = Items(target, lists, sheets, self._facts, (_HEADER + 1, _ITEMS))
        after = _ITEMS + WIDTH * max(1, len(lists.needs.of("item_reason")))
        self._each = Each(target, lists, self._facts, (_HEADER + 1, after))
        self._places = [(need, place_of(need, sheets)) for need in lists.needs.of("each")]
        self._priors = {need.key: need for need in lists.needs.of("prior")}
        self._row = _HEADER + 1

    def write(self) -> None:
        """Write the whole sheet."""
        target, looks = self._target, self._looks
        for number, wide in enumerate(_WIDTHS):
            target.set_column(number, number, wide)
        asked = len(self._lists.needs.of("item_reason"))
        last = _ITEMS + WIDTH * max(1, asked) + len(self._places)
        target.set_column(_OPEN, last, 9, None, {"hidden": True})
        target.write_string(0, 0, TO_FILL, looks.title)
        target.write_string(1, 0, _HINT, looks.hint)
        for number, title in enumerate(_TITLES):
            target.write_string(_HEADER, number, title, looks.header)
        for need in self._lists.needs.needs:
            self._need(need)
        for need, place in self._places:
            if place is not None:
                self._of_each(need, place)
        target.write_formula(1, 3, f"=SUM({self._cells('E')})", looks.counted, "")
        self._colour(target, (_HEADER + 1, 3, self._row, 3), f"=$E{_HEADER + 2}>0")
        set_up_page(target, _HEADER)

    def mark(self, target: Worksheet, placed: Placed) -> None:
        """Colour the cells of a sheet that are to be filled in and still empty."""
        row = placed.first + 1
        if placed is self._sheets.holding("item_reasons"):
            opened = f'SUMIFS({self._items.flags},{self._items.names},LEFT($A{row},7)&"*")'
        else:
            key = f'"{placed.sheet.name}|"&$A{row}'
            opened = f"SUMIFS({self._cells('E')},{self._cells('F')},{key})"
        own = f',$C{row}=""' if of_units(placed) else ""
        rule = f'=AND($A{row}<>"",$B{row}=""{own},{opened}>0)'
        places = [self._sheets.place(need, self._lists) for need in self._lists.needs.needs]
        if any(place is not None and place[0] is placed for place in places):
            self._colour(target, (placed.first, 1, placed.first + ROOM - 1, 1), rule)
        for need, each in self._places:
            if each is not None and each.placed is placed:
                cells = (placed.first, each.at, placed.first + ROOM - 1, each.at)
                self._colour(target, cells, self._each.rule(need, each))

    def _colour(self, target: Worksheet, cells: tuple[int, int, int, int], rule: str) -> None:
        look = {"type": "formula", "criteria": rule, "format": self._looks.to_fill}
        target.conditional_format(*cells, look)

    def _cells(self, letter: str) -> str:
        last = max(self._row, _HEADER + 2)
        return f"'{TO_FILL}'!${letter}${_HEADER + 2}:${letter}${last}"

    def _need(self, need: Need) -> None:
        place = self._sheets.place(need, self._lists)
        if place is None:
            return
        placed, labels = place
        label = labels[0]
        sheet = placed.sheet.name
        match need.kind:
            case "item_reason":
                asked = self._lists.needs.of(need.kind)
                if need == asked[0]:  # all of them at once: an item has one reason
                    self._item_reasons(asked, placed)
            case "text":
                lacking = lacking_texts(need.key[0], placed, self._sheets)
                self._line(need, (f"=HYPERLINK(\"#'{sheet}'!A1\",{quoted(label)})", label), sheet)
                self._state(lacking)
            case _:
                at = f"IFERROR(MATCH({quoted(label)},'{sheet}'!$A:$A,0),1)"
                link = f"=HYPERLINK(\"#'{sheet}'!B\"&{at},{quoted(label)})"
                self._line(need, (link, label), sheet)
                self._state(
                    f"IF(AND({self._needed(need)},NOT({filled(placed, labels)}>0)),1,0)",
                    f"{sheet}|{label}",
                )

    def _of_each(self, need: Need, place: Place) -> None:
        """A line for what is asked of every unit, project, item or line: how many lack it."""
        name = place.placed.sheet.name
        at = letter_of(place.at)
        link = f"=HYPERLINK(\"#'{name}'!{at}{place.placed.first + 1}\",{quoted(place.label)})"
        self._line(need, (link, place.label), name)
        self._state(self._each.opened(need, place))

    def _needed(self, need: Need) -> str:
        needed = self._facts.formula(need.condition)
        prior = self._priors.get(need.key)
        if need.kind != "reason" or prior is None:
            return needed
        # While last year's amount is missing nobody knows of a change.
        asked, known = self._facts.formula(prior.condition), self._facts.has_prior(need.key[0])
        return f"AND({needed},OR({known},NOT({asked})))"

    def _line(self, need: Need, link: tuple[str, str], sheet: str) -> None:
        formula, shown = link
        self._target.write_formula(self._row, 0, formula, self._looks.label, shown)
        self._target.write_string(self._row, 1, sheet, self._looks.label)
        self._target.write_string(self._row, 2, "；".join(need.sections), self._looks.wrapped)

    def _state(self, opened: str, key: str = "", settled: str = "—") -> None:
        """Write how many places of a line are open, and go on to the next."""
        here = f"$E${self._row + 1}"
        several = f'"还差 "&{here}&" 个"'
        status = f'=IF({here}>1,{several},IF({here}>0,"还差","{settled}"))'
        self._target.write_formula(self._row, 3, status, self._looks.label, "")
        self._target.write_formula(self._row, _OPEN, f"={opened}", self._looks.plain, 0)
        self._target.write_string(self._row, _KEY, key, self._looks.plain)
        self._row += 1

    def _item_reasons(self, needs: Sequence[Need], held: Placed) -> None:
        """A line for each functional item without a reason; the last one is for all others."""
        selections = [self._pack.measures[need.key[0]].selection for need in needs]
        self._items.write(list(zip(needs, selections, strict=True)), held)
        sections = "；".join(dict.fromkeys(each for need in needs for each in need.sections))
        counted = self._items.counted
        for slot in range(1, _SLOTS + 1):
            is_open = f"$E{self._row + 1}>0"
            name = f'IFERROR(INDEX({self._items.names},MATCH({slot},{counted},0)),"")'
            self._target.write_formula(self._row, 0, f"={name}", self._looks.label, "")
            for number, text in ((1, held.sheet.name), (2, sections)):
                shown = f'=IF({is_open},{quoted(text)},"")'
                self._target.write_formula(self._row, number, shown, self._looks.label, "")
            whole = f"MAX({counted})"
            rest = f"MAX(0,{whole}-{_SLOTS - 1})"
            self._state(rest if slot == _SLOTS else f"IF({whole}>={slot},1,0)", settled="")
