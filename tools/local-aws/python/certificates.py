"""Makes a certificate authority for one run, and certificates for names.

Usage: certificates.py <folder> <file> <name>...

Writes ``authority.pem`` and ``authority.key`` if the folder has none, then ``<file>.pem`` and ``<file>.key`` for the names. They are
valid from three days ago for six days: a run may live in another time than this machine.

Node has no library for it, and not every machine has OpenSSL; moto brings this one along.
"""

import datetime
import sys
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

VALID = datetime.timedelta(days=3)


def write(path: Path, key: ec.EllipticCurvePrivateKey, certificate: x509.Certificate) -> None:
    path.with_suffix(".pem").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    path.with_suffix(".key").write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )


def named(common_name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, common_name)])


def builder(subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePrivateKey) -> x509.CertificateBuilder:
    now = datetime.datetime.now(datetime.timezone.utc)
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - VALID)
        .not_valid_after(now + VALID)
    )


def make_authority(folder: Path) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    name = named("Amazon RDS of the local AWS, root CA")
    certificate = (
        builder(name, name, key)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    write(folder / "authority", key, certificate)


def make_certificate(folder: Path, file: str, names: list[str]) -> None:
    authority = x509.load_pem_x509_certificate((folder / "authority.pem").read_bytes())
    authority_key = serialization.load_pem_private_key((folder / "authority.key").read_bytes(), None)
    key = ec.generate_private_key(ec.SECP256R1())
    certificate = (
        # A common name has 64 characters at most; clients look at the alternative names.
        builder(named(names[0][:64]), authority.subject, key)
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name) for name in names]), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .sign(authority_key, hashes.SHA256())
    )
    write(folder / file, key, certificate)


def main() -> None:
    folder, file, names = Path(sys.argv[1]), sys.argv[2], sys.argv[3:]
    if not (folder / "authority.pem").exists():
        make_authority(folder)
    make_certificate(folder, file, names)


if __name__ == "__main__":
    main()
