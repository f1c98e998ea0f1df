"""What can go wrong with private servers, said in words a newcomer can act on."""


class LocalServerUnavailable(Exception):
    """No binary of this server can be had here; the message ends with the one command line to type."""

    def __init__(self, server: str, reason: str, command: str) -> None:
        super().__init__(f"{server} est introuvable : {reason}.\nÀ taper : {command}")


class LocalServerFailed(Exception):
    """A server was started and did not do what was asked; the message shows what it last said."""
