import { PAGING_RDS_EVENTS } from '@healthcare-dr/notifications/contract';
import { parseEnvironment, peerOf, ROLES } from '@healthcare-dr/topology';
import { matches, rdsEvent, type RdsEvent } from './__fixtures__/rds-event';
import { auroraStack, dev, devWith, GIVEN, only, prod, reference } from './__fixtures__/stacks';

/** The longest pattern that EventBridge takes without a raised quota. */
const MAX_PATTERN_LENGTH = 2048;

interface Pattern {
  readonly source: string[];
  readonly 'detail-type': string[];
  readonly detail: {
    readonly SourceArn: string[];
    readonly $or: readonly { readonly EventCategories?: string[]; readonly EventID?: string[] }[];
  };
}

const patternOf = (...given: Parameters<typeof auroraStack>) =>
  JSON.parse(
    String(only(auroraStack(...given), 'aws_cloudwatch_event_rule').attributes['event_pattern']),
  ) as Pattern;

describe.each(ROLES)('the events of the %s side', (role) => {
  const stack = auroraStack(dev, role);
  const rule = only(stack, 'aws_cloudwatch_event_rule');
  const target = only(stack, 'aws_cloudwatch_event_target');
  const { region } = dev[role];
  const pattern = patternOf(dev, role);
  const tells = (event: Partial<RdsEvent>) =>
    matches(
      { ...pattern },
      rdsEvent({ kind: 'cluster', name: 'healthcare-aurora-dev', region, categories: ['failure'], ...event }),
    );

  it('are those of the cluster and of each of its instances', () => {
    expect(pattern.source).toEqual(['aws.rds']);
    expect(pattern['detail-type']).toEqual(['RDS DB Cluster Event', 'RDS DB Instance Event']);
    const arn = `arn:aws:rds:${region}:111111111111`;
    expect(pattern.detail.SourceArn).toEqual([
      `${arn}:cluster:healthcare-aurora-dev`,
      ...Array.from(
        { length: dev.database.instances[role] },
        (_, index) => `${arn}:db:healthcare-aurora-${index + 1}-dev`,
      ),
    ]);
  });

  it('are heard of under the names that cluster and instances have', () => {
    const [cluster, ...instances] = pattern.detail.SourceArn.map((arn) => arn.split(':').at(-1));
    expect(cluster).toBe(only(stack, 'aws_rds_cluster').attributes['cluster_identifier']);
    expect(instances).toEqual(
      stack.resources('aws_rds_cluster_instance').map(({ attributes }) => attributes['identifier']),
    );
  });

  it('are heard of before there is a database, and after it was made anew: the rule refers to nothing but its role', () => {
    expect(JSON.stringify(rule.attributes)).not.toContain('${');
    const { rule: ruleName, role_arn: roleArn, depends_on: after, ...rest } = target.attributes;
    expect(ruleName).toBe(reference(rule, 'name'));
    expect(roleArn).toBe(reference(only(stack, 'aws_iam_role', 'aurora_events_'), 'arn'));
    expect(after).toEqual([expect.stringContaining('aws_iam_role_policy_attachment.aurora_events_')]);
    expect(JSON.stringify(rest)).not.toContain('${');
    expect(rule.attributes).not.toHaveProperty('depends_on');
    expect(stack.resources('aws_db_event_subscription')).toEqual([]);
  });

  it('reach the topic of the Region as RDS words them', () => {
    expect(target.attributes).toMatchObject({ arn: GIVEN.notificationTopicArn, target_id: 'notifications' });
    for (const reworded of ['input', 'input_path', 'input_transformer']) {
      expect(target.attributes).not.toHaveProperty(reworded);
    }
  });

  it.each([
    ...['configuration change', 'deletion', 'failover', 'failure', 'maintenance', 'notification'],
    ...['global-failover', 'global failover'],
  ])('are told when the cluster has one of category %s', (category) => {
    expect(tells({ categories: [category] })).toBe(true);
  });

  it.each([
    ...['availability', 'configuration change', 'deletion', 'failover', 'failure', 'maintenance'],
    ...['notification', 'recovery'],
  ])('are told when an instance has one of category %s', (category) => {
    expect(tells({ kind: 'db', name: 'healthcare-aurora-1-dev', categories: [category] })).toBe(true);
  });

  it.each(['backup', 'creation'])('are not told in category %s', (category) => {
    expect(tells({ categories: [category] })).toBe(false);
    expect(tells({ categories: [category, 'notification'] })).toBe(true);
  });

  it.each(PAGING_RDS_EVENTS)('include %s, whatever its category', (id) => {
    const instance = { kind: 'db', name: 'healthcare-aurora-1-dev', id } as const;
    expect(tells({ ...instance, categories: ['global database'] })).toBe(true);
    expect(tells({ ...instance, categories: [] })).toBe(true);
  });

  it.each<[string, Partial<RdsEvent>]>([
    ['of another environment', { name: 'healthcare-aurora-pr42' }],
    ['of a restored cluster', { name: 'healthcare-aurora-dev-restored' }],
    ['of the other Region', { region: dev[peerOf(role)].region }],
    ['of an instance that is none of ours', { kind: 'db', name: 'healthcare-aurora-9-dev' }],
  ])('do not include those %s', (_, event) => {
    expect(tells(event)).toBe(false);
    expect(tells({ ...event, id: 'RDS-EVENT-0391' })).toBe(false);
  });
});

describe('the pattern', () => {
  it('names as many instances as are configured', () => {
    expect(patternOf(prod, 'dr').detail.SourceArn).toHaveLength(1 + prod.database.instances.dr);
    expect(patternOf(devWith({ instances: { primary: 3, dr: 1 } }), 'primary').detail.SourceArn).toHaveLength(
      4,
    );
  });

  it('is no longer than EventBridge takes, with as many instances and as long a suffix as are allowed', () => {
    const widest = parseEnvironment({
      ...dev,
      suffix: 'abcdefghijkl',
      database: { ...dev.database, instances: { primary: 15, dr: 15 } },
    });
    for (const role of ROLES) {
      expect(JSON.stringify(patternOf(widest, role)).length).toBeLessThanOrEqual(MAX_PATTERN_LENGTH);
    }
  });
});
