"""Running scenarios: replicates, worker processes, results folders, sweeps."""
