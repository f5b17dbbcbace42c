"""Environment and hangup.toml -> Settings."""
