"""Genesys Cloud, API v2."""
