import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { findMotoPython } from '@healthcare-dr/local-aws';
import { run } from '@healthcare-dr/processes';

/** Makes a certificate for one name with the library that moto brings along: Node has none for it, and not every machine has OpenSSL. */
const CERTIFY = `
import datetime, sys
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
host, folder = sys.argv[1:]
key = ec.generate_private_key(ec.SECP256R1())
name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "healthcare-dr drill")])
now = datetime.datetime.now(datetime.timezone.utc)
certificate = (
    x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    .serial_number(x509.random_serial_number())
    .not_valid_before(now - datetime.timedelta(days=3)).not_valid_after(now + datetime.timedelta(days=3))
    .add_extension(x509.SubjectAlternativeName([x509.DNSName(host)]), critical=False)
    .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
    .sign(key, hashes.SHA256())
)
with open(f"{folder}/service.pem", "wb") as file:
    file.write(certificate.public_bytes(serialization.Encoding.PEM))
with open(f"{folder}/service.key", "wb") as file:
    file.write(key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()))
`;

/**
 * What answers in place of a Region's service: HTTPS on the loopback interface under the name of that Region, with a certificate made
 * for this run. It can be switched off and on again; connections are refused then.
 */
export class ServiceDouble {
  readonly certificateFile: string;
  #server: Server | undefined;
  #port = 0;

  private constructor(
    readonly host: string,
    private readonly folder: string,
  ) {
    this.certificateFile = join(folder, 'service.pem');
  }

  /**
   * @param host - the name of the service in its Region
   * @param folder - where key and certificate go
   */
  static async open(host: string, folder: string, signal: AbortSignal): Promise<ServiceDouble> {
    const { executable } = await findMotoPython({ signal });
    const script = join(folder, 'certify.py');
    await writeFile(script, CERTIFY);
    const { exitCode, stderr } = await run(executable, [script, host, folder], { signal });
    if (exitCode !== 0) throw new Error(`The drill's certificate could not be made:\n${stderr}`);
    const double = new ServiceDouble(host, folder);
    await double.switchOn();
    return double;
  }

  get port(): number {
    return this.#port;
  }

  get answers(): boolean {
    return this.#server !== undefined;
  }

  /** Answers again, on the port it had. */
  async switchOn(): Promise<void> {
    if (this.#server !== undefined) return;
    const [cert, key] = await Promise.all([
      readFile(this.certificateFile),
      readFile(join(this.folder, 'service.key')),
    ]);
    const server = createServer({ cert, key }, (_, response) => response.writeHead(200).end());
    server.listen(this.#port, '127.0.0.1');
    await once(server, 'listening');
    this.#port = (server.address() as AddressInfo).port;
    this.#server = server;
  }

  /** Refuses connections, and ends those that there are. */
  async switchOff(): Promise<void> {
    const server = this.#server;
    if (server === undefined) return;
    this.#server = undefined;
    const closed = once(server, 'close');
    server.close();
    server.closeAllConnections();
    await closed;
  }
}
