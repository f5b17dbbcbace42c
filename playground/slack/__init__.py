"""A pretend Slack."""
