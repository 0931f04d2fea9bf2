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


def test_an_item_of_a_list_of_shares_is_not_all_that_its_name_ends_with() -> None:
    """其他国有资本经营预算支出 is an item of what is called 国有资本经营预算支出."""
    reader = SentenceReader(national_words(), Codes(Codebook(), YEAR), Kind.FINAL_ACCOUNT)
    text = "其中：其他国有资本经营预算支出4.00万元，占40.00%。"
    passage = Passage(text, (Text(text),), "八、国有资本经营预算", "", headings=("支出情况",))
    (claim,) = reader.claims(passage)
    assert claim.label == "其他国有资本经营预算支出"
    whole = passage.text.replace("其他", "")
    (other,) = reader.claims(
        Passage(whole, (Text(whole),), "八、国有资本经营预算", "", headings=("支出情况",))
    )
    assert claim.meanings != other.meanings
