import { z } from 'zod';
import { wholeNumber } from '../fields';
import { containerSchema } from './container';
import { DEFAULT_CONTAINER } from './default-container';

/** The memory that Fargate offers with each amount of CPU, in MiB. Source: ECS developer guide, "Task CPU and memory". */
export const FARGATE_SIZES: Readonly<Record<number, readonly number[]>> = {
  256: [512, 1024, 2048],
  512: steps(1024, 4096, 1024),
  1024: steps(2048, 8192, 1024),
  2048: steps(4096, 16_384, 1024),
  4096: steps(8192, 30_720, 1024),
  8192: steps(16_384, 61_440, 4096),
  16_384: steps(32_768, 122_880, 8192),
};

function steps(from: number, to: number, step: number): number[] {
  return Array.from({ length: (to - from) / step + 1 }, (_, index) => from + index * step);
}

/** The rules of AWSManagedRulesCommonRuleSet. Source: AWS WAF developer guide, "Baseline rule groups". */
export const COMMON_RULES = [
  'NoUserAgent_HEADER',
  'UserAgent_BadBots_HEADER',
  'SizeRestrictions_QUERYSTRING',
  'SizeRestrictions_Cookie_HEADER',
  'SizeRestrictions_BODY',
  'SizeRestrictions_URIPATH',
  'EC2MetaDataSSRF_BODY',
  'EC2MetaDataSSRF_COOKIE',
  'EC2MetaDataSSRF_URIPATH',
  'EC2MetaDataSSRF_QUERYARGUMENTS',
  'GenericLFI_QUERYARGUMENTS',
  'GenericLFI_URIPATH',
  'GenericLFI_BODY',
  'RestrictedExtensions_URIPATH',
  'RestrictedExtensions_QUERYARGUMENTS',
  'GenericRFI_QUERYARGUMENTS',
  'GenericRFI_BODY',
  'GenericRFI_URIPATH',
  'CrossSiteScripting_COOKIE',
  'CrossSiteScripting_QUERYARGUMENTS',
  'CrossSiteScripting_BODY',
  'CrossSiteScripting_URIPATH',
] as const;

/** A whole number between two others, both included. */
const whole = (least: number, most: number, unit: string) =>
  wholeNumber(least, most, {
    unit: unit.replace(/^whole /, ''),
    allowed: `${unit}, ${least} to ${most}`,
  });

const tasksSchema = z
  .strictObject({
    min: whole(1, 1000, 'whole tasks').default(2).describe('The minimum task count in the primary Region.'),
    max: whole(1, 1000, 'whole tasks').default(10).describe('The most tasks in either Region.'),
    drMin: wholeNumber(1, 1000, {
      unit: 'tasks',
      allowed:
        'whole tasks, 1 to 1000, because dr runs warm: traffic moves there by a health check that an empty service fails',
    })
      .default(2)
      .describe(
        'The minimum task count in the dr Region. It runs warm: with no task its load balancer is unhealthy, and ' +
          'the record that leads to it dead. Says what is created; a deployment leaves what stands to the controller, and ' +
          'libs/compute/README.md has the command.',
      ),
  })
  .check((ctx) => {
    const { min, max, drMin } = ctx.value;
    for (const [key, least] of Object.entries({ min, drMin })) {
      if (least <= max) continue;
      ctx.issues.push({
        code: 'custom',
        input: max,
        path: ['max'],
        message: `is ${max}, less than ${key}, which is ${least}; allowed: ${Math.max(min, drMin)} or more`,
      });
    }
  });

/** The service and its container: one definition for both Regions. */
export const serviceSchema = z
  .strictObject({
    container: containerSchema
      .default(DEFAULT_CONTAINER)
      .describe('Image, port and health check: given together or not at all.'),
    cpu: z.number().default(512).describe('CPU of a task, in units of 1/1024 vCPU.'),
    memoryMiB: z.number().default(1024).describe('Memory of a task, in MiB.'),
    cpuArchitecture: z
      .enum(['X86_64', 'ARM64'], {
        error: (issue) => `is '${String(issue.input)}'; allowed: X86_64, ARM64`,
      })
      .default('X86_64')
      .describe('The architecture of the image.'),
    tasks: tasksSchema.prefault({}).describe('How many tasks run.'),
    spotPercent: whole(0, 100, 'percent')
      .default(0)
      .describe(
        'Of the tasks above the minimum, how many in a hundred run on Fargate Spot. AWS takes Spot ' +
          "back at two minutes' notice, and least of all has any while a Region's load moves to its " +
          'neighbour, so the minimum never does.',
      ),
    cpuTargetPercent: whole(10, 90, 'percent')
      .default(60)
      .describe('The average CPU use that scaling keeps to, in percent.'),
    memoryTargetPercent: whole(10, 90, 'percent')
      .default(70)
      .describe('The average memory use that scaling keeps to, in percent.'),
    healthCheckGracePeriodSeconds: whole(0, 3600, 'seconds')
      .default(60)
      .describe('How long a new task may fail health checks before ECS replaces it, in seconds.'),
    deregistrationDelaySeconds: whole(0, 110, 'seconds')
      .default(60)
      .describe(
        "How long a task that leaves may finish its requests, in seconds. At most 110: the two minutes' " +
          'notice of Fargate Spot less the time to act on it.',
      ),
    databaseUser: z
      .string()
      .regex(/^[a-z_][a-z0-9_]{0,62}$/, {
        error: (issue) =>
          `is '${String(issue.input)}'; allowed: a PostgreSQL role of lower-case letters, digits and underscores, at most 63`,
      })
      .default('healthcare_service')
      .describe('The database user the service may become with an IAM token instead of a password.'),
    waf: z
      .strictObject({
        requestsPerFiveMinutes: whole(10, 2_000_000_000, 'requests')
          .default(2000)
          .describe(
            'How many requests one address may send in five minutes before it is blocked; AWS WAF takes 10 ' +
              'and up.',
          ),
        countedRules: z
          .array(
            z.enum(COMMON_RULES, {
              error: (issue) => `names '${String(issue.input)}'; allowed: ${COMMON_RULES.join(', ')}`,
            }),
          )
          .default([])
          .describe(
            'Rules of the common rule set that only count, such as SizeRestrictions_BODY for a service that ' +
              'takes documents.',
          ),
      })
      .prefault({})
      .describe('The web ACL before the load balancer.'),
  })
  .check((ctx) => {
    const { cpu, memoryMiB } = ctx.value;
    const sizes = FARGATE_SIZES[cpu];
    if (sizes?.includes(memoryMiB)) return;
    ctx.issues.push({
      code: 'custom',
      input: sizes === undefined ? cpu : memoryMiB,
      path: [sizes === undefined ? 'cpu' : 'memoryMiB'],
      message:
        sizes === undefined
          ? `is ${cpu}; allowed (Fargate): ${Object.keys(FARGATE_SIZES).join(', ')}`
          : `is ${memoryMiB}; allowed (Fargate) with cpu ${cpu}: ${sizes.join(', ')}`,
    });
  })
  .prefault({});
