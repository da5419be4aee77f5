"""The staged implementation: stages, gates and calendars, as data."""
