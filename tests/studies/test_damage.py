"""A damaged file is put aside with the reason, and its runs are run again."""

import json

import pytest
from small_studies import run

from acs_abm.errors import StudyDiffersError, StudyDiskError, StudyError
from acs_abm.explore.study import making, parts
from acs_abm.explore.study import study as module
from acs_abm.explore.study.content import expect_content
from acs_abm.explore.study.parts import Origin
from acs_abm.explore.study.study import Study

PART = "part-000000003-000000006.parquet"


def flip(path, place):
    content = bytearray(path.read_bytes())
    content[place] ^= 0x10
    path.write_bytes(content)


def cut(path):
    path.write_bytes(path.read_bytes()[:-20])


def empty(path):
    path.write_bytes(b"")


def swap(path):
    other = path.with_name("part-000000006-000000009.parquet")
    one, two = path.read_bytes(), other.read_bytes()
    path.write_bytes(two)
    other.write_bytes(one)


@pytest.fixture
def finished(new_study):
    study = new_study()
    run(study)
    return study


@pytest.mark.parametrize("table", ["national", "systems", "summary"])
@pytest.mark.parametrize("harm", [cut, empty, swap])
def test_a_broken_part_is_put_aside_and_made_again(finished, undisturbed, table, harm):
    harm(finished.folder / table / PART)
    verdict = finished.verify()
    assert not verdict.is_complete
    assert verdict.damaged
    assert run(finished, decode=True).is_complete
    assert finished.verify().digest == undisturbed
    kept = list((finished.folder / "quarantine").glob(f"{table}-{PART}.1"))
    assert len(kept) == 1
    assert kept[0].with_name(f"{kept[0].name}.reason.txt").read_text(encoding="utf-8").strip()


def test_a_flipped_bit_anywhere_is_found_or_harmless(finished):
    """Between the magic words, every third byte of a part, pages and footer alike."""
    stretch, plan = parts.Stretch(3, 6), finished.plan.fingerprint
    path = finished.folder / "national" / PART
    sound = path.read_bytes()
    rows = parts.read_part(finished.folder / "summary" / PART, stretch)
    found = 0
    for place in range(4, len(sound) - 8, 3):
        flip(path, place)
        try:
            parts.expect_whole(path, stretch, plan)
            # whatever is still taken for sound is, value by value, what was recorded
            expect_content("national", parts.read_part(path, stretch), rows)
        except parts.DamagedPartError:
            found += 1
        path.write_bytes(sound)
    assert found > len(sound) / 3 / 2


def test_a_flipped_bit_is_mended(finished, undisturbed):
    flip(finished.folder / "summary" / PART, 60)
    assert run(finished).is_complete
    assert finished.verify().digest == undisturbed


def test_a_foreign_part_is_put_aside(finished, undisturbed):
    path = finished.folder / "summary" / PART
    rows = parts.read_part(path, parts.Stretch.of(path))
    parts.publish(rows, path, Origin("another plan", "code"))
    run(finished)
    assert finished.verify().digest == undisturbed


def test_readers_see_no_chunk_whose_summary_is_not_there(finished):
    (finished.folder / "summary" / PART).unlink()
    assert finished.query("select count(*) as n from national")["n"].iloc[0] == 21 * 5
    assert len(finished.table("systems")["run"].unique()) == 21


def test_what_was_being_written_is_dropped(finished, undisturbed):
    draft = finished.folder / "national" / f".{PART}.77.abcd.partial"
    draft.write_bytes(b"half")
    run(finished)
    assert not draft.exists()
    assert finished.verify().digest == undisturbed


def test_another_plan_is_refused_with_the_difference(new_study):
    run(new_study())
    with pytest.raises(StudyDiffersError, match=r"seed: 1 → 5") as refused:
        run(new_study(seed=5))
    assert refused.value.exit_code == 4


def test_fewer_replicates_are_refused(new_study):
    run(new_study())
    with pytest.raises(StudyDiffersError, match="replicates"):
        run(new_study(replicates=2))


def test_other_code_is_refused_unless_told_otherwise(finished, monkeypatch):
    run(finished)
    (finished.folder / "summary" / PART).unlink()
    monkeypatch.setattr(module, "code_fingerprint", lambda simulate: "other")
    with pytest.raises(StudyDiffersError, match="other code"):
        run(finished)
    assert run(finished, any_code=True).is_complete
    notes = (finished.folder / "provenance").glob("*.json")
    codes = {json.loads(note.read_text(encoding="utf-8"))["code"] for note in notes}
    assert len(codes) == 2
    assert "other" in codes


def test_a_study_is_resumed_only_with_the_function_it_was_planned_with(finished):
    with pytest.raises(StudyDiffersError, match="pretend:simulate"):
        Study(finished.folder).run(0)


def test_a_changed_plan_file_is_refused(finished):
    path = finished.folder / "plan.json"
    path.write_text(path.read_text(encoding="utf-8").replace('"seed": 1', '"seed": 2'), "utf-8")
    with pytest.raises(StudyError, match="changed or damaged"):
        Study(finished.folder)


@pytest.mark.parametrize(
    "key", ["systems", "chunk", "design", "scenarios", "outputs", "replicates"]
)
@pytest.mark.parametrize("wrong", [None, 0, "text", [1, [2]], {"a": 1}])
def test_a_plan_with_a_value_of_another_kind_is_refused_in_words(finished, key, wrong):
    path = finished.folder / "plan.json"
    content = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps({**content, key: wrong}), encoding="utf-8")
    with pytest.raises(StudyError, match="damaged"):
        Study(finished.folder)


def test_a_full_disk_stops_the_sweep_and_keeps_what_is_done(new_study, undisturbed, monkeypatch):
    study, publish = new_study(), parts.pq.write_table
    left = [10]

    def full(*given, **how):
        left[0] -= 1
        if left[0] < 0:
            raise OSError(28, "No space left on device")
        publish(*given, **how)

    monkeypatch.setattr(parts.pq, "write_table", full)
    with pytest.raises(StudyDiskError, match="No space left") as refused:
        run(study)
    assert refused.value.exit_code == 5
    assert not list(study.folder.rglob("*.partial"))
    monkeypatch.undo()
    assert study.state().done == 9
    run(study)
    assert study.verify().digest == undisturbed


def test_nothing_in_a_study_tells_of_the_computer(finished, tmp_path):
    for path in (*finished.folder.glob("*.json"), *finished.folder.glob("provenance/*")):
        assert str(tmp_path) not in path.read_text(encoding="utf-8")


def test_who_comes_second_does_not_replace_the_folder(new_study, monkeypatch, undisturbed):
    """Two jobs of a queue begin at once: both find no folder, both make one."""
    first, second = new_study(), new_study()
    write_design = making.write_design

    def meanwhile(plan, folder):
        write_design(plan, folder)
        monkeypatch.setattr(making, "write_design", write_design)
        run(first, shard="1/2")

    monkeypatch.setattr(making, "write_design", meanwhile)
    making.make_store(second.folder, second.plan, None)
    assert second.state().done == 12
    assert not list(second.folder.parent.glob(".study.*"))
    run(second)
    assert second.verify().digest == undisturbed
