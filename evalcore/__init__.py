"""evalcore: budget performance evaluations, read, scored, compared and explained."""
