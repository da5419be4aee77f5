"""A small made-up country in the schema of a folder of organisations."""

from __future__ import annotations

import csv
from dataclasses import dataclass, field
from pathlib import Path

import pytest

REGISTERS = ("reg_dm", "reg_chd", "reg_copd", "reg_hf", "reg_dem", "reg_mh")
CCGS = {"AA1": "S1", "AA2": "S1", "BB1": "S2", "BB2": "S2", "CC1": "S3"}


def practice(number: int, ccg: str) -> dict[str, str]:
    size = 3000 + 500 * (number % 9)
    return {
        "practice_code": f"P{number:03d}",
        "ccg_code": ccg,
        "stp_code": CCGS[ccg],
        "list_size": str(size),
        "weighted_list_size": f"{size * 1.02:.1f}",
        "contract_type": ("GMS", "PMS", "APMS")[number % 3],
        "rurality": ("Urban", "Rural")[number % 2],
        "lat": f"{52 + 0.3 * int(ccg[2]) + 0.01 * (number % 5):.4f}",
        "lon": f"{-2 + 0.5 * 'ABC'.index(ccg[0]) + 0.01 * (number % 4):.4f}",
        "imd2015": f"{10 + number % 30}",
        "gp_fte_2016_09": f"{size / 2000:.2f}",
        "nurse_fte_2016_09": f"{size / 4000:.2f}",
        "share_65plus_2016": f"{0.1 + 0.01 * (number % 12):.3f}",
        **dict.fromkeys(REGISTERS, f"{size * 0.02:.0f}"),
        "pay_total_gbp": f"{size * (130 + number % 30)}",
        "pay_qof_gbp": f"{size * 11}",
    }


def small_tables() -> dict[str, list[dict[str, str]]]:
    names = [ccg for ccg in CCGS for _ in range(8)]
    systems = {"S1": "QA1", "S2": "QA2", "S3": "QVV"}
    kinds = ("acute", "mental_health", "community", "acute", "ambulance", "specialist")
    return {
        "practices.csv": [practice(number, ccg) for number, ccg in enumerate(names)],
        "ccgs.csv": [
            {
                "ccg_code": code,
                "name": f"CCG {code}",
                "stp_code": system,
                "lat": f"{52 + 0.3 * int(code[2])}",
                "lon": f"{-2 + 0.5 * 'ABC'.index(code[0])}",
            }
            for code, system in CCGS.items()
        ],
        "stps.csv": [
            {
                "stp_code": code,
                "ods_stp_code": ods,
                "name": f"System {code}",
                "nhs_region": "North",
                "lat": "52.4",
                "lon": "-1.5",
            }
            for code, ods in systems.items()
        ],
        "trusts.csv": [
            {
                "trust_code": f"R{number}",
                "name": f"Trust {number}",
                "type": kind,
                "stp_code": f"S{1 + number % 3}",
                "stp_partner_codes": f"S{1 + number % 3};S1",
                "lat": "52.4",
                "lon": "-1.5",
                "ae_admissions_1617": str(20000 + number) if kind == "acute" else "",
            }
            for number, kind in enumerate(kinds)
        ],
        "stp_adjacency.csv": [{"stp_a": "S1", "stp_b": "S2"}],
        "stp_trust_partners.csv": [{"stp_code": "S3", "trust_code": "R0"}],
    }


@dataclass
class SmallFolder:
    """Tables that a test may spoil before it writes them."""

    path: Path
    tables: dict[str, list[dict[str, str]]] = field(default_factory=small_tables)

    def set(self, name: str, row: int, column: str, value: str) -> None:
        self.tables[name][row][column] = value

    def drop_column(self, name: str, column: str) -> None:
        for row in self.tables[name]:
            del row[column]

    def write(self) -> Path:
        self.path.mkdir(exist_ok=True)
        for name, rows in self.tables.items():
            with (self.path / name).open("w", newline="", encoding="utf-8") as file:
                writer = csv.DictWriter(file, list(rows[0]))
                writer.writeheader()
                writer.writerows(rows)
        return self.path


@pytest.fixture
def small_folder(tmp_path: Path) -> SmallFolder:
    return SmallFolder(tmp_path / "small country")
