import { CloudWatchClient, DescribeAlarmsCommand, type MetricAlarm } from '@aws-sdk/client-cloudwatch';
import {
  DescribeLoadBalancersCommand,
  DescribeTargetGroupsCommand,
  ElasticLoadBalancingV2Client,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import {
  ListHostedZonesByNameCommand,
  ListResourceRecordSetsCommand,
  paginateListHealthChecks,
  Route53Client,
  type HealthCheck,
  type ListResourceRecordSetsCommandInput,
  type ListResourceRecordSetsCommandOutput,
  type ResourceRecordSet,
} from '@aws-sdk/client-route-53';
import { canonical, sameName, type Route53Configuration } from '@healthcare-dr/aws-models/route53';
import {
  ROLES,
  topologyOf,
  UserError,
  type Environment,
  type Region,
  type Role,
} from '@healthcare-dr/topology';
import { clientConfiguration } from '@healthcare-dr/drctl/bootstrap';
import { zoneOwnerVariables, type LocalAccounts } from './hosted-zone';

/** Route 53's own API, whatever Regions the pair stands in. */
const ROUTE53_REGION = 'us-east-1';

/** A load balancer that stands in one of the Regions. */
export interface RegionalLoadBalancer {
  readonly role: Role;
  readonly dnsName: string;
  /** The names of the target groups that it forwards to. */
  readonly targetGroups: readonly string[];
}

/** What Terraform made of DNS, as AWS lists it. */
export interface TrafficFacts {
  readonly configuration: Route53Configuration;
  /** The alarms that health checks follow as they stand now, by the check's id; `undefined` if there is none of that name. */
  readonly alarms: ReadonlyMap<string, MetricAlarm | undefined>;
  readonly loadBalancers: readonly RegionalLoadBalancer[];
}

/**
 * Reads what stands from AWS.
 *
 * @throws UserError if there is no public zone of the environment's domain
 */
export async function readTrafficFacts(environment: Environment, aws: LocalAccounts): Promise<TrafficFacts> {
  const { environment: variables } = aws;
  const configuration = {
    recordSets: await readZone(environment, zoneOwnerVariables(environment, aws)),
    healthChecks: await readHealthChecks(variables),
  };
  const followed = configuration.healthChecks.flatMap((check) => {
    const { AlarmIdentifier: alarm } = check.HealthCheckConfig ?? {};
    return alarm === undefined
      ? []
      : [{ id: String(check.Id), name: alarm.Name, region: alarm.Region as Region }];
  });
  const alarms = new Map<string, MetricAlarm | undefined>();
  for (const { id, name, region } of followed)
    alarms.set(id, await readAlarm(String(name), region, variables));
  const loadBalancers = await Promise.all(
    ROLES.map((role) => readLoadBalancers(role, topologyOf(environment, role).region, variables)),
  );
  return { configuration, alarms, loadBalancers: loadBalancers.flat() };
}

async function readZone(
  { dns: { domainName, hostedZoneId } }: Environment,
  variables: NodeJS.ProcessEnv,
): Promise<ResourceRecordSet[]> {
  const client = new Route53Client(clientConfiguration(variables, ROUTE53_REGION));
  try {
    const { HostedZones: zones = [] } = await client.send(
      new ListHostedZonesByNameCommand({ DNSName: domainName }),
    );
    const zone = zones.find(
      ({ Id = '', Name, Config }) =>
        sameName(Name ?? '', domainName) &&
        !Config?.PrivateZone &&
        (hostedZoneId === undefined || Id.endsWith(`/${hostedZoneId}`)),
    );
    if (zone?.Id === undefined) {
      throw new UserError({
        problem: `There is no public hosted zone ${domainName}${hostedZoneId === undefined ? '' : ` of id ${hostedZoneId}`}.`,
        fix: "create it before the stacks are applied, or set dns.hostedZone to 'create'.",
      });
    }
    return await readRecordSets(client, zone.Id);
  } finally {
    client.destroy();
  }
}

async function readHealthChecks(variables: NodeJS.ProcessEnv): Promise<HealthCheck[]> {
  const client = new Route53Client(clientConfiguration(variables, ROUTE53_REGION));
  const healthChecks: HealthCheck[] = [];
  try {
    for await (const page of paginateListHealthChecks({ client }, {})) {
      healthChecks.push(...(page.HealthChecks ?? []));
    }
    return healthChecks;
  } finally {
    client.destroy();
  }
}

/** The SDK has no paginator for record sets: each page begins with the name, type and identifier that the one before ended on. */
async function readRecordSets(client: Route53Client, HostedZoneId: string): Promise<ResourceRecordSet[]> {
  const recordSets: ResourceRecordSet[] = [];
  let start: Omit<ListResourceRecordSetsCommandInput, 'HostedZoneId'> | undefined = {};
  while (start !== undefined) {
    const page: ListResourceRecordSetsCommandOutput = await client.send(
      new ListResourceRecordSetsCommand({ HostedZoneId, ...start }),
    );
    recordSets.push(...(page.ResourceRecordSets ?? []));
    const { NextRecordName, NextRecordType, NextRecordIdentifier } = page;
    start = page.IsTruncated
      ? {
          StartRecordName: NextRecordName,
          StartRecordType: NextRecordType,
          StartRecordIdentifier: NextRecordIdentifier,
        }
      : undefined;
  }
  return recordSets;
}

async function readAlarm(
  name: string,
  region: Region,
  variables: NodeJS.ProcessEnv,
): Promise<MetricAlarm | undefined> {
  const client = new CloudWatchClient(clientConfiguration(variables, region));
  try {
    const { MetricAlarms = [] } = await client.send(new DescribeAlarmsCommand({ AlarmNames: [name] }));
    return MetricAlarms[0];
  } finally {
    client.destroy();
  }
}

async function readLoadBalancers(
  role: Role,
  region: Region,
  variables: NodeJS.ProcessEnv,
): Promise<RegionalLoadBalancer[]> {
  const client = new ElasticLoadBalancingV2Client(clientConfiguration(variables, region));
  try {
    const { LoadBalancers = [] } = await client.send(new DescribeLoadBalancersCommand({}));
    return await Promise.all(
      LoadBalancers.map(async ({ LoadBalancerArn, DNSName = '' }) => {
        const { TargetGroups = [] } = await client.send(new DescribeTargetGroupsCommand({ LoadBalancerArn }));
        const targetGroups = TargetGroups.map(({ TargetGroupName = '' }) => TargetGroupName);
        return { role, dnsName: canonical(DNSName), targetGroups };
      }),
    );
  } finally {
    client.destroy();
  }
}
