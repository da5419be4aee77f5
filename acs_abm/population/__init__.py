"""The organisations that a run starts from, and the ways to get them."""

from acs_abm.population.england_2017 import england_2017
from acs_abm.population.organisation_files import read_organisations
from acs_abm.population.organisations import Population

__all__ = ["Population", "england_2017", "read_organisations"]
