"""What a visitor can take home: the scenario as a file, the national table as CSV."""

from __future__ import annotations

from acs_abm.app.recording import Recording
from acs_abm.explore.provenance import package_version


def scenario_file(recording: Recording) -> dict[str, str]:
    """Give the scenario as YAML that the command line runs to the same numbers."""
    name = f"{recording.scenario.name}.yaml"
    head = (
        f"# acs_abm {package_version()}, fingerprint {recording.scenario.fingerprint}\n"
        f"# acs-abm run {name} --seed {recording.seed}\n"
    )
    return {"name": name, "type": "text/yaml", "text": head + recording.scenario.to_yaml()}


def national_file(recording: Recording) -> dict[str, str]:
    """Give the national table of the run shown."""
    return {
        "name": f"{recording.scenario.name}-seed-{recording.seed}-national.csv",
        "type": "text/csv",
        "text": recording.national.to_csv(index=False),
    }
