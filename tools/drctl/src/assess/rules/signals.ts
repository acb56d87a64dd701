import {
  formatAlert,
  isAdverse,
  type Alert,
  type Evidence,
  type SignalName,
  type Watch,
} from '@healthcare-dr/failover-controller';
import { valueOf } from '../../answer';
import { duration } from '../words';
import { witnessProblems } from '../witnesses';
import { fail, known, pass, type ReadinessRule } from './rule';

/** Rounds come once a minute and are written while anything is amiss: what is older than this is over, or of a dead controller. */
const STALE_MS = 300_000;

/** What it means that a signal tells nothing. */
const MEANING: Readonly<Record<SignalName, string>> = {
  probe: 'no automatic failover; an expired certificate of the other Region looks like this',
  checkers: 'no automatic failover; a witness record or its health check is missing or altered',
  controlPlane: 'no automatic failover; RDS of the other Region answers with errors, or refuses',
  replication: 'how much a failover would lose is unknown',
  egress: 'the controller cannot tell a lost Region from its own isolation',
};

/** What speaks against the other Region, and what follows from that alone. */
const ADVERSE: readonly {
  readonly signal: keyof Evidence;
  readonly value: string;
  readonly says: string;
}[] = [
  { signal: 'probe', value: 'down', says: 'the probe finds no service' },
  {
    signal: 'checkers',
    value: 'unhealthy',
    says: "Route 53's checkers find no service: clients are led away from it",
  },
  { signal: 'controlPlane', value: 'silent', says: 'RDS of the other Region does not answer' },
  {
    signal: 'replication',
    value: 'stopped',
    says: 'replication has stopped: what a failover would lose grows with time',
  },
  { signal: 'database', value: 'unavailable', says: 'the database of the other Region is not available' },
];

const unknownSignal = ({ code }: Alert): SignalName | undefined => {
  const [kind, signal] = code.split('/');
  return kind === 'signal-unknown' ? (signal as SignalName) : undefined;
};

/** Each signal that is unknown or speaks against the other Region, since when, and what it means. */
function lines({ adverseSince, alerts, evidence, lookedAt }: Watch, at: number): readonly string[] {
  const standing = alerts.filter(({ seenAt }) => seenAt === lookedAt);
  const unknown = standing.flatMap((alert) => {
    const signal = unknownSignal(alert);
    const lasted = `for ${duration(at - alert.since)}`;
    if (signal !== undefined) return [`${formatAlert(alert.code)} ${lasted}: ${MEANING[signal]}`];
    return alert.code.startsWith('isolated')
      ? [`${formatAlert(alert.code)} ${lasted}: ${MEANING.egress}`]
      : [];
  });
  if (evidence === undefined || !isAdverse(evidence)) return unknown;
  const since = adverseSince === undefined ? '' : ` (since ${duration(at - adverseSince)} at most)`;
  return [
    ...unknown,
    ...ADVERSE.flatMap(({ signal, value, says }) => (evidence[signal] === value ? [`${says}${since}`] : [])),
  ];
}

/** That the controller of the standby knows what it would have to know. */
export const SIGNAL_RULES: readonly ReadinessRule[] = [
  {
    id: 'signals-known',
    title: 'Every signal of the other Region is known, and none speaks against it',
    fix: 'see docs/runbooks/controller-unavailable.md for what is unknown, docs/runbooks/disaster-failover.md for what speaks against the Region.',
    check: ({ facts, standby }) =>
      known(standby.journal, standby.region, ({ watch }) => {
        if (watch.lookedAt === undefined || facts.at - watch.lookedAt > STALE_MS)
          return pass('nothing unknown, nothing adverse');
        const found = lines(watch, facts.at);
        return found.length === 0 ? pass('nothing unknown, nothing adverse') : fail(found.join('; '));
      }),
  },
  {
    id: 'witness-checks',
    title: 'The witness records carry the checks of the endpoints, enabled and not inverted',
    fix: 'npm run deploy -- --only primary-dns --refresh; find out in the trail who called UpdateHealthCheck.',
    check: ({ environment, facts }) => {
      const records = valueOf(facts.dns);
      if (records === undefined && facts.dns.known) return pass('no hosted zone: see the DNS records');
      if (records === undefined) return fail('Route 53 does not tell');
      const problems = witnessProblems(environment, records);
      return problems.length === 0 ? pass('both Regions') : fail(problems.join('; '));
    },
  },
];
