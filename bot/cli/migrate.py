"""`hangup migrate`."""


def migrate() -> None:
    """Not here yet."""
    raise NotImplementedError
