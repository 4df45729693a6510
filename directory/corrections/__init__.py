"""Reports of mistakes in a listing."""
