"""Service alerts: published by staff, shown where they concern somebody, and over by themselves."""
