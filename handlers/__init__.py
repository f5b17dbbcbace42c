"""Everything that can wake the bot, and everything a person sees."""
