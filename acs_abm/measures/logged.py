"""Columns of the tables that have a row for each thing that is noted."""

from __future__ import annotations

from acs_abm.measures.column import QUARTER, REPLICATE, Column

OFFERS: list[Column] = [
    REPLICATE,
    QUARTER,
    Column("offer", "", "Name of the offer"),
    Column("signed", "practices", "Practices that hold the offer, in force or not yet"),
    Column("eligible", "practices", "Practices that hold it or could take it in the quarter"),
    Column("signed_share", "share of practices", "Signed over eligible; empty where none is"),
]

GATES: list[Column] = [
    REPLICATE,
    Column("quarter", "", "Quarter of the evaluation"),
    Column("organisation", "", "Code of the care system, or of the CCG for a place"),
    Column("stage", "", "Stage the gate leads to"),
    Column(
        "condition",
        "",
        "What the gate asks for, quarters_served for time; checkpoint_1_... at a checkpoint",
    ),
    Column("value", "unit of the condition", "Value found"),
    Column("threshold", "unit of the condition", "Value asked for"),
    Column("margin", "unit of the condition", "By how much it was met; negative where not"),
    Column(
        "weight",
        "weight",
        "1 at a hard gate; at a soft gate or checkpoint its weight; 0 where open to all",
    ),
    Column(
        "probability",
        "probability",
        "Probability of passing the gate or checkpoint",
    ),
    Column(
        "verdict",
        "",
        "time not served, failed or passed: the verdict on the gate or checkpoint",
    ),
]

TRANSITIONS: list[Column] = [
    REPLICATE,
    Column("quarter", "", "Quarter of the change"),
    Column("practice", "", "Code of the practice"),
    Column("before", "", "Stance before"),
    Column("after", "", "Stance after"),
    Column("why", "", "Reason in a few words"),
]

EVENTS: list[Column] = [
    REPLICATE,
    Column("quarter", "", "Quarter of the event"),
    Column("kind", "", "Kind of organisation: system, place, ccg, trust, practice or court"),
    Column("code", "", "Code of the organisation"),
    Column("what", "", "What happened"),
    Column("detail", "", "Detail, such as the stage reached"),
]

POPULATION_REPORT: list[Column] = [
    Column("kind", "", "Kind of organisation"),
    Column("what", "", "read, used, refused, repaired or imputed"),
    Column("field", "", "Column concerned; empty for whole rows"),
    Column("count", "organisations", "How many"),
    Column("why", "", "Reason or rule"),
    Column("example", "", "Code of the first one concerned"),
]

BANDS: list[Column] = [
    Column("quarter", "", "Calendar quarter (or month)"),
    Column("measure", "", "Column of national"),
    Column("low", "unit of the measure", "10th percentile over replicates"),
    Column("median", "unit of the measure", "Median over replicates"),
    Column("high", "unit of the measure", "90th percentile over replicates"),
    Column("mean", "unit of the measure", "Mean over replicates"),
]
