"""A mail server for tests, on a free port of this machine, with the faults of real ones."""

import datetime
import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID


def make_certificate(folder: Path, host: str = "127.0.0.1") -> Path:
    """Write a self-signed certificate with its key for an address, and return the file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host)])
    now = datetime.datetime.now(datetime.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address(host))]), False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), True)
        .sign(key, hashes.SHA256())
    )
    path = folder / f"{host}.pem"
    path.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        + certificate.public_bytes(serialization.Encoding.PEM)
    )
    return path


@dataclass
class MailServer:
    """What the server got: connections, commands, and per recipient the messages that it accepted."""

    port: int = 0
    connections: int = 0
    commands: list[str] = field(default_factory=list)
    accepted: list[tuple[str, str]] = field(default_factory=list)
    encrypted: bool = False

    def to(self, recipient: str) -> list[str]:
        """Return the messages that were accepted for a recipient."""
        return [text for to, text in self.accepted if to == recipient]


@dataclass(frozen=True)
class Faults:
    """How a server behaves. `replies`: the reply to commands, by their first word, in place of the usual one;
    "." is the end of a message, and "" its text. A reply of None means that the server never answers.
    """

    certificate: Path | None = None
    tls_from_start: bool = False
    silent: bool = False
    replies: dict[str, str | None] = field(default_factory=dict)
    one_byte_a_time: bool = False


@contextmanager
def mail_server(faults: Faults = Faults()) -> Iterator[MailServer]:
    """Run a mail server in threads of this process."""
    found = MailServer()
    listener = socket.create_server(("127.0.0.1", 0))
    found.port = listener.getsockname()[1]
    open_sockets: list[socket.socket] = []

    def accept() -> None:
        with suppress(OSError):
            while True:
                connection, _address = listener.accept()
                found.connections += 1
                open_sockets.append(connection)
                threading.Thread(
                    target=_serve, args=(connection, faults, found, open_sockets), daemon=True
                ).start()

    threading.Thread(target=accept, daemon=True).start()
    try:
        yield found
    finally:
        with suppress(OSError):
            listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        for connection in open_sockets:
            with suppress(OSError):
                connection.close()


def _context(certificate: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    return context


def _serve(
    connection: socket.socket, faults: Faults, found: MailServer, open_sockets: list[socket.socket]
) -> None:
    with suppress(OSError, ssl.SSLError, ValueError):
        if faults.silent:
            return
        if faults.tls_from_start and faults.certificate:
            connection = _context(faults.certificate).wrap_socket(connection, server_side=True)
            open_sockets.append(connection)
            found.encrypted = True
        _talk(connection, faults, found, open_sockets)


def _talk(
    connection: socket.socket, faults: Faults, found: MailServer, open_sockets: list[socket.socket]
) -> None:
    def say(text: str) -> None:
        data = text.encode() + b"\r\n"
        if faults.one_byte_a_time:
            for byte in data:
                time.sleep(0.2)
                connection.sendall(bytes([byte]))
        else:
            connection.sendall(data)

    say("220 test ESMTP")
    reader = connection.makefile("rb")
    recipient, encrypted = "", faults.tls_from_start
    while line := reader.readline().decode().rstrip("\r\n"):
        word = line.split(" ")[0].split(":")[0].upper()
        found.commands.append(line.replace(line.split(" ")[0], word, 1))
        usual = "250 ok"
        if word == "EHLO":
            offers = ["250-test"]
            if faults.certificate and not encrypted:
                offers.append("250-STARTTLS")
            usual = "\r\n".join([*offers, "250 AUTH PLAIN"])
        elif word == "AUTH":
            usual = "235 welcome"
        elif word == "RCPT":
            recipient = line.partition("<")[2].partition(">")[0]
        elif word == "DATA":
            usual = "354 go on"
        elif word == "STARTTLS":
            usual = "220 go on"
        elif word == "QUIT":
            usual = "221 bye"
        reply = faults.replies.get(word, usual)
        if reply is None:
            time.sleep(600)
        say(str(reply))
        if word == "QUIT":
            return
        if word == "STARTTLS" and faults.certificate:
            connection = _context(faults.certificate).wrap_socket(connection, server_side=True)
            open_sockets.append(connection)
            reader = connection.makefile("rb")
            encrypted = found.encrypted = True
        if word == "DATA" and str(reply).startswith("354"):
            text = ""
            while (part := reader.readline().decode()) not in (".\r\n", ""):
                text += part.removeprefix(".") if part.startswith("..") else part
            if part == "":
                return
            reply = faults.replies.get(".", "250 accepted")
            if str(reply).startswith("250") or reply is None:
                found.accepted.append((recipient, text))
            if reply is None:
                time.sleep(600)
            say(str(reply))
