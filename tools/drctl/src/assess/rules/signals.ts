import {
  formatAlert,
  isAdverse,
  type Alert,
  type Evidence,
  type SignalName,
  type Watch,
} from '@healthcare-dr/failover-controller';
import { valueOf } from '../../answer';
import { ago, duration } from '../words';
import { witnessProblems } from '../witnesses';
import { fail, known, pass, type ReadinessRule } from './rule';

/** Rounds come once a minute and are written while anything is amiss: what is older than this is over, or of a dead controller. */
const STALE_MS = 300_000;

/** It is asked for every ten minutes. */
const CAPACITY_STALE_MS = 3_600_000;

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
    fix: ({ deploy }) => `${deploy('primary-dns')}; find out in the trail who called UpdateHealthCheck.`,
    check: ({ environment, facts }) => {
      const records = valueOf(facts.dns);
      if (records === undefined && facts.dns.known) return pass('no hosted zone: see the DNS records');
      if (records === undefined) return fail('Route 53 does not tell');
      const problems = witnessProblems(environment, records);
      return problems.length === 0 ? pass('both Regions') : fail(problems.join('; '));
    },
  },
  {
    id: 'capacity-known',
    title: 'The controller of dr remembers how many tasks the primary runs, to which dr is raised',
    fix: 'see docs/runbooks/controller-unavailable.md: the controller asks every ten minutes; Container Insights of the primary, or the permission to read it, is missing.',
    check: ({ facts, standby }) => {
      // The controller of the primary carries nothing: it raises what the policy names.
      if (standby.region !== facts.sides.dr.region) return pass('dr writes: nothing is to be carried there');
      return known(standby.journal, standby.region, ({ capacity }) => {
        if (capacity?.peerTasks === undefined) return fail('not known: dr would serve with its own minimum');
        const detail = `${capacity.peerTasks} tasks, ${ago(capacity.at, facts.at)}`;
        return facts.at - capacity.at > CAPACITY_STALE_MS ? fail(detail) : pass(detail);
      });
    },
  },
  {
    id: 'clients-released',
    title: 'Nothing keeps clients away from the other Region, nor leads them to one that does not write',
    fix: 'see docs/runbooks/controller-unavailable.md: the controller of the other Region still holds clients there; hold it, or let it write its control metric.',
    check: ({ facts, writer }) => {
      const held = valueOf(writer.journal)?.watch.alerts.find(({ code }) => code === 'peer-holds-traffic');
      return held === undefined
        ? pass('no controller reports any')
        : fail(`${formatAlert(held.code)} for ${duration(facts.at - held.since)}`);
    },
  },
];
