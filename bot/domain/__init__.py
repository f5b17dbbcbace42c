"""Plain Python: what is true of conversations, refusals and access, without I/O."""
