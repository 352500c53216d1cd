"""A certificate for this machine, and mail servers that last as long as a test."""

import datetime as dt
import ipaddress
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.delivery.server import Mailbox, Server

Serve = Callable[..., Server]


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Key and self-signed certificate for localhost, in one PEM file."""
    path = tmp_path_factory.mktemp("tls") / "localhost.pem"
    path.write_bytes(self_signed("localhost"))
    return path


def self_signed(host: str) -> bytes:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host)])
    names = x509.SubjectAlternativeName([x509.DNSName(host), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    now = dt.datetime.now(dt.UTC)
    builder = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    builder = builder.serial_number(x509.random_serial_number()).add_extension(names, critical=False)
    builder = builder.not_valid_before(now - dt.timedelta(days=1)).not_valid_after(now + dt.timedelta(days=1))
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return private + builder.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)


@pytest.fixture
def serve(certificate: Path) -> Iterator[Serve]:
    """Start a mail server: `serve(mailbox, security="starttls", login=("user", "secret"))`."""
    with ExitStack() as stack:

        def start(mailbox: Mailbox | None = None, **changes: Any) -> Server:
            server = Server(mailbox=mailbox or Mailbox(), certificates=certificate, **changes)
            return stack.enter_context(server)

        yield start
