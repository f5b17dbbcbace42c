"""`hangup run`."""


def run() -> None:
    """Not here yet."""
    raise NotImplementedError
