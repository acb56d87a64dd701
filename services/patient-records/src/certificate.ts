import { readFile } from 'node:fs/promises';
import { generate } from 'selfsigned';
import type { ServiceSettings } from './settings';

/** How long a certificate that a task makes for itself is valid; a task that runs longer is rare and is replaced by a deployment. */
const VALID_DAYS = 365;

/** What a TLS server presents, in PEM. */
export interface ServerCertificate {
  readonly cert: string;
  readonly key: string;
}

/**
 * The certificate of the service: the given one, or one that it makes at its start. A load balancer encrypts to its targets and does not
 * verify them.
 *
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-target-groups.html#target-group-routing-configuration
 */
export async function serverCertificate(given: ServiceSettings['certificate']): Promise<ServerCertificate> {
  if (given !== undefined) {
    const [cert, key] = await Promise.all(
      [given.certificateFile, given.privateKeyFile].map((file) => readFile(file, 'utf8')),
    );
    return { cert: cert ?? '', key: key ?? '' };
  }
  const notBeforeDate = new Date(Date.now() - 86_400_000);
  const notAfterDate = new Date(Date.now() + VALID_DAYS * 86_400_000);
  const { cert, private: key } = await generate([{ name: 'commonName', value: 'patient-records' }], {
    keyType: 'ec',
    algorithm: 'sha256',
    notBeforeDate,
    notAfterDate,
  });
  return { cert, key };
}
