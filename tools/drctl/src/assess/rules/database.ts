import { valueOf } from '../../answer';
import { memberIn, viewOf, writerOf } from '../pair-view';
import { ago, duration, lagInWords } from '../words';
import { fail, known, pass, present, type ReadinessRule } from './rule';

/** That the standby can be promoted, and how much would be lost. */
export const DATABASE_RULES: readonly ReadinessRule[] = [
  {
    id: 'standby-available',
    title: 'The standby cluster is available and has an instance',
    fix: ({ deploy, standby }) =>
      `start or add an instance (${deploy(`${standby}-aurora`)}); a cluster without one cannot be promoted.`,
    check: ({ standby }) =>
      present(standby.member, standby, `there is no cluster in ${standby.region}`, (member) => {
        const detail = `${member.status}, ${member.availableInstances} of ${member.instances} instances available`;
        return member.status === 'available' && member.availableInstances > 0 ? pass(detail) : fail(detail);
      }),
  },
  {
    id: 'versions-equal',
    title: 'Both clusters run the same engine version',
    fix: 'finish the upgrade of both clusters: the versions must be equal before either can be promoted.',
    check: ({ standby, writer }) =>
      present(standby.member, standby, `there is no cluster in ${standby.region}`, (own) =>
        present(writer.member, writer, `there is no cluster in ${writer.region}`, (other) =>
          own.engineVersion === other.engineVersion
            ? pass(own.engineVersion)
            : fail(`${own.engineVersion} in ${standby.region}, ${other.engineVersion} in ${writer.region}`),
        ),
      ),
  },
  {
    id: 'replication-connected',
    title: 'The standby is connected to the writer',
    fix: 'look at the global database in the RDS console: a standby that resynchronizes cannot be promoted without loss.',
    check: ({ facts, standby }) =>
      known(viewOf(facts), 'neither Region', (view) => {
        if (view === undefined) return fail('there is no global cluster');
        if (writerOf(facts) === undefined) return fail('no member of the global cluster writes');
        const member = memberIn(view.global, standby);
        if (member === undefined) return fail(`${standby.region} is no member of the global cluster`);
        const status = member.synchronizationStatus ?? 'connected, as AWS says nothing else';
        return status.startsWith('connected') ? pass(status) : fail(status);
      }),
  },
  {
    id: 'lag-within-bound',
    title: 'The replication lag is known, recent and within the bound',
    fix: 'raise the capacity of the standby, or wait: until then a failover asks for --accept-data-loss.',
    check: ({ environment, facts, standby }) =>
      present(
        standby.lag,
        standby,
        'there is no datapoint of the last hour, and no lag is not a lag of zero',
        (lag) => {
          const policy = valueOf(standby.policy);
          const boundMs = policy?.lagBoundMs ?? environment.failover.lagBoundSeconds * 1000;
          const maxAgeMs = policy?.lagMaxAgeMs ?? environment.failover.lagMaxAgeSeconds * 1000;
          const age = facts.at - lag.measuredAt;
          const detail = `${lagInWords(lag.lagMs)}, measured ${ago(lag.measuredAt, facts.at)}; the bound is ${duration(boundMs)}`;
          if (age > maxAgeMs) return fail(`${detail}, of a datapoint no older than ${duration(maxAgeMs)}`);
          // It grows at most as fast as time: the age counts as loss.
          return lag.lagMs + Math.max(0, age) <= boundMs ? pass(detail) : fail(detail);
        },
      ),
  },
  {
    id: 'no-operation',
    title: 'Nothing runs on the global cluster',
    fix: ({ drctl }) => `wait for its end: ${drctl('status')} shows it.`,
    check: ({ facts }) =>
      known(viewOf(facts), 'neither Region', (view) =>
        view === undefined
          ? fail('there is no global cluster')
          : view.global.operation === undefined
            ? pass('no operation')
            : fail(
                `${view.global.operation.status} to ${view.global.operation.toClusterArn ?? 'an unnamed cluster'}`,
              ),
      ),
  },
];
