"""What the command `selfassess check` proves of every questionnaire."""
