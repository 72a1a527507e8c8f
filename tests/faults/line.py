"""A line to the database that can be cut and mended: what is behind it stays as it is."""

import contextlib
import socket
import threading
from urllib.parse import urlsplit


class Line:
    """Listens on a port of its own and passes everything on to the server of `url`."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        self._behind = (parts.hostname or "127.0.0.1", parts.port or 5432)
        self._open: list[socket.socket] = []
        self._listening: socket.socket | None = None
        self._lock = threading.Lock()
        self._port = 0
        self.mend()
        user = parts.netloc.rpartition("@")[0]
        self.url = f"{parts.scheme}://{user}@127.0.0.1:{self._port}{parts.path}"

    def mend(self) -> None:
        self._listening = socket.create_server(("127.0.0.1", self._port))
        self._port = self._listening.getsockname()[1]
        threading.Thread(target=self._accept, args=(self._listening,), daemon=True).start()

    def cut(self) -> None:
        """Everything that runs over it breaks, and nothing new is taken."""
        with self._lock:
            listening, self._listening = self._listening, None
            broken, self._open = self._open, []
        if listening:
            with contextlib.suppress(OSError):
                listening.shutdown(socket.SHUT_RDWR)
            listening.close()
        for each in broken:
            with contextlib.suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
            each.close()

    def _accept(self, listening: socket.socket) -> None:
        while True:
            try:
                near, _ = listening.accept()
            except OSError:
                return
            try:
                far = socket.create_connection(self._behind)
            except OSError:
                near.close()
                continue
            with self._lock:
                cut = self._listening is not listening
                if not cut:
                    self._open += [near, far]
            if cut:
                # Taken just before: nothing that is made now may run on.
                near.close()
                far.close()
                return
            for one, other in ((near, far), (far, near)):
                threading.Thread(target=_pass_on, args=(one, other), daemon=True).start()


def _pass_on(one: socket.socket, other: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while block := one.recv(65536):
            other.sendall(block)
    for each in (one, other):
        with contextlib.suppress(OSError):
            each.shutdown(socket.SHUT_RDWR)
