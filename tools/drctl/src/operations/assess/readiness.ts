import type { Environment } from '@healthcare-dr/topology';
import { peerOf, type Role } from '@healthcare-dr/topology';
import { valueOf, type Answer } from '../answer';
import type { Facts, SideFacts } from '../facts';
import { dnsProblems } from './dns';
import { memberIn, openIncidentOf, standbyOf, viewOf, writerOf } from './pair-view';
import { ago, duration, lagInWords } from './words';

/** What a rule looks at. */
export interface Subject {
  readonly environment: Environment;
  readonly facts: Facts;
  /** The side that would take over. */
  readonly standby: SideFacts;
  /** The side that writes, as far as anybody knows. */
  readonly writer: SideFacts;
}

/** What a rule found. */
export interface Finding {
  readonly pass: boolean;
  readonly detail: string;
}

/** One precondition of a failover. */
export interface Rule {
  readonly id: string;
  /** What must hold, as a statement. */
  readonly title: string;
  /** What to do if it does not. */
  readonly fix: string;
  check(subject: Subject): Finding;
}

/** A rule and what it found. */
export interface Verdict extends Finding {
  readonly id: string;
  readonly title: string;
  /** Only where it did not pass. */
  readonly fix: string | undefined;
}

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

const pass = (detail: string): Finding => ({ pass: true, detail });
const fail = (detail: string): Finding => ({ pass: false, detail });

/** What is not known does not pass: nobody would be told on the day. */
function known<T>(answer: Answer<T>, region: string, check: (value: T) => Finding): Finding {
  return answer.known ? check(answer.value) : fail(`${region} does not tell: ${answer.reason}`);
}

function present<T>(
  answer: Answer<T | undefined>,
  { region }: SideFacts,
  absent: string,
  check: (value: T) => Finding,
): Finding {
  return known(answer, region, (value) => (value === undefined ? fail(absent) : check(value)));
}

/** Every precondition, in the order in which an operator would look. */
export const READINESS_RULES: readonly Rule[] = [
  {
    id: 'standby-available',
    title: 'The standby cluster is available and has an instance',
    fix: 'start or add an instance (nx up <role>-aurora); a cluster without one cannot be promoted.',
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
    fix: 'wait for its end: drctl status shows it.',
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
  {
    id: 'controller-alive',
    title: "The standby's controller runs",
    fix: 'see docs/runbooks/controller-unavailable.md.',
    check: ({ environment, facts, standby }) =>
      known(standby.pulse, standby.region, ({ heartbeat }) => {
        const minutes = environment.alarms.controller.silentMinutes;
        if (heartbeat === undefined) return fail('no heartbeat within the last hour');
        const detail = `last heartbeat ${ago(heartbeat.at, facts.at)}`;
        // A datapoint carries the beginning of its minute, and shows up to two minutes late.
        return facts.at - heartbeat.at <= (minutes + 3) * MINUTE_MS ? pass(detail) : fail(detail);
      }),
  },
  {
    id: 'controller-mode',
    title: "The controller's policy is readable and as configured",
    fix: 'nx up <role>-failover-lambda writes the policy as it is configured.',
    check: ({ environment, standby }) =>
      known(standby.policy, standby.region, ({ mode }) => {
        const configured = environment.failover.mode;
        if (mode !== configured) return fail(`the mode is ${mode}, and ${configured} is configured`);
        return pass(mode === 'automatic' && standby.role === 'dr' ? mode : `${mode}: an operator decides`);
      }),
  },
  {
    id: 'journal-readable',
    title: "The controller's journal is readable",
    fix: 'see docs/runbooks/controller-unavailable.md: without its journal the controller does nothing.',
    check: ({ standby }) =>
      known(standby.journal, standby.region, ({ version, fault }) =>
        fault === undefined ? pass(`version ${version}`) : fail(`the controller reports ${fault}`),
      ),
  },
  {
    id: 'no-hold',
    title: 'No hold is on',
    fix: 'drctl resume, once whoever holds it is done.',
    check: ({ standby }) =>
      known(standby.hold, standby.region, ({ held, reason }) =>
        held ? fail(`held: ${reason}`) : pass('off'),
      ),
  },
  {
    id: 'no-incident',
    title: 'No incident is open',
    fix: 'let it come to its end: drctl status shows where it is, drctl approve gives consent if it waits for that.',
    check: ({ standby }) =>
      known(standby.journal, standby.region, () => {
        const incident = openIncidentOf(standby);
        return incident === undefined ? pass('none') : fail(`${incident.id} is at "${incident.phase}"`);
      }),
  },
  {
    id: 'dns-records',
    title: 'The DNS records and health checks can move traffic',
    fix: 'nx up primary-dns, while us-east-1 answers: in a failover nothing of it can be changed.',
    check: ({ environment, facts }) => {
      const problems = dnsProblems(environment, facts);
      return problems.length === 0 ? pass('PRIMARY, SECONDARY, control check') : fail(problems.join('; '));
    },
  },
  {
    id: 'control-metric',
    title: 'The control metric is written, and says what it should',
    fix: 'see docs/runbooks/controller-unavailable.md: only the controller of dr writes it.',
    check: ({ environment, facts }) => {
      const { dr } = facts.sides;
      return known(dr.pulse, dr.region, ({ trafficEngaged: newest }) => {
        if (newest === undefined) return fail('no datapoint within the last hour');
        const detail = `${newest.value} (${newest.value >= 1 ? 'held in dr' : 'free'}), ${ago(newest.at, facts.at)}`;
        const minutes = environment.alarms.controller.silentMinutes + 3;
        if (facts.at - newest.at > minutes * MINUTE_MS) return fail(detail);
        const control = valueOf(dr.alarms)?.control;
        if (control === undefined)
          return fail(`${detail}; the alarm that Route 53 follows does not stand in ${dr.region}`);
        const writer = writerOf(facts);
        return writer === undefined || newest.value >= 1 === (writer === 'dr')
          ? pass(detail)
          : fail(`${detail}, although ${writer} writes`);
      });
    },
  },
  {
    id: 'service-running',
    title: 'The service runs in the standby Region with its least number of tasks',
    fix: 'look at the events of the ECS service; an empty target group is a dead record.',
    check: ({ standby }) =>
      present(standby.service, standby, `there is no service in ${standby.region}`, (service) => {
        const least = Math.max(1, service.minimum ?? 1);
        const detail = `${service.running} of ${service.desired} tasks run, ${least} must`;
        return service.status === 'ACTIVE' && service.running >= least ? pass(detail) : fail(detail);
      }),
  },
  {
    id: 'image-present',
    title: 'The image was pulled in the standby Region',
    fix: 'push or replicate the image to the Region, then nx up <role>-compute.',
    check: ({ environment, standby }) =>
      present(standby.service, standby, `there is no service in ${standby.region}`, ({ images }) => {
        const expected = environment.service.container.image
          .replaceAll('{region}', standby.region)
          .replaceAll('{account}', environment.accountId);
        if (images.length === 0) return fail('no task runs there, so nothing shows that it can be pulled');
        return images.includes(expected)
          ? pass(expected)
          : fail(`${images.join(', ')} runs, not ${expected}`);
      }),
  },
  {
    id: 'secret-present',
    title: "The database's secret stands in the standby Region",
    fix: 'nx up primary-aurora replicates the secret.',
    check: ({ standby }) =>
      present(standby.secret, standby, `there is no secret in ${standby.region}`, ({ arn, deleted }) =>
        deleted ? fail(`${arn} is about to be deleted`) : pass(arn),
      ),
  },
  {
    id: 'recovery-point',
    title: 'The standby Region has a recovery point younger than a day',
    fix: 'see docs/runbooks/restore-from-backup.md; the jobs of the vault say why none was made.',
    check: ({ facts, standby }) =>
      known(standby.backups, standby.region, ({ lastRecoveryPoint: last }) => {
        if (last === undefined) return fail('none within the last week');
        const detail = `completed ${ago(last.at, facts.at)}`;
        return facts.at - last.at <= DAY_MS ? pass(detail) : fail(detail);
      }),
  },
  {
    id: 'notifications-subscribed',
    title: 'Somebody is told in the standby Region',
    fix: 'confirm the subscriptions that wait (a link was sent), or add one: notifications.subscriptions of the environment.',
    check: ({ standby }) =>
      present(
        standby.subscriptions,
        standby,
        `there is no topic in ${standby.region}`,
        ({ confirmed, pending }) => {
          if (pending.length > 0) return fail(`${confirmed} confirmed; not confirmed: ${pending.join(', ')}`);
          return confirmed > 0 ? pass(`${confirmed} confirmed`) : fail('nobody is subscribed');
        },
      ),
  },
  {
    id: 'alarms-ok',
    title: 'No alarm of the standby Region is on',
    fix: 'do what the description of each alarm says.',
    check: ({ standby }) =>
      known(standby.alarms, standby.region, ({ total, inAlarm }) => {
        if (total === 0) return fail(`no alarm stands in ${standby.region}`);
        return inAlarm.length === 0 ? pass(`${total} alarms`) : fail(inAlarm.join(', '));
      }),
  },
];

/** What was found, rule by rule. */
export interface Readiness {
  readonly standby: Role;
  readonly ready: boolean;
  readonly verdicts: readonly Verdict[];
}

/** Applies every rule. */
export function assessReadiness(environment: Environment, facts: Facts): Readiness {
  const role = standbyOf(facts);
  const subject: Subject = {
    environment,
    facts,
    standby: facts.sides[role],
    writer: facts.sides[peerOf(role)],
  };
  const verdicts = READINESS_RULES.map((rule): Verdict => {
    const { pass: passes, detail } = rule.check(subject);
    return {
      id: rule.id,
      title: rule.title,
      pass: passes,
      detail,
      fix: passes ? undefined : rule.fix.replaceAll('<role>', role),
    };
  });
  return { standby: role, ready: verdicts.every(({ pass: passes }) => passes), verdicts };
}
