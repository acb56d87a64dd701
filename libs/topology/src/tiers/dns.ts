import { z } from 'zod';
import { notes, text, wholeNumber } from '../fields';
import { shown } from '../findings';
import { optOut } from '../opt-out';

/** The most characters of a name in the DNS, and of one label of it. RFC 1035, 2.3.4. */
const MAX_NAME_LENGTH = 253;
const MAX_LABEL_LENGTH = 63;

/** What stands before the domain in the longest name: `*.` or `<region>.`, the longest Region's name and a dot. */
const LONGEST_PREFIX = 'ap-southeast-1.'.length;

const LABEL = /^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/;

const isLabel = (text: string) => LABEL.test(text) && text.length <= MAX_LABEL_LENGTH;

const domainName = text(
  (value) => value.includes('.') && value.split('.').every(isLabel),
  'a domain in lower case without a dot at its end, such as dev.hospital.example',
);

const recordLabel = text(
  isLabel,
  `one label of a name, such as app: lower-case letters, digits and hyphens inside, at most ${MAX_LABEL_LENGTH}`,
);

/** Route 53 API reference, HostedZone: at most 32 characters. */
const hostedZoneId = text(
  (value) => /^Z[A-Z0-9]{3,31}$/.test(value),
  "a hosted zone's id as Route 53 shows it, such as Z0123456789ABCDEFGHIJ, without /hostedzone/",
);

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html: a path, and a name of at most 64 characters. */
const HOSTED_ZONE_ROLE = /^arn:aws:iam::(?<account>\d{12}):role\/(?:[\w+=,.@/-]{0,510}\/)?[\w+=,.@-]{1,64}$/;

const hostedZoneRoleArn = text(
  (value) => HOSTED_ZONE_ROLE.test(value),
  "an IAM role's ARN of the partition aws, such as arn:aws:iam::999999999999:role/hosted-zone",
);

const requestIntervalSeconds = z
  .literal([10, 30], { error: (issue) => `is ${shown(issue.input)}; allowed (Route 53): 10 or 30 seconds` })
  .meta(notes({ unit: 'seconds' }));

const failureThreshold = wholeNumber(1, 10, {
  unit: 'failures',
  allowed: '1 to 10 failures in a row (Route 53)',
});

/** Under which names the service is reached, and when a Region counts as out of reach. */
export const dnsSchema = z
  .strictObject({
    domainName: domainName.describe('The domain of the hosted zone.'),
    hostedZone: z
      .enum(['given', 'create'], {
        error: (issue) => `is '${String(issue.input)}'; allowed: given, create`,
      })
      .describe(
        '`given`: a public hosted zone of this domain exists in the account and is found by its name. ' +
          '`create`: the dns tier makes one, which somebody must then delegate to.',
      ),
    hostedZoneId: hostedZoneId
      .optional()
      .describe(
        'The id of the zone that is given, where the account has several public ones of the domain. Default: it is found by its name.',
      ),
    hostedZoneRoleArn: hostedZoneRoleArn
      .optional()
      .describe(
        'The role by which the zone that is given is read and written, where it belongs to another account: for records and the look-up of ' +
          'the zone alone. See libs/dns/README.md for its trust and permissions. To be decided before the first deployment: by the ' +
          "role Terraform may not read records that stand in another zone. Default: the zone is in the environment's own account.",
      ),
    recordLabel: recordLabel
      .default('app')
      .describe(
        "The first label of the service's name, `<label>.<domain>`: environments that share a zone each " +
          'have one of their own.',
      ),
    healthCheck: z
      .strictObject({
        requestIntervalSeconds: requestIntervalSeconds
          .default(10)
          .describe('How long each checker waits between two requests, in seconds.'),
        failureThreshold: failureThreshold
          .default(3)
          .describe(
            'How many answers in a row must be missing before a checker takes the endpoint for unhealthy, or ' +
              'be there again.',
          ),
      })
      .prefault({})
      .describe("How Route 53's health checkers ask the load balancers."),
    queryLogging: optOut
      .default({ enabled: true })
      .describe(
        'A record of every query for the zone. A zone has one logging configuration: whoever is given a ' +
          'zone that is logged already opts out and says so. To be decided before the first deployment: in production no ' +
          'deployment destroys the key of query logs that stand.',
      ),
  })
  .check((ctx) => {
    const { domainName: domain, recordLabel: label, hostedZone, queryLogging } = ctx.value;
    const length = LONGEST_PREFIX + `${label}.${domain}`.length;
    if (length > MAX_NAME_LENGTH) {
      ctx.issues.push({
        code: 'custom',
        input: domain,
        path: ['domainName'],
        message:
          `makes '<region>.${label}.${domain}' a name of up to ${length} characters; allowed: ${MAX_NAME_LENGTH} in all, ` +
          'so shorten the domain or recordLabel',
      });
    }
    if (hostedZone === 'create' && ctx.value.hostedZoneId !== undefined) {
      ctx.issues.push({
        code: 'custom',
        input: ctx.value.hostedZoneId,
        path: ['hostedZoneId'],
        message: "is given for a zone that this environment creates; allowed: only with hostedZone 'given'",
      });
    }
    if (ctx.value.hostedZoneRoleArn !== undefined) {
      for (const problem of otherAccountProblems(
        ctx.value.hostedZoneRoleArn,
        hostedZone,
        queryLogging.enabled,
      ))
        ctx.issues.push({ code: 'custom', ...problem });
    }
    if (hostedZone === 'create' && !queryLogging.enabled) {
      ctx.issues.push({
        code: 'custom',
        input: queryLogging.enabled,
        path: ['queryLogging', 'enabled'],
        message:
          "is false for a zone that this environment creates, so nobody else can log its queries; allowed: true, or hostedZone 'given'",
      });
    }
  });

/** What a zone of another account rules out. */
function otherAccountProblems(roleArn: string, hostedZone: 'given' | 'create', logsQueries: boolean) {
  if (hostedZone === 'create')
    return [
      {
        input: roleArn,
        path: ['hostedZoneRoleArn'],
        message:
          "is given for a zone that this environment creates, in its own account; allowed: only with hostedZone 'given', so set that, or leave the role out",
      },
    ];
  if (!logsQueries) return [];
  return [
    {
      input: logsQueries,
      path: ['queryLogging', 'enabled'],
      message:
        'is true for a zone of another account (hostedZoneRoleArn), and Route 53 logs queries to a log group of the account that owns the zone; ' +
        'allowed: enabled: false with an optOutReason that says who logs them',
    },
  ];
}

/** The account that holds the hosted zone: its role's, or the environment's own. */
export const hostedZoneAccountOf = ({
  accountId,
  dns,
}: {
  readonly accountId: string;
  readonly dns: { readonly hostedZoneRoleArn?: string | undefined };
}): string => HOSTED_ZONE_ROLE.exec(dns.hostedZoneRoleArn ?? '')?.groups?.['account'] ?? accountId;
