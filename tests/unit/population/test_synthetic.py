"""A made-up country has the size asked for and the statistics of England, and it runs."""

from __future__ import annotations

from dataclasses import fields

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import spearmanr

from acs_abm.cli import main
from acs_abm.cli.run import country as chosen_country
from acs_abm.errors import OrganisationsError
from acs_abm.evidence import figure
from acs_abm.model import AccountableCareModel
from acs_abm.population import england_2017, synthetic_country
from acs_abm.population.organisations import TrustType


@pytest.fixture(scope="module")
def large():
    return synthetic_country(44)


def blocks(country):
    return (country.systems, country.ccgs, country.trusts, country.practices)


@given(
    systems=st.integers(1, 12),
    ccgs=st.integers(1, 6),
    practices=st.integers(1, 40),
    trusts=st.integers(1, 12),
    seed=st.integers(0, 2**32),
)
@settings(max_examples=25, deadline=None)
def test_a_country_of_any_size_is_whole(systems, ccgs, practices, trusts, seed):
    country = synthetic_country(systems, ccgs, practices, trusts, seed)
    sizes = [len(block.code) for block in blocks(country)]
    assert sizes == [systems, systems * ccgs, systems * trusts, systems * ccgs * practices]
    for block in blocks(country):
        assert list(block.code) == sorted(set(block.code))
        for column in fields(block):
            values = getattr(block, column.name)
            assert len(values) == len(block.code)
            if isinstance(values, np.ndarray) and values.dtype == np.float64:
                assert np.isfinite(values).all(), column.name
                assert not values.flags.writeable
    p = country.practices
    assert (p.list_size >= 999).all()
    assert np.bincount(p.ccg).tolist() == [practices] * (systems * ccgs)
    assert np.array_equal(p.system, country.ccgs.system[p.ccg])
    assert np.bincount(p.ccg, p.list_size) == pytest.approx(country.ccgs.population)
    assert np.array_equal(country.system_neighbours, country.system_neighbours.T)
    assert not country.system_neighbours.diagonal().any()
    assert country.trusts.partner_of[np.arange(sizes[2]), country.trusts.system].all()
    weight = country.practice_peers.sum(axis=1)
    assert weight == pytest.approx(1.0 if practices > 1 else 0.0)


def test_codes_say_what_belongs_where():
    country = synthetic_country(2, 2, 3, 2)
    assert country.systems.code == ("S01", "S02")
    assert country.ccgs.code == ("S01C01", "S01C02", "S02C01", "S02C02")
    assert country.practices.code[:4] == (*(f"S01C01-P00{n}" for n in (1, 2, 3)), "S01C02-P001")
    assert country.trusts.code == ("S01T1", "S01T2", "S02T1", "S02T2")


def test_a_country_says_that_it_is_no_place():
    country = synthetic_country(1, 1, 1, 1)
    assert country.name == "made-up country of 1 x 1 x 1 practices"
    assert {r.why for r in country.report} == {"made up from national statistics; not a place"}
    assert not set(country.systems.code) & set(england_2017().systems.code)


def test_the_seed_is_the_luck():
    one, same, other = synthetic_country(), synthetic_country(), synthetic_country(seed=1)
    assert np.array_equal(one.practices.list_size, same.practices.list_size)
    assert not np.array_equal(one.practices.list_size, other.practices.list_size)


def test_a_system_has_the_same_people_in_a_larger_country():
    small, larger = synthetic_country(2), synthetic_country(9)
    kept = larger.practices.system < 2
    assert np.array_equal(small.practices.list_size, larger.practices.list_size[kept])
    assert np.array_equal(small.trusts.type, larger.trusts.type[:10])


def test_lists_are_spread_as_englands(large):
    size = large.practices.list_size
    assert size.mean() == pytest.approx(figure("list_size_mean"), rel=0.05)
    assert size.std() == pytest.approx(figure("list_size_sd"), rel=0.12)
    for share in (5, 10, 25, 50, 75, 90, 95, 99):
        published = figure(f"list_size_p{share:02d}")
        assert (size <= published).mean() == pytest.approx(share / 100, abs=0.05)


def test_a_country_of_single_practices_has_lists_as_varied(large):
    alone = np.log(synthetic_country(40, 20, 1, 1).practices.list_size)
    assert alone.std() == pytest.approx(np.log(large.practices.list_size).std(), rel=0.1)


def test_patients_are_as_poor_and_old_and_ill_as_englands(large):
    p = large.practices
    assert p.deprivation.mean() == pytest.approx(figure("deprivation_mean"), rel=0.05)
    assert p.deprivation.std() == pytest.approx(figure("deprivation_sd"), rel=0.12)
    assert p.share_over_65.mean() == pytest.approx(figure("share_over_65_mean"), rel=0.05)
    assert p.share_over_65.std() == pytest.approx(figure("share_over_65_sd"), rel=0.12)
    for one, other, name in (
        (p.list_size, p.deprivation, "rank_correlation_list_deprivation"),
        (p.deprivation, p.share_over_65, "rank_correlation_deprivation_over_65"),
        (p.share_over_65, p.weighted_list / p.list_size, "rank_correlation_over_65_weighted"),
    ):
        assert spearmanr(one, other).statistic == pytest.approx(figure(name), abs=0.1)


def test_figures_of_ccgs_and_trusts_are_those_of_the_published_tables():
    england = england_2017()
    log_poor = np.log(england.ccgs.deprivation)
    assert figure("deprivation_log_sd_between_ccgs") == pytest.approx(log_poor.std(), abs=0.001)
    several = (england.trusts.partner_of.sum(axis=1) > 1).mean()
    assert figure("trust_share_in_several_systems") == pytest.approx(several, abs=0.006)
    shares = np.bincount(england.trusts.type) / len(england.trusts.code)
    published = [figure(f"trust_share_{kind.name.lower()}") for kind in TrustType]
    assert published == pytest.approx(shares.tolist(), abs=0.001)


def test_trusts_are_of_englands_types(large):
    types = np.array(large.trusts.type).reshape(44, 5)
    assert (types[:, 0] == TrustType.ACUTE).all()
    assert (types[:, 1] == TrustType.MENTAL_HEALTH).all()
    shares = np.bincount(types.ravel(), minlength=5) / types.size
    published = [figure(f"trust_share_{kind.name.lower()}") for kind in TrustType]
    assert shares == pytest.approx(published, abs=0.05)
    people = large.practices.list_size.sum() / figure("registered_population")
    assert large.trusts.ae_admissions.sum() == pytest.approx(
        people * figure("ae_admissions"), rel=1e-4
    )


def test_systems_lie_side_by_side(large):
    neighbours = large.system_neighbours.sum(axis=1)
    assert neighbours.min() >= 1
    assert 3 < neighbours.mean() < 6


@pytest.mark.parametrize(
    ("size", "message"),
    [
        ({"systems": 0}, "systems: 0 is not allowed; give a whole number from 1 to 999"),
        ({"ccgs_per_system": 100}, "ccgs_per_system: 100 is not allowed; .* from 1 to 99"),
        ({"practices_per_ccg": 2.5}, "practices_per_ccg: 2.5 is not allowed"),
        ({"trusts_per_system": True}, "trusts_per_system: True is not allowed"),
        ({"systems": "6"}, "systems: '6' is not allowed"),
        ({"systems": 999}, "4,995 CCGs with 179,820 practices are too many; allowed: 4,000 CCGs"),
        ({"systems": 99, "practices_per_ccg": 900}, "495 CCGs with 445,500 practices are too"),
    ],
)
def test_a_size_that_cannot_be_is_refused(size, message):
    with pytest.raises(OrganisationsError, match=message):
        synthetic_country(**size)


@pytest.mark.parametrize("size", [(1, 1, 1, 1), (3, 1, 4, 1), (2, 5, 36, 5)])
def test_a_made_up_country_runs_to_the_end(size):
    model = AccountableCareModel(population=synthetic_country(*size))
    model.run()
    national = model.tables()["national"]
    assert len(national) == 40
    whatever_became = national[["practices", "practices_closed", "practices_merged"]].sum(axis=1)
    assert whatever_became.eq(size[0] * size[1] * size[2]).all()


def test_the_command_line_makes_up_a_country():
    assert len(chosen_country(None, "2").practices.code) == 360
    assert chosen_country(None, None) is None


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--synthetic", "0"], "--synthetic is '0': it takes a whole number from 1 to 999"),
        (["--synthetic", "2", "--organisations", "there"], "both say who there is; give one"),
    ],
)
def test_a_country_that_cannot_be_made_up_is_refused_in_words(words, message, capsys):
    with pytest.raises(SystemExit) as ended:
        main(["run", *words])
    assert ended.value.code != 0
    assert message in capsys.readouterr().err
