"""Agreements: what is on offer, and when an agreement exists."""
