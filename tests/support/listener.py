"""A supervisor that listens to what processes tell it, on a datagram socket as systemd gives one."""

import socket

from support import pace


class Listener:
    """The supervisor's end of `NOTIFY_SOCKET`."""

    def __init__(self, address: str) -> None:
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._socket.bind("\0" + address[1:] if address.startswith("@") else address)
        self._socket.settimeout(pace.patience())
        self.environment = {"NOTIFY_SOCKET": address}

    def hear(self) -> list[str]:
        return self._socket.recv(4096).decode().split("\n")

    def wait_for(self, *lines: str) -> list[str]:
        """Everything heard until one datagram holds these lines."""
        heard: list[str] = []
        while not set(lines) <= set(said := self.hear()):
            heard += said
        return heard + said

    def close(self) -> None:
        self._socket.close()
