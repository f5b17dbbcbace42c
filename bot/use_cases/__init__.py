"""The order of steps: one verb phrase per file."""
