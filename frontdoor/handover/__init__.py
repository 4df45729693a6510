"""Hand-over of requests to a case system: formats, sending, reactions to its errors, and its answers."""
