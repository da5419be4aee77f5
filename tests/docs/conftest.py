"""A folder to run the examples of the pages in, with the files that they speak of."""

import csv

import documentation
import pytest

SYSTEMS = {"S1": ("AA1", "AA2"), "S2": ("BB1",)}
KINDS = ("acute", "mental_health", "acute")
REGISTERS = ("reg_dm", "reg_chd", "reg_copd", "reg_hf", "reg_dem", "reg_mh")
SAVED_AS = {
    "name: generous_right_of_return": "return.yaml",
    "name: with_network_contract": "network.yaml",
    "name: paid_meetings": "meetings.yaml",
    "name: direct_alliance": "direct.yaml",
}
PLACE = {"lat": 52.5, "lon": -1.5}


def write(folder, name, rows):
    with (folder / name).open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def practice(number, ccg, size):
    return {
        "practice_code": f"P{number:02d}",
        "ccg_code": ccg,
        "list_size": size,
        "weighted_list_size": size,
        "contract_type": "GMS",
        "rurality": "urban",
        "lat": 52.5 + number / 100,
        "lon": -1.5,
        "imd2015": 20 + number,
        "gp_fte_2016_09": size / 2000,
        "nurse_fte_2016_09": "",
        "share_65plus_2016": 0.17,
        **dict.fromkeys(REGISTERS, size * 0.02),
        "pay_total_gbp": size * 140,
        "pay_qof_gbp": size * 11,
    }


def register_row(code, **cells):
    places = {"opened": 10, "status": 12, "commissioner": 14, "setting": 25}
    row = [code, "NAME", "Y54", "Q70"] + [""] * 23
    for what, cell in ({"opened": "19740401"} | cells).items():
        row[places[what]] = cell
    return row


def write_registers(folder):
    folder.mkdir()
    codes = [f"J{number:05d}" for number in range(6)]
    sound = {"status": "A", "commissioner": "11J", "setting": "4"}
    registers = {
        "epraccur.csv": [register_row(code, **sound) for code in codes],
        "eccg.csv": [register_row("11J")],
        "etr.csv": [register_row("RBD"), register_row("RDY")],
    }
    for name, rows in registers.items():
        with (folder / name).open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(rows)
    lists = [{"CODE": code, "NUMBER_OF_PATIENTS": 6000} for code in codes]
    write(folder, "gp-reg-pat-prac-all.csv", lists)


@pytest.fixture
def workplace(tmp_path, monkeypatch):
    """Enter an empty folder that holds two folders of organisations and the files of the pages."""
    write_registers(tmp_path / "my_registers")
    folder = tmp_path / "my_organisations"
    folder.mkdir()
    ccgs = [(ccg, system) for system, members in SYSTEMS.items() for ccg in members]
    write(folder, "stps.csv", [
        {"stp_code": code, "name": code, "nhs_region": "Here", **PLACE} for code in SYSTEMS
    ])  # fmt: skip
    write(folder, "ccgs.csv", [
        {"ccg_code": ccg, "name": ccg, "stp_code": system, "lat": 52.5 + n / 5, "lon": -1.5}
        for n, (ccg, system) in enumerate(ccgs)
    ])  # fmt: skip
    write(folder, "practices.csv", [
        practice(number, ccgs[number % 3][0], 4000 + 500 * number) for number in range(12)
    ])  # fmt: skip
    write(folder, "trusts.csv", [
        {
            "trust_code": f"T{n}", "name": f"Trust {n}", "type": kind,
            "stp_code": ("S1", "S1", "S2")[n], **PLACE, "ae_admissions_1617": 30_000,
        }
        for n, kind in enumerate(KINDS)
    ])  # fmt: skip
    for page in documentation.PAGES:
        for block in documentation.blocks(page, "yaml"):
            if name := SAVED_AS.get(block.text.partition("\n")[0]):
                (tmp_path / name).write_text(block.text, encoding="utf-8")
        for block in documentation.blocks(page, "python"):
            if block.saved_as:
                (tmp_path / block.saved_as).write_text(block.text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(tmp_path)  # as where Python was started
    return tmp_path
