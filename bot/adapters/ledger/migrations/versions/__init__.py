"""One script per version, written by hand and never changed once released."""
