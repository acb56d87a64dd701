import { createHash } from 'node:crypto';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createSecureContext, type SecureContext } from 'node:tls';
import { run } from '@healthcare-dr/processes';
import { findMotoPython } from '../moto/python';

const SCRIPT = join(__dirname, '..', '..', 'python', 'certificates.py');

/** The certificate authority of one run, as clients of RDS know Amazon's. */
export class CertificateAuthority {
  /** Where clients find the certificate that they verify servers with: the bundle of RDS, here. */
  readonly certificateFile: string;
  readonly #contexts = new Map<string, Promise<SecureContext>>();
  #turn: Promise<unknown> = Promise.resolve();

  /** @param folder - absolute path of a folder for keys and certificates, which nobody else can read */
  constructor(
    private readonly folder: string,
    private readonly signal?: AbortSignal,
  ) {
    this.certificateFile = join(folder, 'authority.pem');
  }

  /** What a server presents that is reached by some names. */
  contextFor(names: readonly string[]): Promise<SecureContext> {
    const file = createHash('sha256').update(names.join()).digest('hex').slice(0, 16);
    const known = this.#contexts.get(file);
    if (known !== undefined) return known;
    // The first makes the authority, so the next waits for it.
    const made = this.#turn.then(() => this.#make(file, names));
    this.#turn = made.catch(() => this.#contexts.delete(file));
    this.#contexts.set(file, made);
    return made;
  }

  async #make(file: string, names: readonly string[]): Promise<SecureContext> {
    const { folder, signal } = this;
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const { executable } = await findMotoPython({ signal });
    await run(executable, [SCRIPT, folder, file, ...names], {
      signal,
      label: 'certificates.py',
      allowExitCodes: [0],
      env: { PYTHONDONTWRITEBYTECODE: '1' },
    });
    const [cert, key] = await Promise.all(
      ['pem', 'key'].map((suffix) => readFile(join(folder, `${file}.${suffix}`))),
    );
    return createSecureContext({ cert, key });
  }
}
