"""Links: what is written is read back, and whatever somebody wrote instead is told, not raised."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from acs_abm.app.draft import BASELINE, HIGHEST_SEED, Draft, preset, presets
from acs_abm.app.link import LONGEST_LINK, MOST_REMARKS, read_link, write_link
from acs_abm.app.uploads import read_upload
from acs_abm.explore.provenance import package_version

PAYMENT = "offer.alliance_agreement.payment"
DWELL = "stage.acs.dwell"
SOUND = f"version={package_version()}&seed=7&preset=plan_2017"


@st.composite
def drafts(draw):
    draft = Draft().choose(draw(st.sampled_from(sorted(presets()))))
    draft = draft.type_seed(str(draw(st.integers(0, HIGHEST_SEED))))
    for lever in draw(st.lists(st.sampled_from(draft.levers), max_size=4)):
        entry = draft.preset.parameter(lever.name)
        numbers = st.floats(entry.at_least, min(entry.at_most, 1e6))
        if isinstance(entry.default, int):
            numbers = st.integers(int(entry.at_least), int(min(entry.at_most, 1000)))
        draft = draft.type(lever.name, repr(draw(numbers)))
    return draft


@given(drafts())
def test_a_link_is_read_back_to_the_same_scenario_and_seed(draft):
    query = write_link(draft)
    if draft.scenario is None:
        assert query == ""
        return
    read = read_link(query)
    assert read.remarks == ()
    assert read.draft.scenario.fingerprint == draft.scenario.fingerprint
    assert read.draft.seed == draft.seed
    assert read.draft.changes == draft.changes
    assert write_link(read.draft) == query


@given(st.text(max_size=300))
def test_whatever_a_link_says_the_page_opens(query):
    read = read_link(query)
    assert read.draft.seed is not None
    assert query == "" or read.remarks


def test_a_link_holds_only_what_was_changed():
    own = preset(BASELINE).value(PAYMENT)
    assert write_link(Draft().type(PAYMENT, str(own))) == write_link(Draft())
    assert write_link(Draft().type(DWELL, "6")).endswith(f"&{DWELL}=6")


def test_a_page_opened_without_a_link_says_nothing():
    read = read_link("")
    assert (read.draft, read.remarks) == (Draft(), ())


@pytest.mark.parametrize(("said", "used"), [("999", 80), ("-3", 0), ("3.6", 4), ("1e300", 80)])
def test_a_value_out_of_range_is_moved_into_it_and_said_so(said, used):
    read = read_link(f"{SOUND}&{DWELL}={said}")
    assert read.draft.scenario.value(DWELL) == used
    (remark,) = read.remarks
    assert DWELL in remark
    assert f"{used} is used" in remark


def test_another_version_is_a_warning_and_the_rest_counts():
    read = read_link(f"version=0.0.1&seed=7&preset=paid_alliance&{DWELL}=6")
    (remark,) = read.remarks
    assert "0.0.1" in remark
    assert package_version() in remark
    assert (read.draft.preset_name, read.draft.seed) == ("paid_alliance", 7)


@pytest.mark.parametrize(
    ("query", "said"),
    [
        (f"{SOUND}&ofer.alliance_agreement.payment=3", PAYMENT),
        (SOUND.replace("plan_2017", "plan2017"), "plan_2017"),
    ],
)
def test_a_name_that_is_nearly_right_is_named(query, said):
    (remark,) = read_link(query).remarks
    assert f"did you mean '{said}'" in remark


def test_values_that_do_not_go_together_are_said():
    assert any("wave" in remark for remark in read_link(f"{SOUND}&wave.later_most=1").remarks)


def test_no_link_is_made_of_a_file_of_ones_own():
    scenario = read_upload("mine.yaml", b"name: mine\nextends: plan_2017\n")
    assert write_link(Draft.of(scenario)) == ""


def malformed_links():
    """A hundred links, each with something wrong, the same on every computer."""
    lot = np.random.default_rng(8)
    broken = [
        *(f"seed={text}" for text in ("", "x", "1.5", "-1", "1e99", "nan", "\x00")),
        *(f"preset={text}" for text in ("", "../x", "plan_2018")),
        *("version=", "version=%F0%9F%92%A9", "rules=os", "organisations=/etc", "foo=1"),
        *("=", "&", "a", "%", "%ff=1", "a=b=c=d", "\x00=\x00", "__class__=1"),
        *("practice.status_quo=1;2", "<script>alert(1)</script>=1"),
        *(f"{PAYMENT}={text}" for text in ("", "abc", "nan", "-inf", "1e999")),
        f"{DWELL}=0x10",
        "x" * LONGEST_LINK,
    ]
    sound = [f"version={package_version()}", "seed=3", "preset=plan_2017", f"{PAYMENT}=2"]
    links = []
    for number in range(100):
        parts = list(lot.permutation(sound)[: lot.integers(0, 4)])
        wrong = broken[number % len(broken)]
        named = wrong.partition("=")[0]
        kept = [part for part in parts if part.partition("=")[0] != named]
        kept.insert(int(lot.integers(0, len(kept) + 1)), wrong)
        links.append("&".join(kept))
    return links


@pytest.mark.parametrize("query", malformed_links())
def test_a_malformed_link_gives_a_message_and_a_page(query):
    read = read_link(query)
    assert read.remarks
    assert len(read.remarks) <= MOST_REMARKS
    assert all(len(remark) < 400 and remark.isprintable() for remark in read.remarks)
    assert read.draft.seed is not None
