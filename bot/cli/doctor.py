"""`hangup doctor`."""


def doctor() -> None:
    """Not here yet."""
    raise NotImplementedError
