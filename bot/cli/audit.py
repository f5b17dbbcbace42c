"""`hangup audit`."""


def audit() -> None:
    """Not here yet."""
    raise NotImplementedError
