import { closest, distance } from 'fastest-levenshtein';
import { z } from 'zod';
import { certificateProblems } from './certificates';
import { cidrsOverlap, parseCidr, prefixLengthOf, REFUSED_BLOCKS, VPC_PREFIX_LENGTHS } from './cidr';
import { optOut } from './opt-out';
import { notes } from './fields';
import { shown } from './findings';
import { missingServices, otherPartition, USABLE_REGIONS } from './region-services';
import { isRegion, zonesOf, type Region } from './regions';
import { tagsSchema } from './tags';
import { alarmsSchema, scalingProblems } from './tiers/alarms';
import { backupSchema } from './tiers/backup';
import { databaseSchema } from './tiers/database';
import { dnsSchema, hostedZoneAccountOf } from './tiers/dns';
import { capacityProblem, failoverSchema } from './tiers/failover';
import { notificationsSchema, pagingProblem, watchRegionProblem } from './tiers/notifications';
import { serviceSchema } from './tiers/service';
import { timeoutsSchema } from './tiers/timeouts';

/**
 * The longest suffix a name can carry. The tightest limit is the 32 characters of a load balancer or target group:
 * `healthcare-` and the longest name given to one leave twelve.
 */
export const MAX_SUFFIX_LENGTH = 12;

/** CloudWatch Logs accepts only these retentions, in days (PutRetentionPolicy). */
export const LOG_RETENTION_DAYS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
] as const;

/** Audit records are kept at least a year where they can be searched. */
export const MIN_AUDIT_LOG_DAYS = 365;

const suffix = z
  .string()
  .check((ctx) => {
    if (!/^[a-z][a-z0-9]*$/.test(ctx.value) || ctx.value.length > MAX_SUFFIX_LENGTH) {
      ctx.issues.push({
        code: 'custom',
        input: ctx.value,
        message:
          `is '${ctx.value}' (${ctx.value.length} characters); allowed: a lower-case letter, then lower-case letters and digits, ` +
          `at most ${MAX_SUFFIX_LENGTH} in all, because every resource name ends in it and a load balancer's name may have 32` +
          (ctx.value.includes('-')
            ? `; no hyphen, because what one environment may touch is told by the end of its names: 'healthcare-*-dev' would match those of 'eu-dev' too`
            : ''),
      });
    }
  })
  .meta({ pattern: '^[a-z][a-z0-9]*$', maxLength: MAX_SUFFIX_LENGTH });

const accountId = z.string().regex(/^\d{12}$/, {
  error: (issue) => `is '${String(issue.input)}'; allowed: an AWS account id of 12 digits, as a string`,
});

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html: a path and a name of 128 characters. */
const permissionsBoundary = z.string().regex(/^arn:aws:iam::\d{12}:policy\/[\w+=,.@/-]{1,640}$/, {
  error: (issue) =>
    `is ${shown(issue.input)}; allowed: the ARN of a managed policy of the account, such as arn:aws:iam::111111111111:policy/boundary`,
});

const region = z.enum(USABLE_REGIONS as [Region, ...Region[]], {
  error: ({ input }) => `${regionProblem(input)}; allowed: ${USABLE_REGIONS.join(', ')}`,
});

const vpcCidr = z
  .string()
  .check((ctx) => {
    const range = parseCidr(ctx.value);
    const { largest, smallest } = VPC_PREFIX_LENGTHS;
    if (range === undefined || prefixLengthOf(range) < largest || prefixLengthOf(range) > smallest) {
      ctx.issues.push({
        code: 'custom',
        input: ctx.value,
        message: `is '${ctx.value}'; allowed: an IPv4 network address with a prefix of /${largest} to /${smallest}, such as 10.0.0.0/16`,
      });
      return;
    }
    const refused = REFUSED_BLOCKS.find(({ block }) => {
      const other = parseCidr(block);
      return other !== undefined && cidrsOverlap(range, other);
    });
    if (refused !== undefined) {
      ctx.issues.push({
        code: 'custom',
        input: ctx.value,
        message: `is '${ctx.value}', within ${refused.block} (${refused.what}), which CreateVpc refuses; allowed: a block beyond it, such as 10.0.0.0/16`,
      });
    }
  })
  .meta(
    notes({
      allowed: `an IPv4 network address with a prefix of /${VPC_PREFIX_LENGTHS.largest} to /${VPC_PREFIX_LENGTHS.smallest}, beyond ${REFUSED_BLOCKS.map(({ block }) => block).join(', ')}`,
    }),
  );

/** Why a Region cannot be used. */
function regionProblem(given: unknown): string {
  const name = String(given);
  if (isRegion(name)) {
    const missing = missingServices(name).map(({ what, source }) => `${what} (${source})`);
    return `is '${name}', which has no ${missing.join(', and no ')}`;
  }
  const partition = otherPartition(name);
  if (partition !== undefined) {
    return `is '${name}', of the partition ${partition}, where ARNs and services are other ones`;
  }
  const nearest = closest(name, [...USABLE_REGIONS]);
  return distance(name, nearest) <= 2 ? `is '${name}' (did you mean ${nearest}?)` : `is ${shown(given)}`;
}

/** What is wrong with zones beside those that a Region has. */
function zonesProblem(region: Region, zones: readonly string[]): string | undefined {
  const known = zonesOf(region);
  const strangers = zones.filter((zone) => !known.includes(zone));
  const [stranger = ''] = strangers;
  if (/^[a-z]+\d-az\d$/.test(stranger)) return `names ${stranger}, which is a zone's ID and not its name`;
  if (stranger.startsWith(`${region}-`)) {
    return `names ${stranger}, which is a Local or Wavelength Zone, where Aurora and Fargate do not run`;
  }
  if (strangers.length > 0) return `names ${strangers.join(', ')}, which ${region} does not have`;
  if (zones.length < 2) {
    return `lists ${zones.length === 0 ? 'no zone' : 'one zone'}, and a tier must outlive the loss of one`;
  }
  return new Set(zones).size < zones.length ? `lists a zone twice: ${zones.join(', ')}` : undefined;
}

const regionTopology = z
  .strictObject({
    region: region.describe('The Region, such as `eu-west-2`.'),
    vpcCidr: vpcCidr.describe("The VPC's IPv4 block. The two sides do not overlap."),
    zones: z
      .array(z.string())
      .meta(notes({ allowed: 'two or more zones of the Region, by name' }))
      .describe(
        'The Availability Zones, by name: a subnet of each kind in each. Aurora keeps its storage in three zones of the Region, whichever are listed.',
      ),
    certificateArn: z
      .string()
      .optional()
      .describe(
        'The ACM certificate of the load balancer of this Region, for the names that `serviceNames` ' +
          'gives. Both sides or neither. Default: issued by the compute tier, validated in the hosted zone.',
      ),
  })
  .check((ctx) => {
    const { region: name, zones } = ctx.value;
    const known = zonesOf(name);
    const problem = zonesProblem(name, zones);
    if (problem === undefined) return;
    ctx.issues.push({
      code: 'custom',
      input: zones,
      path: ['zones'],
      message: `${problem}; allowed: two or more of ${known.join(', ')}`,
    });
  });

const retentionDays = z
  .literal([...LOG_RETENTION_DAYS] as number[], {
    error: (issue) =>
      `is ${shown(issue.input)}; allowed (CloudWatch Logs): ${LOG_RETENTION_DAYS.join(', ')} days`,
  })
  .meta(notes({ unit: 'days' }));

/** The configuration of one environment, as a person writes it. */
export const environmentSchema = z
  .strictObject({
    suffix: suffix.describe('Ends every name; unique within the account.'),
    accountId: accountId.describe('The one account this environment may be deployed to.'),
    permissionsBoundary: permissionsBoundary
      .optional()
      .describe(
        'The ARN of the policy that bounds every role of the stacks; it must stand in the account before them. With it ' +
          '`npm run bootstrap -- --roles` denies whoever deploys to make a role without it. Default: roles are bounded by their own policies alone.',
      ),
    deletionPolicy: z
      .enum(['ephemeral', 'production'], {
        error: (issue) => `is '${String(issue.input)}'; allowed: ephemeral, production`,
      })
      .describe('`ephemeral` can be destroyed whole; `production` refuses to lose data or protection.'),
    primary: regionTopology.describe('The Region that serves and writes.'),
    dr: regionTopology.describe('The Region that stands by.'),
    retention: z
      .strictObject({
        logDays: retentionDays.default(30).describe('Retention of ordinary log groups, in days.'),
        auditLogDays: retentionDays
          .refine((days) => days >= MIN_AUDIT_LOG_DAYS, {
            error: (issue) =>
              `is ${String(issue.input)}; allowed: ${MIN_AUDIT_LOG_DAYS} days or more, audit records are evidence`,
          })
          .default(MIN_AUDIT_LOG_DAYS)
          .describe('Retention of audit records (flow logs, database and trail logs), in days.'),
      })
      .prefault({})
      .describe('How long logs are kept.'),
    interfaceEndpoints: optOut
      .default({ enabled: true })
      .describe(
        'Interface endpoints keep AWS API traffic off the NAT gateway, at a price per zone and hour.',
      ),
    trail: optOut
      .default({ enabled: true })
      .describe(
        'A trail in each Region over all Regions of the account. CloudTrail has room for five in a ' +
          'Region, and that cannot be raised ' +
          '(https://docs.aws.amazon.com/awscloudtrail/latest/userguide/WhatIsCloudTrail-Limits.html): ' +
          'environments that share an account share the trails of one of them, and the others opt out and ' +
          'say so. To be decided before the first deployment: in production no deployment destroys the bucket of a trail that stands.',
      ),
    database: databaseSchema.describe('The database: one definition for both Regions.'),
    backup: backupSchema.describe('How long recovery points are kept.'),
    service: serviceSchema.describe('The service and its container: one definition for both Regions.'),
    dns: dnsSchema.describe(
      'Under which names the service is reached, and when a Region counts as out of reach.',
    ),
    notifications: notificationsSchema.describe(
      'Who is notified. Each Region has a topic of its own, and every subscription stands on both.',
    ),
    alarms: alarmsSchema.describe('When somebody is notified.'),
    failover: failoverSchema.describe('What the failover controller may do, and when.'),
    timeouts: timeoutsSchema.describe(
      'How long Terraform waits for AWS to finish one create, update or delete before it gives up.',
    ),
    tags: tagsSchema.default({}).describe("Tags on every resource, beside the platform's own."),
  })
  .check((ctx) => {
    const { permissionsBoundary: boundary, accountId: account } = ctx.value;
    if (boundary !== undefined && boundary.split(':')[4] !== account) {
      ctx.issues.push({
        code: 'custom',
        input: boundary,
        path: ['permissionsBoundary'],
        message: `is '${boundary}', of another account; allowed: a policy of ${account}`,
      });
    }
  })
  .check((ctx) => {
    const { accountId: account, dns } = ctx.value;
    if (dns.hostedZoneRoleArn !== undefined && hostedZoneAccountOf(ctx.value) === account) {
      ctx.issues.push({
        code: 'custom',
        input: dns.hostedZoneRoleArn,
        path: ['dns', 'hostedZoneRoleArn'],
        message: `is '${dns.hostedZoneRoleArn}', of the environment's own account, whose zones need no role; allowed: a role of the account that owns the zone, or leave it out`,
      });
    }
  })
  .check((ctx) => {
    const { failover, service, database } = ctx.value;
    const problem = capacityProblem(failover, service.tasks.max, database.maxAcu);
    if (problem !== undefined) {
      const { field, message } = problem;
      const path = ['failover', 'capacity', field];
      ctx.issues.push({ code: 'custom', input: failover.capacity[field], path, message });
    }
  })
  .check((ctx) => {
    const { alarms, service } = ctx.value;
    for (const { field, message } of scalingProblems(alarms, service)) {
      const path = ['alarms', 'service', field];
      ctx.issues.push({ code: 'custom', input: alarms.service[field], path, message });
    }
  })
  .check((ctx) => {
    const { subscriptions } = ctx.value.notifications;
    const problem = ctx.value.deletionPolicy === 'production' ? pagingProblem(subscriptions) : undefined;
    if (problem !== undefined) {
      const path = ['notifications', 'subscriptions'];
      ctx.issues.push({ code: 'custom', input: subscriptions, path, message: problem });
    }
  })
  .check((ctx) => {
    const { notifications, primary, dr } = ctx.value;
    const { watchRegion } = notifications;
    const message = watchRegionProblem(watchRegion, [primary.region, dr.region]);
    if (message !== undefined) {
      const path = ['notifications', 'watchRegion'];
      ctx.issues.push({ code: 'custom', input: watchRegion, path, message });
    }
  })
  .check((ctx) => {
    for (const problem of certificateProblems(ctx.value)) ctx.issues.push({ code: 'custom', ...problem });
  })
  .check((ctx) => {
    const { primary, dr } = ctx.value;
    if (primary.region === dr.region) {
      ctx.issues.push({
        code: 'custom',
        input: dr.region,
        path: ['dr', 'region'],
        message: `is '${dr.region}', which is the primary Region too; allowed: any other Region, or its loss takes both sides`,
      });
    }
    const [a, b] = [parseCidr(primary.vpcCidr), parseCidr(dr.vpcCidr)];
    if (a !== undefined && b !== undefined && cidrsOverlap(a, b)) {
      ctx.issues.push({
        code: 'custom',
        input: dr.vpcCidr,
        path: ['dr', 'vpcCidr'],
        message: `is '${dr.vpcCidr}', which overlaps the primary's '${primary.vpcCidr}'; allowed: a block apart from it, such as 10.1.0.0/16 beside 10.0.0.0/16`,
      });
    }
  });

/** One environment as it is written in `environments/`. */
export type EnvironmentInput = z.input<typeof environmentSchema>;

/** One environment, validated, with every default filled in. */
export type Environment = Readonly<z.output<typeof environmentSchema>>;

/** One side of the pair: where it is and how it is addressed. */
export type RegionTopology = Environment['primary'];
