"""The built-in country has England's totals and looks like England."""

from __future__ import annotations

from dataclasses import fields

import numpy as np
import pytest
from scipy.stats import spearmanr

from acs_abm.chance import organisation_keys
from acs_abm.errors import OrganisationsError
from acs_abm.evidence import england_ccgs, figure
from acs_abm.population import Population, england_2017
from acs_abm.population.organisations import CoreContract, TrustType

QUANTILES = (5, 10, 25, 50, 75, 90, 95, 99)


@pytest.fixture(scope="module")
def england() -> Population:
    return england_2017()


def test_it_has_englands_organisations(england):
    blocks = (england.systems, england.ccgs, england.trusts, england.practices)
    assert [len(block.code) for block in blocks] == [44, 207, 233, 7436]
    assert england.practices.list_size.sum() == sum(c.population for c in england_ccgs())
    kinds = np.bincount(england.trusts.type, minlength=len(TrustType))
    assert kinds.tolist() == [135, 17, 53, 18, 10]
    assert england.system_neighbours.sum() == 2 * 112


def test_each_ccg_has_its_published_practices_patients_deprivation_and_age(england):
    practices = england.practices
    facts = england_ccgs()
    assert england.ccgs.code == tuple(c.code for c in facts)
    assert np.bincount(practices.ccg).tolist() == [c.n_practices for c in facts]
    assert england.ccgs.population.tolist() == [c.population for c in facts]
    weight = practices.list_size / england.ccgs.population[practices.ccg]
    deprivation = np.bincount(practices.ccg, practices.deprivation * weight)
    over_65 = np.bincount(practices.ccg, practices.share_over_65 * weight)
    np.testing.assert_allclose(deprivation, [c.deprivation for c in facts], rtol=0.02)
    np.testing.assert_allclose(over_65, [c.share_over_65 for c in facts], rtol=0.02)


@pytest.mark.parametrize("seed", [2017, 1, 2])
@pytest.mark.parametrize("percent", QUANTILES)
def test_list_sizes_follow_the_national_distribution(seed, percent):
    sizes = england_2017(seed).practices.list_size
    below = (sizes <= figure(f"list_size_p{percent:02d}")).mean()
    assert below == pytest.approx(percent / 100, abs=0.05)
    assert sizes.min() >= 1000
    assert sizes.max() <= 60000
    assert (sizes == np.round(sizes)).all()


@pytest.mark.parametrize("seed", [2017, 1, 2])
def test_practices_are_alike_in_the_ways_that_englands_are(seed):
    p = england_2017(seed).practices
    ratio = p.weighted_list / p.list_size
    for one, other, name in (
        (p.list_size, p.deprivation, "list_deprivation"),
        (p.deprivation, p.share_over_65, "deprivation_over_65"),
        (p.share_over_65, ratio, "over_65_weighted"),
    ):
        found = spearmanr(one, other).statistic
        assert found == pytest.approx(figure(f"rank_correlation_{name}"), abs=0.06)


def test_means_and_spreads_are_the_published_ones(england):
    p = england.practices
    ratio = p.weighted_list / p.list_size
    for values, name in (
        (p.deprivation, "deprivation"),
        (p.share_over_65, "share_over_65"),
        (ratio, "weighted_per_registered"),
        (p.list_size, "list_size"),
    ):
        assert values.mean() == pytest.approx(figure(f"{name}_mean"), rel=0.03)
        assert values.std() == pytest.approx(figure(f"{name}_sd"), rel=0.1)
    assert p.is_rural.mean() == pytest.approx(figure("rural_share"), abs=0.001)
    per_1000 = 1000 * p.gp_wte.sum() / p.list_size.sum()
    assert per_1000 == pytest.approx(figure("gp_wte_per_1000"), rel=0.03)


def test_apms_practices_are_few_and_small(england):
    p = england.practices
    for kind in CoreContract:
        share = (p.contract == kind).mean()
        published = figure(f"contract_share_{kind.name.lower()}")
        assert share == pytest.approx(published, abs=0.015)
    apms = p.list_size[p.contract == CoreContract.APMS].mean()
    assert apms == pytest.approx(figure("list_size_mean_apms"), rel=0.1)


def test_income_per_patient_is_skewed_as_published(england):
    p = england.practices
    per_patient = p.gross_income / p.list_size / figure("prices_2017_18_per_2016_17")
    assert per_patient.mean() == pytest.approx(figure("income_per_patient_mean"), rel=0.04)
    assert np.median(per_patient) == pytest.approx(figure("income_per_patient_median"), rel=0.04)
    assert (p.qof_income / p.list_size).max() <= figure("qof_most_per_patient")


def test_gps_follow_the_published_regression(england):
    p = england.practices
    slope, intercept = np.polyfit(np.log(p.list_size), np.log(p.gp_wte), 1)
    residual = np.log(p.gp_wte) - intercept - slope * np.log(p.list_size)
    assert slope == pytest.approx(figure("gp_wte_log_slope"), abs=0.03)
    assert residual.std() == pytest.approx(figure("gp_wte_log_residual_sd"), rel=0.03)


def test_rural_practices_lie_in_thinly_settled_ccgs(england):
    p = england.practices
    share = np.bincount(p.ccg, p.is_rural) / np.bincount(p.ccg)
    by_code = dict(zip(england.ccgs.code, share, strict=True))
    assert by_code["08V"] == 0  # Tower Hamlets
    assert by_code["01H"] > 0.4  # North Cumbria


def test_practices_lie_near_their_ccg_and_in_england(england):
    p, ccgs = england.practices, england.ccgs
    assert 49.5 < p.latitude.min() < p.latitude.max() < 56.2
    north = 111.2 * (p.latitude - ccgs.latitude[p.ccg])
    east = 67.4 * (p.longitude - ccgs.longitude[p.ccg])
    away = np.hypot(north, east)
    tower_hamlets = p.ccg == ccgs.code.index("08V")
    assert away[tower_hamlets].max() < 5
    assert away.max() < 100


def test_a_trust_named_for_a_place_lies_there(england):
    trusts, ccgs = england.trusts, england.ccgs
    for trust, ccg in (("RL4", "06A"), ("RM3", "01G"), ("R1F", "10L")):
        row, place = trusts.code.index(trust), ccgs.code.index(ccg)
        assert abs(trusts.latitude[row] - ccgs.latitude[place]) < 0.2
        assert abs(trusts.longitude[row] - ccgs.longitude[place]) < 0.3


def test_only_acute_trusts_admit_through_ae_and_all_of_it_is_marked_imputed(england):
    trusts = england.trusts
    acute = trusts.type == TrustType.ACUTE
    assert (trusts.ae_admissions[acute] > 1000).all()
    assert not trusts.ae_admissions[~acute].any()
    assert trusts.ae_admissions.sum() == pytest.approx(figure("ae_admissions"), rel=0.001)
    assert trusts.ae_admissions_imputed.all()


def test_a_trusts_home_is_among_its_systems(england):
    trusts = england.trusts
    assert trusts.partner_of[np.arange(len(trusts.code)), trusts.system].all()


def test_it_is_the_same_every_time_and_another_seed_is_another_country(england):
    england_2017.cache_clear()
    again, other = england_2017(), england_2017(7)
    for column in fields(england.practices):
        first, second = (getattr(p.practices, column.name) for p in (england, again))
        assert np.array_equal(first, second)
    assert (other.practices.list_size != england.practices.list_size).mean() > 0.9
    assert other.practices.code == england.practices.code


def test_nobody_can_write_to_a_cached_country(england):
    with pytest.raises(ValueError, match="read-only"):
        england.practices.list_size[0] = 1
    with pytest.raises(ValueError, match="read-only"):
        england.practice_peers.data[0] = 1


def test_a_part_of_the_country_has_the_same_organisations(england):
    dorset = england.systems.short_name.index("DOR")
    part = england.restrict(np.array([0, dorset]))
    assert part.systems.short_name == ("WYH", "DOR")
    whole = {code: row for row, code in enumerate(england.practices.code)}
    rows = [whole[code] for code in part.practices.code]
    for name in ("list_size", "gp_wte", "key", "latitude", "contract"):
        here = getattr(part.practices, name)
        assert np.array_equal(here, getattr(england.practices, name)[rows])
    codes = [part.ccgs.code[row] for row in part.practices.ccg]
    assert codes == [code.split("-")[0] for code in part.practices.code]
    assert (part.ccgs.system[part.practices.ccg] == part.practices.system).all()
    peers = england.practice_peers[rows][:, rows]
    assert abs(part.practice_peers - peers).max() == 0
    np.testing.assert_allclose(part.practice_peers.sum(axis=1), 1)


def test_practices_are_keyed_by_their_code(england):
    codes = england.practices.code[:3]
    assert codes == ("00C-P001", "00C-P002", "00C-P003")
    assert np.array_equal(england.practices.key[:3], organisation_keys("practice", codes))


@pytest.mark.parametrize("n_copies", [2, 5])
def test_copies_lie_side_by_side_and_touch_nowhere(england, n_copies):
    large = england_2017(scale=n_copies)
    assert len(large.practices.code) == n_copies * 7436
    assert len(set(large.practices.code)) == n_copies * 7436
    assert len(set(large.practices.key.tolist())) == n_copies * 7436
    assert large.practice_peers.nnz == n_copies * england.practice_peers.nnz
    assert large.system_neighbours.sum() == n_copies * 2 * 112
    last = len(large.practices.code) - 1
    assert large.ccgs.code[large.practices.ccg[last]] == f"99Q-{n_copies}"
    second = large.trusts.system >= 44
    assert not large.trusts.partner_of[second, :44].any()
    assert large.trusts.longitude[large.trusts.system < 44].max() < 3
    assert large.trusts.longitude[second].min() > 5


def test_a_fraction_keeps_the_first_practices_of_every_ccg(england):
    small = england_2017(scale=0.1)
    assert small.ccgs.code == england.ccgs.code
    assert np.bincount(small.practices.ccg).min() == 1
    assert 500 < len(small.practices.code) < 744
    assert small.practices.code[0] == "00C-P001"
    assert small.ccgs.population.sum() == small.practices.list_size.sum()


@pytest.mark.parametrize("scale", [0, -1, 1.5, 21, float("nan"), float("inf")])
def test_a_scale_that_makes_no_sense_is_refused(scale):
    with pytest.raises(OrganisationsError, match="scale"):
        england_2017(scale=scale)


def test_the_report_says_that_practices_are_made_up(england):
    remark = next(r for r in england.report if r.kind == "practice")
    assert remark.count == 7436
    assert "not real" in remark.why
