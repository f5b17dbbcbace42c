"""The script `hangup`: one file per command."""


def main() -> None:
    """Run the command that was typed."""
