"""What a study shows: claims, tables and figures made from its tables and nothing else."""
