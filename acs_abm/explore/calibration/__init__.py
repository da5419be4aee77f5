"""Calibration by history matching: which values of the uncertainties are not ruled out."""
