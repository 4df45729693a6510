"""Training of the small linear models of texts, with numpy alone."""
