"""How general practices fare: their staff, work, quality and end."""

from __future__ import annotations

from dataclasses import dataclass

from acs_abm.columns.arrays import Floats, Rows, Small


@dataclass
class PracticeLife:
    """How practices fare, one number a practice; partners, lists and distress stand elsewhere.

    Attributes
    ----------
    salaried, nurses, vacancies
        WTE salaried doctors; WTE nurses; WTE posts of doctors that came with patients of
        practices that closed and are not filled.
    usual_work
        Patients for each clinician at the start (w0).
    relative_work
        Patients for each clinician over ``usual_work``.
    hours
        Weekly hours of a whole-time partner.
    usual_distress
        Logit of what distress drifts to with work as at the start and nothing amiss.
    lasting_quality
        The part of quality that lasts, in logits.
    quality
        Quality of care, 0 to 1.
    first_quality
        Quality at the start.
    level, level_since
        Level in force and the step since when it is.
    relieved_level
        Level that has been in force for long enough to relieve.
    closure_near_until
        Step before which a closure nearby is felt; ``NEVER`` where none was.
    closed_in
        Step in which it closed or merged; ``NEVER`` where it stands.
    last_list
        Registered patients when it closed or merged.
    merged_into
        Row of the practice that it merged into; −1 where it did not.
    """

    salaried: Floats
    nurses: Floats
    vacancies: Floats
    usual_work: Floats
    relative_work: Floats
    hours: Floats
    usual_distress: Floats
    lasting_quality: Floats
    quality: Floats
    first_quality: Floats
    level: Small
    level_since: Rows
    relieved_level: Small
    closure_near_until: Rows
    closed_in: Rows
    last_list: Floats
    merged_into: Rows
