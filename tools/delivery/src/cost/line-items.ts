import { z } from 'zod';

/** The hours of a month, as AWS bills it: 365 days in 12 months. */
export const HOURS = 730;

/** What a resource is billed for in a month in which nobody uses it. */
export interface LineItem {
  /** The item of the price list. */
  readonly item: string;
  /** In the item's unit. */
  readonly quantity: number;
  /** The Region, if it is not the stack's own. */
  readonly region?: string;
}

const attributes = z.record(z.string(), z.unknown());
const stackSchema = z.object({
  provider: z.object({ aws: z.array(z.object({ alias: z.string().optional(), region: z.string() })) }),
  resource: z.record(z.string(), z.record(z.string(), attributes)).optional(),
});

type Attributes = z.output<typeof attributes>;
/** What the resources of a stack stand in. */
interface Surroundings {
  readonly resources: Resources;
  /** How many zones the Region is used in. */
  readonly zones: number;
}

type Resources = Readonly<Record<string, Readonly<Record<string, Attributes>>>>;

/**
 * What the resources of a synthesized stack are billed for while nobody uses them: by the hour or the month. What is billed by use
 * (requests, bytes, storage) is in none of them.
 *
 * @param json - the text of its `cdk.tf.json`
 * @param zones - how many zones of its Region the environment uses
 */
export function lineItemsOf(json: string, zones: number): LineItem[] {
  const { resource: resources = {}, provider } = stackSchema.parse(JSON.parse(json));
  const regionOf = (reference: unknown) =>
    provider.aws.find(({ alias }) => alias !== undefined && reference === `aws.${alias}`)?.region;
  return Object.entries(BILLED).flatMap(([type, bill]) =>
    Object.values(resources[type] ?? {}).flatMap((resource) => {
      const region = regionOf(resource['provider']);
      return bill(resource, { resources, zones })
        .filter(({ quantity }) => quantity > 0)
        .map((line) => (region === undefined ? line : { ...line, region }));
    }),
  );
}

type Bill = (resource: Attributes, surroundings: Surroundings) => LineItem[];

const hourly = (item: string, count = 1): LineItem => ({ item, quantity: count * HOURS });
const monthly = (item: string, count = 1): LineItem => ({ item, quantity: count });

/** Who is billed, and for what. */
const BILLED: Readonly<Record<string, Bill>> = {
  aws_cloudwatch_composite_alarm: () => [monthly('composite-alarm-month')],
  aws_cloudwatch_dashboard: () => [monthly('dashboard-month')],
  aws_cloudwatch_metric_alarm: ({ metric_query: queries }) => [
    // An alarm on an expression is billed for every metric that it reads.
    monthly('alarm-month', Math.max(1, listOf(queries).filter((query) => 'metric' in query).length)),
  ],
  aws_ecs_service: (service, { resources }) => tasksOf(service, resources),
  aws_eip: () => [hourly('public-ipv4-hour')],
  aws_kms_key: () => [monthly('kms-key-month')],
  aws_lb: ({ internal }, { zones }) => [
    hourly('load-balancer-hour'),
    ...(internal === true ? [] : [hourly('public-ipv4-hour', zones)]),
  ],
  aws_nat_gateway: () => [hourly('nat-gateway-hour')],
  aws_rds_cluster_instance: (instance, { resources }) => capacityOf(instance, resources),
  aws_route53_health_check: ({ type, request_interval: interval }) => {
    const computed = type === 'CALCULATED' || type === 'CLOUDWATCH_METRIC';
    if (computed) return [monthly('health-check-computed-month')];
    const options = (String(type).startsWith('HTTPS') ? 1 : 0) + (interval === 10 ? 1 : 0);
    // The check itself is among the first fifty of an account, which cost nothing.
    return [monthly('health-check-option-month', options)];
  },
  aws_route53_zone: () => [monthly('hosted-zone-month')],
  aws_secretsmanager_secret: ({ replica }) => [monthly('secret-month', 1 + listOf(replica).length)],
  aws_vpc_endpoint: ({ vpc_endpoint_type: type, subnet_ids: subnets }) =>
    type === 'Interface'
      ? [hourly('interface-endpoint-hour', Array.isArray(subnets) ? subnets.length : 1)]
      : [],
  aws_wafv2_web_acl: ({ rule }) => [
    monthly('web-acl-month'),
    monthly('web-acl-rule-month', listOf(rule).length),
  ],
};

function listOf(value: unknown): Attributes[] {
  const list: unknown[] = Array.isArray(value) ? value : value === undefined || value === null ? [] : [value];
  return list.map((entry) => attributes.parse(entry));
}

/** The resource that a reference such as `${aws_rds_cluster.name.id}` leads to. */
function referred(reference: unknown, resources: Resources): Attributes | undefined {
  const [, type = '', name = ''] = /^\$\{(\w+)\.([\w-]+)\./.exec(String(reference)) ?? [];
  return resources[type]?.[name];
}

/** The least capacity of an instance of Aurora Serverless v2; another class has no price here and is not known to this repository. */
function capacityOf(
  { instance_class: kind, cluster_identifier: cluster }: Attributes,
  resources: Resources,
): LineItem[] {
  if (kind !== 'db.serverless')
    throw new Error(`There is no price of an instance of class '${String(kind)}'.`);
  const found = referred(cluster, resources);
  const [scaling] = listOf(found?.['serverlessv2_scaling_configuration']);
  const least = Number(scaling?.['min_capacity'] ?? 0);
  const optimized = found?.['storage_type'] === 'aurora-iopt1';
  return [hourly(optimized ? 'aurora-acu-hour-io-optimized' : 'aurora-acu-hour', least)];
}

function tasksOf(service: Attributes, resources: Resources): LineItem[] {
  const task = referred(service['task_definition'], resources);
  const [strategy] = listOf(service['capacity_provider_strategy']);
  const count = Number(service['desired_count'] ?? strategy?.['base'] ?? 1);
  return [
    hourly('fargate-vcpu-hour', (count * Number(task?.['cpu'] ?? 0)) / 1024),
    hourly('fargate-gb-hour', (count * Number(task?.['memory'] ?? 0)) / 1024),
  ];
}
