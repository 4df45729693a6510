"""Which council is responsible for a place: for any postcode, outward code or large town of the country."""
