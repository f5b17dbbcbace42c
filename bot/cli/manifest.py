"""`hangup manifest`."""


def manifest() -> None:
    """Not here yet."""
    raise NotImplementedError
