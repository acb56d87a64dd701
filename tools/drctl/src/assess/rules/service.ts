import type { SideFacts } from '../../facts';
import { ago, duration } from '../words';
import { fail, pass, present, type ReadinessRule } from './rule';

/** That the service of the standby Region would serve it. */
export const SERVICE_RULES: readonly ReadinessRule[] = [
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
    id: 'certificate-valid',
    title: 'The certificates of both Regions are valid',
    fix: ({ deploy }) =>
      `renew a certificate that was given; for one that ACM issued, put its validation records back: ${deploy('primary-compute')}.`,
    check: ({ facts, standby, writer }) => {
      // A Region that is dark needs no certificate; one that takes over does.
      const asked = writer.certificate.known ? [writer, standby] : [standby];
      const found = asked.map((side) => certificateOf(side, facts.at));
      const failed = found.filter(({ pass: passes }) => !passes);
      return failed.length === 0
        ? pass(found.map(({ detail }) => detail).join(', '))
        : fail(failed.map(({ detail }) => detail).join('; '));
    },
  },
  {
    id: 'image-present',
    title: 'The image was pulled in the standby Region',
    fix: ({ deploy, standby }) =>
      `push or replicate the image to the Region, then ${deploy(`${standby}-compute`)}.`,
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
    fix: ({ deploy }) => `${deploy('primary-aurora')} replicates the secret.`,
    check: ({ standby }) =>
      present(standby.secret, standby, `there is no secret in ${standby.region}`, ({ arn, deleted }) =>
        deleted ? fail(`${arn} is about to be deleted`) : pass(arn),
      ),
  },
];

/** An expired certificate fails the probe of the other Region's controller and its clients; Route 53's checkers verify none. */
const certificateOf = (side: SideFacts, at: number) =>
  present(
    side.certificate,
    side,
    `there is no certificate in ${side.region}`,
    ({ arn, status, notAfter }) => {
      if (notAfter !== undefined && notAfter <= at)
        return fail(
          `${arn} of ${side.region} expired ${ago(notAfter, at)}: no client trusts the Region, and the probe of the other controller finds nobody`,
        );
      if (status !== 'ISSUED' || notAfter === undefined)
        return fail(`${arn} of ${side.region} is ${status}, not ISSUED`);
      return pass(`${side.region} for ${duration(notAfter - at)}`);
    },
  );
