"""The model's rules a second time: one Python object for each organisation, no arrays.

Written from the documents (``docs/explanation``) the way a Mesa user would write them, to be
compared with the package, choice by choice. It knows nothing of the package but the scenario
reader: what is simulated, the offers, the calendar and the values of parameters.
"""

from per_agent.model import ReferenceModel

__all__ = ["ReferenceModel"]
