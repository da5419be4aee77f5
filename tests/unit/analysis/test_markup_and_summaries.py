import pandas as pd

from acs_abm.analysis.figures.joining import shares_of_groups, with_everybody
from acs_abm.analysis.markup import Markup, bullets, element, escape, table
from acs_abm.analysis.places import shortened, system_of_ccg, tile
from acs_abm.analysis.replicates import quarters_in, replicates_in, summarise


def test_text_is_escaped_once_and_markup_never():
    assert escape("a < b") == "a &lt; b"
    assert escape(Markup("<b>x</b>")) == "<b>x</b>"
    assert bullets(["<i>"]) == "<ul><li>&lt;i&gt;</li></ul>"


def test_attributes_are_escaped_and_spelt_as_html_does():
    made = element("a", "x", href='"&', class_="y", aria_label="z")
    assert made == '<a href="&quot;&amp;" class="y" aria-label="z">x</a>'


def test_elements_without_content_are_not_closed():
    assert element("meta", charset="utf-8") == '<meta charset="utf-8">'


def test_a_table_names_rows_and_columns():
    made = table("Systems", ["Name", "Note", "Number"], [["Dorset", "a & b", 1]], left=2)
    assert '<th scope="col">Number</th>' in made
    assert '<th scope="row">Dorset</th>' in made
    assert '<td class="words">a &amp; b</td>' in made
    assert "<td>1</td>" in made


def test_replicates_are_summed_up_by_mean_and_percentiles():
    paths = pd.DataFrame(
        [(r, q, 10.0 * r + step) for r in range(1, 12) for step, q in enumerate(["b", "a"])],
        columns=["replicate", "quarter", "x"],
    )
    summary = summarise(paths, ["quarter"], ["x"])
    assert list(summary["quarter"]) == ["b", "a"]  # in the order of time, not of the alphabet
    assert list(summary["mean"]) == [60, 61]
    assert list(summary["low"]) == [20, 21]
    assert list(summary["high"]) == [100, 101]
    assert (replicates_in(paths), quarters_in(paths)) == (11, ["b", "a"])


def test_everybody_is_the_sum_of_any_one_grouping(full_story):
    groups = full_story.tables()["groups"]
    everybody = with_everybody(groups)
    first = everybody.loc[everybody["grouping"] == ""]
    assert (first["practices"] == 50).all()
    assert len(everybody) == len(groups) + len(first)


def test_classes_without_practices_have_no_share(story, shares_of):
    classes = {("rurality", "urban"): shares_of(4, alliance=1), ("rurality", "rural"): shares_of(0)}
    shares = shares_of_groups(story(classes=classes).tables()["groups"])
    assert set(shares["group"]) == {"urban"}
    assert shares["joined"].iloc[-1] == 0.25


def test_places_know_their_tile_and_system():
    assert tile("E54000041").short_name == "DOR"
    assert tile("E54000001").code == "E54000046"  # the code of 2016
    assert tile("S1") is None
    assert system_of_ccg("11J") == "E54000041"
    assert system_of_ccg("ZZ1") is None


def test_long_names_are_cut_after_a_word():
    assert shortened("Kent and Medway", 40) == "Kent & Medway"
    assert shortened("Northumberland, Tyne and Wear and North Durham", 30) == (
        "Northumberland, Tyne & Wear…"
    )
    assert len(shortened("x" * 50, 20)) == 20
