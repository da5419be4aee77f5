"""What follows: how relationships, governance and capability develop."""
