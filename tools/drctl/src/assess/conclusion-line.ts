import type { Clients } from './clients';
import type { StatusView } from './status';

const CLIENTS: Readonly<Record<Clients['service'], string>> = {
  full: 'Clients are served.',
  'read-only': 'Clients can only read.',
  none: 'Clients are WITHOUT SERVICE.',
  unknown: 'Whether clients are served is not known.',
};

/** Where nothing stands, or nobody answers, there is nothing to say of writers and clients. */
const ALONE = ['not-deployed', 'no-global-database', 'nobody-answers'];

/** Who writes, whether anyone is without service, whether somebody is waited for: in one line. */
export function conclusionLine({ environment, conclusion, writer, clients }: StatusView): string {
  const start = `${environment}:`;
  if (ALONE.includes(conclusion.code)) return `${start} ${conclusion.text}`;
  const writes = writer === undefined ? 'nobody writes.' : `${writer.role} (${writer.region}) writes.`;
  return [start, writes, CLIENTS[clients.service], conclusion.text].join(' ');
}
