import { valueOf } from '../../answer';
import { dnsProblems } from '../dns';
import { writerOf } from '../pair-view';
import { ago } from '../words';
import { fail, known, pass, type ReadinessRule } from './rule';

const MINUTE_MS = 60_000;

/** That traffic would follow. */
export const TRAFFIC_RULES: readonly ReadinessRule[] = [
  {
    id: 'dns-records',
    title: 'The DNS records and health checks can move traffic',
    fix: ({ deploy }) =>
      `${deploy('primary-dns')}, while us-east-1 answers: in a failover nothing of it can be changed.`,
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
        const detail = `${newest.value} (${newest.value >= 1 ? 'routed to dr' : 'routed to primary'}), ${ago(newest.at, facts.at)}`;
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
];
