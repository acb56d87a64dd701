import { DescribeTrailsCommand } from '@aws-sdk/client-cloudtrail';
import { DescribeResourcePoliciesCommand } from '@aws-sdk/client-cloudwatch-logs';
import { DescribeAddressesCommand, DescribeVpcsCommand, type Tag } from '@aws-sdk/client-ec2';
import { GetAccountSettingsCommand, GetFunctionConcurrencyCommand } from '@aws-sdk/client-lambda';
import { GetAWSDefaultServiceQuotaCommand, GetServiceQuotaCommand } from '@aws-sdk/client-service-quotas';
import { controllerFunctionName } from '@healthcare-dr/failover-lambda/contract';
import type { Environment, Role } from '@healthcare-dr/topology';
import { ask, orAbsent, type CallOptions } from '../answer';
import type { Account, AccountClients } from './clients';
import { CHECK_LIMIT_MS, findingOf, type Judged, type PreflightFinding } from './finding';

/** What must stay unreserved of an account's concurrency. Source: Lambda developer guide, "Configuring reserved concurrency". */
const UNRESERVED_MINIMUM = 100;

/** What an account has that is not new. */
const DEFAULT_CONCURRENCY = 1000;

/** The controller's own. */
const RESERVED = 1;

/** CloudWatch Logs and CloudTrail, per Region; neither can be raised. Sources: "CloudWatch Logs quotas", "Quotas in AWS CloudTrail". */
const LOG_RESOURCE_POLICIES = 10;
const TRAILS = 5;

/** Service Quotas' codes of what can be raised. */
const VPCS_PER_REGION = { ServiceCode: 'vpc', QuotaCode: 'L-F678F1CE' };
const CONCURRENT_EXECUTIONS = { ServiceCode: 'lambda', QuotaCode: 'L-B99A9384' };
const ELASTIC_IPS_PER_REGION = { ServiceCode: 'ec2', QuotaCode: 'L-0263D0A3' };

interface Quota {
  readonly ServiceCode: string;
  readonly QuotaCode: string;
}

/** Whether the controller can have its one reserved execution. */
export async function checkLambdaConcurrency(
  environment: Environment,
  { lambda, naming, region }: AccountClients,
): Promise<PreflightFinding> {
  const FunctionName = controllerFunctionName(naming);
  const answer = await ask(async (options) => {
    const [settings, own] = await Promise.all([
      lambda.send(new GetAccountSettingsCommand({}), options),
      orAbsent(lambda.send(new GetFunctionConcurrencyCommand({ FunctionName }), options)),
    ]);
    return {
      limit: settings.AccountLimit?.ConcurrentExecutions ?? 0,
      unreserved: settings.AccountLimit?.UnreservedConcurrentExecutions ?? 0,
      reserved: own?.ReservedConcurrentExecutions ?? 0,
    };
  }, CHECK_LIMIT_MS);
  const optOut = environment.failover.reservedConcurrency;
  return findingOf(
    {
      id: 'lambda-concurrency',
      scope: region,
      needed: optOut.enabled
        ? `${UNRESERVED_MINIMUM + RESERVED} unreserved, of which the controller reserves ${RESERVED}`
        : `nothing: the controller reserves none, because ${optOut.optOutReason}`,
      fix: 'ask for more, and wait until it is granted; or set failover.reservedConcurrency to { enabled: false, optOutReason: … }: the lease alone then keeps two runs apart',
      commands: [increase(CONCURRENT_EXECUTIONS, DEFAULT_CONCURRENCY, region)],
    },
    answer,
    ({ limit, unreserved, reserved }) => ({
      holds: !optOut.enabled || reserved >= RESERVED || unreserved >= UNRESERVED_MINIMUM + RESERVED,
      found:
        reserved >= RESERVED
          ? `${reserved} reserved by the controller, of ${limit}`
          : `${unreserved} unreserved of ${limit}`,
    }),
  );
}

/** Whether a VPC fits, or stands already. */
export async function checkVpcQuota(
  environment: Environment,
  clients: AccountClients,
): Promise<PreflightFinding> {
  const { ec2, region } = clients;
  const answer = await ask(async (options) => {
    const [{ Vpcs = [] }, quota] = await Promise.all([
      ec2.send(new DescribeVpcsCommand({}), options),
      quotaOf(clients, VPCS_PER_REGION, options),
    ]);
    return { used: Vpcs.length, own: Vpcs.filter(({ Tags }) => isOwn(environment, Tags)).length, quota };
  }, CHECK_LIMIT_MS);
  return findingOf(
    {
      id: 'vpc-quota',
      scope: region,
      needed: 'one VPC',
      fix: 'ask for more, and wait until it is granted',
    },
    answer,
    withIncrease(VPCS_PER_REGION, region, roomFor('VPCs')),
  );
}

/** Whether an Elastic IP address for the NAT gateway is to be had, or is already. */
export async function checkElasticIpQuota(
  environment: Environment,
  clients: AccountClients,
): Promise<PreflightFinding> {
  const { ec2, region } = clients;
  const answer = await ask(async (options) => {
    const [{ Addresses = [] }, quota] = await Promise.all([
      ec2.send(new DescribeAddressesCommand({}), options),
      quotaOf(clients, ELASTIC_IPS_PER_REGION, options),
    ]);
    const own = Addresses.filter(({ Tags }) => isOwn(environment, Tags)).length;
    return { used: Addresses.length, own, quota };
  }, CHECK_LIMIT_MS);
  return findingOf(
    {
      id: 'elastic-ip-quota',
      scope: region,
      needed: 'one Elastic IP address, for the NAT gateway',
      fix: 'ask for more, and wait until it is granted',
    },
    answer,
    withIncrease(ELASTIC_IPS_PER_REGION, region, roomFor('Elastic IP addresses')),
  );
}

/**
 * Whether CloudWatch Logs takes the environment's resource policies, in each Region where there is to be one: that of the web ACL's log in
 * every Region that serves, and that of the zone's query log in the one Region to which Route 53 writes, which the primary stacks make.
 */
export function checkLogResourcePolicies(
  { environment, sides, global }: Account,
  roles: readonly Role[],
): Promise<PreflightFinding>[] {
  const needed = new Map(roles.map((role) => [sides[role].region, { logs: sides[role].logs, count: 1 }]));
  if (roles.includes('primary') && environment.dns.queryLogging.enabled) {
    const before = needed.get(global.region)?.count ?? 0;
    needed.set(global.region, { logs: global.logs, count: before + 1 });
  }
  return [...needed].map(([region, { logs, count }]) =>
    checkRoomForLogResourcePolicies(environment, { logs, region }, count),
  );
}

async function checkRoomForLogResourcePolicies(
  environment: Environment,
  { logs, region }: Pick<AccountClients, 'logs' | 'region'>,
  count: number,
): Promise<PreflightFinding> {
  const answer = await ask(async (options) => {
    const { resourcePolicies = [] } = await logs.send(new DescribeResourcePoliciesCommand({}), options);
    const own = resourcePolicies.filter(({ policyName = '' }) =>
      policyName.endsWith(`-${environment.suffix}`),
    ).length;
    return { used: resourcePolicies.length, own, quota: LOG_RESOURCE_POLICIES };
  }, CHECK_LIMIT_MS);
  return findingOf(
    {
      id: 'log-resource-policies',
      scope: region,
      needed:
        count === 1 ? 'one CloudWatch Logs resource policy' : `${count} CloudWatch Logs resource policies`,
      fix: 'put policies of others together: this quota cannot be raised',
      commands: [`aws logs describe-resource-policies --region ${region}`],
    },
    answer,
    roomFor('resource policies', count),
  );
}

/** Whether CloudTrail takes another trail; shadows of trails that other Regions have count. */
export async function checkTrails(
  environment: Environment,
  { cloudTrail, region }: AccountClients,
): Promise<PreflightFinding> {
  const answer = await ask(async (options) => {
    const { trailList = [] } = await cloudTrail.send(
      new DescribeTrailsCommand({ includeShadowTrails: true }),
      options,
    );
    const own = trailList.filter(({ Name = '' }) => Name.endsWith(`-${environment.suffix}`)).length;
    return { used: trailList.length, own, quota: TRAILS };
  }, CHECK_LIMIT_MS);
  return findingOf(
    {
      id: 'trails',
      scope: region,
      needed: 'room for one trail',
      fix: 'delete a trail that nobody reads: this quota cannot be raised',
      commands: [`aws cloudtrail describe-trails --region ${region}`],
    },
    answer,
    roomFor('trails'),
  );
}

interface Use {
  readonly used: number;
  /** How many of what is needed stand already. */
  readonly own: number;
  readonly quota: number;
}

const roomFor =
  (what: string, needed = 1) =>
  ({ used, own, quota }: Use) => ({
    holds: used + Math.max(0, needed - own) <= quota,
    found: `${used} of ${quota} ${what}${own > 0 ? ', this environment’s among them' : ''}`,
  });

/** What applies to the account, or AWS's default where nobody asked for more. */
async function quotaOf({ quotas }: AccountClients, quota: Quota, options: CallOptions): Promise<number> {
  const applied = await orAbsent(quotas.send(new GetServiceQuotaCommand(quota), options));
  if (applied?.Quota?.Value !== undefined) return applied.Quota.Value;
  const { Quota } = await quotas.send(new GetAWSDefaultServiceQuotaCommand(quota), options);
  if (Quota?.Value === undefined) throw new Error(`Service Quotas has no value of ${quota.QuotaCode}`);
  return Quota.Value;
}

const increase = ({ ServiceCode, QuotaCode }: Quota, desired: number, region: string): string =>
  `aws service-quotas request-service-quota-increase --service-code ${ServiceCode} --quota-code ${QuotaCode} --desired-value ${desired} --region ${region}`;

/** Asks for as many as are used and one more. */
const withIncrease =
  (quota: Quota, region: string, judge: (use: Use) => Judged) =>
  (use: Use): Judged => ({ ...judge(use), commands: [increase(quota, use.used + 1, region)] });

const isOwn = ({ suffix }: Environment, tags: readonly Tag[] = []): boolean =>
  tags.some(({ Key, Value }) => Key === 'Environment' && Value === suffix) &&
  tags.some(({ Key, Value }) => Key === 'Project' && Value === 'healthcare-dr');
