"""Open Referral UK records: what is read from feeds of version 3.0 and 1.0."""
