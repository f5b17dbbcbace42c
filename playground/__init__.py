"""The pretend Slack and the pretend contact centres, for people and for tests alike."""
