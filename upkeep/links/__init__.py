"""Whether the web addresses of listings answer."""
