"""The command `selfassess screen`: the rules alone, JSON Lines in and out."""
