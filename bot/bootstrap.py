"""THE composition root."""
