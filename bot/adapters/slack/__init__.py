"""What the bot says to Slack without being asked."""
