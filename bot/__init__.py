"""Everything the bot knows, and everything it calls."""
