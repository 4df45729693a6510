"""Changes of listings by people: proposed, compared, merged and published."""
