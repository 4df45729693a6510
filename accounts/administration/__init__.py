"""Pages of administrators: accounts with their roles, and the audit trail."""
