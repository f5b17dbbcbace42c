"""Block Kit: pure functions, domain in, blocks out."""
