"""From a disclosure to its figures: roll-ups, shares and changes. Pure and exact."""
