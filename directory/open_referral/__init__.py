"""Open Referral UK: the schema of version 3.0, and readers of feeds of versions 3.0 and 1.0."""
