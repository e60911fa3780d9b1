"""Triple-S and DDI-Codebook."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from survey.errors import DataError
from survey.scaffold.form import Form, FormOption, FormQuestion

pytestmark = pytest.mark.contract


def by_name(form: Form) -> dict[str, FormQuestion]:
    return {question.name: question for question in form.questions}


SSS = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE sss PUBLIC "-//triple-s//DTD Survey Interchange v2.0//EN" "http://www.triple-s.org/dtd/sss_v20.dtd">
<sss version="2.0" languages="en-GB ru" modes="interview analysis">
 <survey><name>S1</name><title>Exit survey<br/>First wave</title>
  <record ident="V" format="csv" skip="1">
   <variable ident="1" type="quantity" use="serial"><name>ID</name><label>Number</label><position start="1"/>
    <values><range from="1" to="99"/></values></variable>
   <variable ident="2" type="single" filter="ID &gt; 1"><name>Q1</name>
    <label>Vote<text mode="interview">Whom would you vote for?</text><text xml:lang="ru">За кого?</text></label>
    <position start="2"/><values><value code="1">Red</value><value code="02" score="3">Blue</value></values></variable>
   <variable ident="3" type="multiple"><name>Q2</name><label>Media</label><position start="3"/>
    <values><value code="1">TV</value><value code="2">Radio</value></values></variable>
   <variable ident="4" type="multiple"><name>Q3</name><label>Mentions</label><position start="4" finish="6"/>
    <spread subfields="3" width="2"/><values><value code="1">TV</value><value code="2">Radio</value></values></variable>
   <variable ident="5" type="logical"><name>Q4</name><label>Asked?</label><position start="7"/></variable>
   <variable ident="6" type="character"><name>Q5</name><label>Why?</label><position start="8"/>
    <size>20</size></variable>
   <variable ident="7" type="date"><name>Q6</name><label>Day</label><position start="9"/></variable>
   <variable ident="8" type="quantity" use="weight"><name>W</name><label>Weight</label><position start="10"/></variable>
  </record>
 </survey>
</sss>"""
DDI = """<?xml version="1.0" encoding="UTF-8"?>
<codeBook xmlns="ddi:codebook:2_5" version="2.5" xml:lang="en">
 <stdyDscr><citation><titlStmt><titl>A survey</titl></titlStmt></citation></stdyDscr>
 <dataDscr>
  <varGrp ID="G1" name="media" type="multipleResp" var="V3 V4"><labl>Which media?</labl></varGrp>
  <varGrp ID="G2" type="subject" var="V1 V2"><labl>Politics</labl></varGrp>
  <var ID="V1" name="vote"><labl>Vote</labl><qstn><qstnLit>Whom would you vote for?</qstnLit></qstn>
   <universe>adults</universe>
   <catgry><catValu>1</catValu><labl>Red</labl><labl xml:lang="ru">Красные</labl></catgry>
   <catgry><catValu>02</catValu><labl>Blue</labl></catgry>
   <catgry missing="Y" missType="refused"><catValu>-1</catValu><labl>Refused</labl></catgry>
   <catgry missing="Y"><catValu>-9</catValu><labl>n/a</labl></catgry><catgry><labl>Nothing</labl></catgry></var>
  <var ID="V2" name="age" intrvl="contin"><labl>Age</labl></var>
  <var ID="V3" name="m_tv"><labl>TV</labl><catgry><catValu>0</catValu></catgry>
   <catgry><catValu>1</catValu></catgry></var>
  <var ID="V4" name="m_web"><labl>Web</labl><catgry><catValu>0</catValu></catgry>
   <catgry><catValu>1</catValu></catgry></var>
  <var ID="V5" name="w" wgt="wgt"><labl>Weight</labl></var>
  <var ID="V6" name="why"><labl>Why?</labl><varFormat type="character"/></var>
 </dataDscr>
</codeBook>"""


def test_each_type_of_triple_s_has_its_kind(read: Callable[..., Form]) -> None:
    form = read("small.sss", SSS)
    kinds = ["id", "single", "multiple", "multiple", "single", "text", "date", "number"]
    assert [question.kind for question in form.questions] == kinds
    found = by_name(form)
    assert form.title == {"en": "Exit survey First wave"}
    assert found["Q1"].text == {"en": "Whom would you vote for?", "ru": "За кого?"}
    assert found["Q1"].options == (FormOption(1, {"en": "Red"}), FormOption("02", {"en": "Blue"}))
    assert found["Q1"].relevant == "ID > 1" and found["W"].note == "used as weight"
    assert found["Q2"].columns == ("Q2_1", "Q2_2") and found["Q3"].columns == ("Q3_1", "Q3_2", "Q3_3")
    assert [option.code for option in found["Q4"].options] == [1, 0]
    assert any(note.startswith("scores of answers") and note.endswith(": 1") for note in form.notes)


def test_a_codebook_of_ddi_keeps_groups_universe_and_missing_answers(read: Callable[..., Form]) -> None:
    form = read("small.xml", DDI)
    assert [question.name for question in form.questions] == ["vote", "age", "media", "w", "why"]
    found = by_name(form)
    vote = found["vote"]
    assert vote.text == {"en": "Whom would you vote for?"} and (vote.group, vote.relevant) == ("Politics", "adults")
    assert [(option.code, option.missing) for option in vote.options] == [
        *((1, None), ("02", None), (-1, "refused"), (-9, None)),
    ]
    assert vote.options[0].label == {"en": "Red", "ru": "Красные"}
    assert found["media"].columns == ("m_tv", "m_web")
    assert [option.label for option in found["media"].options] == [{"en": "TV"}, {"en": "Web"}]
    assert [question.kind for question in form.questions] == ["single", "number", "multiple", "number", "text"]
    assert any("without a code" in note for note in form.notes)
    assert any("without a kind" in note for note in form.notes)


def test_what_is_no_triple_s_and_no_codebook_is_one_error(read: Callable[..., Form]) -> None:
    with pytest.raises(DataError, match="the type 'number' is none of"):
        read("bad.sss", SSS.replace('type="date"', 'type="number"'))
    with pytest.raises(DataError, match="DDI-Lifecycle"):
        read("life.xml", '<DDIInstance xmlns="ddi:instance:3_2"/>')
    with pytest.raises(DataError, match="XML of an unknown make .<html>."):
        read("page.xml", "<html/>")
