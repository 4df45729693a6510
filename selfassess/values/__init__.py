"""Values of the self-assessment that are stored or sent."""
