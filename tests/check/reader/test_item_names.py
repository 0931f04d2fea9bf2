"""A sentence names every functional item that there is, whatever signs its name has."""

from __future__ import annotations

from discloser.check.reader.codes import Codes
from discloser.check.reader.prose import Passage
from discloser.check.reader.sentences import SentenceReader
from discloser.classification.codebook import Codebook, Scheme
from discloser.document.nodes import Text
from discloser.model.values import Kind
from discloser.specimen.codes import all_function_items
from discloser.vocabulary.words import national_words

YEAR = 2025


def test_every_items_name_is_read() -> None:
    reader = SentenceReader(national_words(), Codes(Codebook(), YEAR), Kind.FINAL_ACCOUNT)
    unread = []
    for code in all_function_items(YEAR):
        names = [Codebook().name(Scheme.FUNCTION, part, YEAR) for part in _parts(code)]
        text = "1.{}（类）{}（款）{}（项）年初预算数为1.00万元".format(*names)
        passage = Passage(text, (Text(text),), "（三）具体情况", "", headings=("具体情况",))
        claims = list(reader.claims(passage))
        if not claims or not claims[0].meanings:
            unread.append(text)
    assert unread == []


def _parts(code: str) -> tuple[str, str, str]:
    return code[:3], code[:5], code
