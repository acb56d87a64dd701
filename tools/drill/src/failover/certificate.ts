import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findMotoPython } from '@healthcare-dr/local-aws';
import { run } from '@healthcare-dr/processes';

/** Makes a certificate with the library that moto brings along: Node has none for it, and not every machine has OpenSSL. */
const CERTIFY = `
import datetime, sys
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
folder, *hosts = sys.argv[1:]
key = ec.generate_private_key(ec.SECP256R1())
name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "healthcare-dr drill")])
now = datetime.datetime.now(datetime.timezone.utc)
certificate = (
    x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    .serial_number(x509.random_serial_number())
    .not_valid_before(now - datetime.timedelta(days=3)).not_valid_after(now + datetime.timedelta(days=3))
    .add_extension(x509.SubjectAlternativeName([x509.DNSName(host) for host in hosts]), critical=False)
    .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
    .sign(key, hashes.SHA256())
)
with open(f"{folder}/service.pem", "wb") as file:
    file.write(certificate.public_bytes(serialization.Encoding.PEM))
with open(f"{folder}/service.key", "wb") as file:
    file.write(key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()))
`;

/** A certificate and its key, both in PEM. */
export interface Certificate {
  readonly certificateFile: string;
  readonly keyFile: string;
}

/**
 * Makes a certificate that vouches for itself.
 *
 * @param hosts - the names that it is of
 * @param folder - where key and certificate go
 */
export async function certify(
  hosts: readonly string[],
  folder: string,
  signal: AbortSignal,
): Promise<Certificate> {
  const { executable } = await findMotoPython({ signal });
  const script = join(folder, 'certify.py');
  await writeFile(script, CERTIFY);
  const { exitCode, stderr } = await run(executable, [script, folder, ...hosts], { signal });
  if (exitCode !== 0) throw new Error(`The drill's certificate could not be made:\n${stderr}`);
  return { certificateFile: join(folder, 'service.pem'), keyFile: join(folder, 'service.key') };
}
