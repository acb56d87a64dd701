import { isObject, verbOf, type Json, type ResourceChange } from './changes';

/** Why a change is stopped. */
export type GateCode =
  /** A resource that holds data would be destroyed. */
  | 'stateful-destroyed'
  /** The same, and an empty one made in its place. */
  | 'stateful-replaced'
  /** What keeps data from being deleted, read or lost would be weaker. */
  | 'protection-lost'
  /** A cluster would leave the global database: AWS takes it out or promotes it, and the pair is no more. */
  | 'membership-cleared'
  /** More resources would be destroyed than a change of this kind should. */
  | 'too-many-destroyed'
  /** The tier is not to be changed unasked while dr writes. */
  | 'dr-writes';

/** A change that needs to be allowed by name. */
export interface GateFinding {
  readonly code: GateCode;
  readonly stack: string;
  /** What to name to allow it: `<stack>/<address>`, or `<stack>/*` for the number of them. */
  readonly name: string;
  readonly detail: string;
  /** Whether it cannot be allowed in this environment. */
  readonly never: boolean;
}

/** What is let through. */
export interface GatePolicy {
  readonly production: boolean;
  /** How many resources of one stack may be destroyed or replaced. */
  readonly maxDestroyed: number;
  /** Names of findings that somebody answers for. */
  readonly allowed: ReadonlySet<string>;
}

/** How many resources of one stack may be destroyed or replaced by default. */
export const MAX_DESTROYED = 10;

/** Resources that hold what cannot be made again from code; true: in production they never go by a deployment. */
const STATEFUL: Readonly<Record<string, boolean>> = {
  aws_backup_vault: true,
  aws_cloudtrail: false,
  aws_cloudwatch_log_group: false,
  aws_dynamodb_table: true,
  aws_kms_key: true,
  aws_rds_cluster: true,
  aws_rds_global_cluster: true,
  aws_route53_zone: true,
  aws_s3_bucket: true,
  aws_secretsmanager_secret: true,
};

/** Resources that are a protection themselves: destroying one is losing it. */
const PROTECTIONS: ReadonlySet<string> = new Set([
  'aws_backup_vault_lock_configuration',
  'aws_backup_vault_policy',
  'aws_s3_bucket_object_lock_configuration',
  'aws_s3_bucket_policy',
  'aws_s3_bucket_public_access_block',
  'aws_s3_bucket_replication_configuration',
  'aws_s3_bucket_server_side_encryption_configuration',
  'aws_s3_bucket_versioning',
  'aws_wafv2_web_acl_association',
]);

/** Attributes that protect while they are true. */
const KEPT_TRUE = [
  'block_public_acls',
  'block_public_policy',
  'deletion_protection',
  'deletion_protection_enabled',
  'enable_deletion_protection',
  'enable_key_rotation',
  'enable_log_file_validation',
  'enable_logging',
  'ignore_public_acls',
  'restrict_public_buckets',
  'storage_encrypted',
];

/** Attributes that protect while they are false. */
const KEPT_FALSE = ['force_destroy', 'publicly_accessible', 'skip_final_snapshot'];

/** Attributes that protect the more the greater they are, in days. */
const KEPT_LONG = [
  'backup_retention_period',
  'min_retention_days',
  'recovery_window_in_days',
  'retention_in_days',
];

/** What ties a cluster to the global database. */
const MEMBERSHIP = ['global_cluster_identifier', 'replication_source_identifier'];

/** The findings of one stack's plan, those included that are allowed. */
export function findingsOf(
  stack: string,
  changes: readonly ResourceChange[],
  { production, maxDestroyed }: Pick<GatePolicy, 'production' | 'maxDestroyed'>,
): GateFinding[] {
  const findings = changes.flatMap((change) => ofChange(stack, change, production));
  const destroyed = changes.filter((change) => ['destroy', 'replace'].includes(verbOf(change)));
  if (destroyed.length > maxDestroyed) {
    findings.push({
      code: 'too-many-destroyed',
      stack,
      name: `${stack}/*`,
      detail: `${destroyed.length} resources are destroyed or replaced, more than ${maxDestroyed}`,
      never: false,
    });
  }
  return findings;
}

/** The findings that stop a deployment: what nobody allowed, and what cannot be allowed. */
export function stopping(
  findings: readonly GateFinding[],
  { allowed }: Pick<GatePolicy, 'allowed'>,
): GateFinding[] {
  return findings.filter(({ name, never }) => never || !allowed.has(name));
}

function ofChange(stack: string, change: ResourceChange, production: boolean): GateFinding[] {
  const { address, type, before, after } = change;
  const verb = verbOf(change);
  const finding = (code: GateCode, detail: string, never = false): GateFinding => ({
    code,
    stack,
    name: `${stack}/${address}`,
    detail,
    never: never && production,
  });
  const holdsData = STATEFUL[type];
  const findings: GateFinding[] = [];
  if (holdsData !== undefined && (verb === 'destroy' || verb === 'replace' || verb === 'forget')) {
    const code = verb === 'replace' ? 'stateful-replaced' : 'stateful-destroyed';
    findings.push(finding(code, `${address} would be ${PAST[verb]} with what it holds`, holdsData));
  }
  if (PROTECTIONS.has(type) && verb === 'destroy')
    findings.push(finding('protection-lost', `${address} would be destroyed`));
  if (!isObject(before) || !isObject(after)) return findings;
  for (const attribute of MEMBERSHIP) {
    if (isText(before[attribute]) && (after[attribute] ?? '') === '')
      findings.push(finding('membership-cleared', `${attribute} of ${address} would be cleared`, true));
  }
  for (const [attribute, was, becomes] of lostProtections(before, after))
    findings.push(
      finding(
        'protection-lost',
        `${attribute} of ${address}: ${JSON.stringify(was)} → ${JSON.stringify(becomes)}`,
      ),
    );
  return findings;
}

const PAST = { destroy: 'destroyed', replace: 'replaced', forget: 'forgotten' } as const;

const isText = (value: Json | undefined): boolean => typeof value === 'string' && value !== '';

type Attributes = { readonly [key: string]: Json };

function lostProtections(before: Attributes, after: Attributes): [string, Json, Json][] {
  const lost = (attribute: string): boolean => {
    const [was, becomes] = [before[attribute], after[attribute]];
    // Left out of the configuration, an attribute without a default is planned as null.
    if (KEPT_TRUE.includes(attribute)) return was === true && (becomes === false || becomes === null);
    if (KEPT_FALSE.includes(attribute)) return was === false && becomes === true;
    if (typeof was !== 'number' || typeof becomes !== 'number') return false;
    // Zero days of a log group are for ever.
    if (attribute === 'retention_in_days' && (was === 0 || becomes === 0)) return was === 0 && becomes !== 0;
    return becomes < was;
  };
  const found = [...KEPT_TRUE, ...KEPT_FALSE, ...KEPT_LONG]
    .filter((attribute) => lost(attribute))
    .map((attribute): [string, Json, Json] => [
      attribute,
      before[attribute] ?? null,
      after[attribute] ?? null,
    ]);
  const versioning = [before, after].map(({ versioning_configuration: blocks }) =>
    Array.isArray(blocks) && isObject(blocks[0]) ? blocks[0]['status'] : undefined,
  );
  if (versioning[0] === 'Enabled' && versioning[1] !== undefined && versioning[1] !== 'Enabled')
    found.push(['versioning', 'Enabled', versioning[1]]);
  return found;
}
