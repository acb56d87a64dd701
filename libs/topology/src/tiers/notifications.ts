import { z } from 'zod';
import { text } from '../fields';
import { REGION_ZONES, type Region } from '../regions';

const severity = z
  .enum(['page', 'ticket'], {
    error: (issue) => `is '${String(issue.input)}'; allowed: page, ticket`,
  })
  .describe('How soon somebody must look: `page` wakes a person up, `ticket` waits until they are at work.');

/** What SNS itself refuses is left to SNS; this catches what it would take and never deliver. */
const EMAIL = /^[^\s@]+@[^\s@.]+(\.[^\s@.]+)+$/;

const email = text((value) => EMAIL.test(value), 'one email address, such as oncall@hospital.example');

const httpsUrl = z.string().check((ctx) => {
  const url = URL.canParse(ctx.value) ? new URL(ctx.value) : undefined;
  const reject = (message: string) => ctx.issues.push({ code: 'custom', input: ctx.value, message });
  if (url?.protocol !== 'https:')
    reject(
      `is '${ctx.value}'; allowed: a URL that begins with https://, because plain HTTP shows messages to the way`,
    );
  // Without repeating it: the message may end up in a log.
  else if (url.username !== '' || url.password !== '')
    reject('carries a user name or password, which state and plans would show; allowed: a URL without them');
});

const queueName = z.string().regex(/^[A-Za-z0-9_-]{1,80}$/, {
  error: (issue) =>
    `is '${String(issue.input)}'; allowed: the name (no ARN, no URL) of a standard queue in this account, ` +
    'up to 80 letters, digits, hyphens and underscores, that exists in each Region',
});

const protocol = <Name extends string>(name: Name) =>
  z.literal(name).describe('How it is notified; the other fields follow from it.');

const subscription = z.discriminatedUnion(
  'protocol',
  [
    z.strictObject({
      protocol: protocol('email'),
      address: email.describe('With `email`: the address. It confirms its subscription by itself.'),
      severity,
    }),
    z.strictObject({
      protocol: protocol('https'),
      url: httpsUrl.describe('With `https`: where messages are posted to.'),
      severity,
      autoConfirms: z
        .boolean()
        .default(true)
        .describe(
          'Whether the endpoint confirms its subscription by itself, as the services that take alarms do.',
        ),
    }),
    z.strictObject({
      protocol: protocol('sqs'),
      queueName: queueName.describe('With `sqs`: a queue of this name, in each Region.'),
      severity,
    }),
  ],
  {
    error: (issue) => {
      const { protocol } = (issue.input ?? {}) as { readonly protocol?: unknown };
      return `is '${String(protocol)}'; allowed: email (with address), https (with url), sqs (with queueName)`;
    },
  },
);

/** Somebody or something that is told. */
export type Subscription = z.output<typeof subscription>;

/** Where a subscription leads to, in one word that is its own. */
export const endpointOf = (given: Subscription): string => {
  switch (given.protocol) {
    case 'email':
      return given.address;
    case 'https':
      return given.url;
    case 'sqs':
      return given.queueName;
  }
};

const region = z.enum(Object.keys(REGION_ZONES) as [Region, ...Region[]], {
  error: (issue) => `is '${String(issue.input)}'; allowed: an AWS Region, such as eu-central-1`,
});

/** Who is told. Each Region has a topic of its own, and every subscription stands on both. */
export const notificationsSchema = z
  .strictObject({
    subscriptions: z
      .array(subscription)
      .default([])
      .describe('Who is notified. Production has one or more with severity `page`.'),
    watchRegion: region
      .optional()
      .describe(
        'The Region outside the pair from which both controllers are watched: it takes pages that their own topic does not, and notices when ' +
          'one of them falls silent. By default one that is not of the pair, in the part of the world of the primary Region where there is ' +
          'one. Where it is changed, what stands in the former Region is left there: libs/notifications/README.md says what to delete.',
      ),
  })
  .prefault({})
  .check((ctx) => {
    const seen = new Set<string>();
    for (const [index, given] of ctx.value.subscriptions.entries()) {
      const id = `${given.protocol} ${endpointOf(given).toLowerCase()}`;
      if (seen.has(id)) {
        ctx.issues.push({
          code: 'custom',
          input: given,
          path: ['subscriptions', index],
          message:
            `subscribes ${id} a second time; allowed: once, because SNS knows one subscription for each endpoint ` +
            'and the last filter would win. A page subscription already has what pages, a ticket one has everything',
        });
      }
      seen.add(id);
    }
  });

/** What is wrong with the Region from which the pair is watched. */
export const watchRegionProblem = (
  watchRegion: Region | undefined,
  pair: readonly Region[],
): string | undefined =>
  watchRegion !== undefined && pair.includes(watchRegion)
    ? `is '${watchRegion}', a Region of the pair, which may be the one that is lost; allowed: any Region but ${pair.join(' and ')}`
    : undefined;

/** What is wrong with who is told in production, where an alarm that reaches nobody is an outage that nobody ends. */
export function pagingProblem(subscriptions: readonly Subscription[]): string | undefined {
  // A queue stands in a Region of the pair, and the watch Region tells none.
  return subscriptions.some(({ severity, protocol }) => severity === 'page' && protocol !== 'sqs')
    ? undefined
    : `has ${subscriptions.length === 0 ? 'none' : 'none with severity page outside a Region of the pair'}, so nothing would wake anybody up; ` +
        "allowed with deletionPolicy 'production': one or more with severity 'page' by email or https";
}
