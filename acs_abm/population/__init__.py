"""The organisations that a run starts from, and the ways to get them."""

from acs_abm.population.country_folder import read_country
from acs_abm.population.england_2017 import england_2017
from acs_abm.population.england_by_date import england_by_date
from acs_abm.population.ods_files import read_register
from acs_abm.population.organisation_files import read_organisations
from acs_abm.population.organisations import Population
from acs_abm.population.synthetic import synthetic_country

__all__ = [
    "Population",
    "england_2017",
    "england_by_date",
    "read_country",
    "read_organisations",
    "read_register",
    "synthetic_country",
]
