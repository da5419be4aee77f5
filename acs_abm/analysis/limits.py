"""What a reader of results has to know: words, and what the model leaves out."""

from __future__ import annotations

WORDS = (
    (
        "STP",
        (
            "Sustainability and transformation partnership: one of England's 44 areas of "
            "2016, here called a care system. The first stage."
        ),
    ),
    (
        "Candidate, shadow ACS, ACS",
        (
            "The stages after it: fit to be selected; selected, with shadow accounts; "
            "accountable care system. A system passes from one to the next at a gate."
        ),
    ),
    (
        "ACO contract",
        (
            "One contract for a population with one accountable organisation. It exists in a "
            "place (a CCG's area), not in a whole system."
        ),
    ),
    (
        "Alliance",
        (
            "An agreement between practices, trusts and commissioner to manage resources "
            "together. Practices keep their own contract."
        ),
    ),
    (
        "Integration agreement, full contract",
        (
            "The next levels: partial integration, in which practices keep their contract "
            "beside the single one, and full integration, in which they end or suspend it."
        ),
    ),
    (
        "Resisting",
        ("Not only staying out, but acting against the change."),
    ),
    (
        "Hub",
        (
            "Practices that work at scale with one another (federation, super-partnership, "
            "primary care home). Nothing is signed with a trust or commissioner."
        ),
    ),
    (
        "Distress",
        (
            "An index from 0 to 1 made from list size, staffing, deprivation, kind of "
            "contract and age; not observed."
        ),
    ),
    (
        "Control total",
        ("The financial target that NHS Improvement asks a trust to accept each year."),
    ),
)
"""Words that a reader may not know, in the order in which stages and choices come."""

LIMITS = (
    (
        "This is a research model. It is not a forecast for any named organisation. Places "
        "carry their names so that their published starting points can be used, and what "
        "happens to one of them in a run depends on luck as well as on rules."
    ),
    (
        "Many parameters are assumptions. Each says where it comes from and over what range it "
        "is plausible (acs-abm parameters). A conclusion is worth as much as it holds over "
        "those ranges."
    ),
    (
        "Practices, trusts and commissioners weigh what is open to them; councils, local medical "
        "committees and regulators follow short documented rules."
    ),
    (
        "Money is followed from payer to payee, but the accounts of trusts, commissioners and "
        "practices at the start are worked out by rule from public totals; they are not those "
        "of the organisations named. Patients are numbers, not persons."
    ),
    (
        "What the data do not hold is imputed by declared rules; the population is described "
        "above. Traits of practices, such as the value of independence, are drawn and not "
        "observed."
    ),
    (
        "One replicate is one piece of luck. Compare scenarios over many replicates with the "
        "same seeds."
    ),
)
"""What a run must not be used for, and what it leaves out."""
