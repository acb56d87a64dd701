type Fields = Readonly<Record<string, unknown>>;

/** What a test says of an event of RDS. */
export interface RdsEvent {
  /** Where it happened: `cluster` or an instance, `db`. */
  readonly kind: 'cluster' | 'db';
  readonly name: string;
  readonly region: string;
  readonly categories: readonly string[];
  readonly id?: string;
}

/**
 * An event as EventBridge gets it.
 *
 * @see https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/rds-cloud-watch-events.html
 */
export function rdsEvent({ kind, name, region, categories, id = 'RDS-EVENT-0000' }: RdsEvent): Fields {
  const arn = `arn:aws:rds:${region}:111111111111:${kind}:${name}`;
  return {
    version: '0',
    id: '844e2571-85d4-695f-b930-0153b71dcb42',
    'detail-type': kind === 'cluster' ? 'RDS DB Cluster Event' : 'RDS DB Instance Event',
    source: 'aws.rds',
    account: '111111111111',
    time: '2026-01-15T10:00:00Z',
    region,
    resources: [arn],
    detail: {
      EventCategories: categories,
      SourceType: kind === 'cluster' ? 'CLUSTER' : 'DB_INSTANCE',
      SourceArn: arn,
      Date: '2026-01-15T10:00:00.000Z',
      Message: 'An event',
      SourceIdentifier: name,
      EventID: id,
    },
  };
}

/**
 * Whether a rule of EventBridge passes an event on, for what the pattern here is made of: a field is one of the values, a list
 * has one of them, and one branch of a choice holds.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
 */
export function matches(pattern: Fields, event: Fields): boolean {
  return Object.entries(pattern).every(([key, rule]) => {
    if (key === '$or') return (rule as Fields[]).some((branch) => matches(branch, event));
    const value = event[key];
    if (Array.isArray(rule)) return [value].flat().some((one) => rule.includes(one));
    return value !== undefined && matches(rule as Fields, value as Fields);
  });
}
