import { SERVICE_LINKED_ROLES } from '@healthcare-dr/drctl/bootstrap';

/** A policy document of IAM. */
export interface PolicyDocument {
  readonly Version: '2012-10-17';
  readonly Statement: readonly PolicyStatement[];
}

export interface PolicyStatement {
  readonly Sid: string;
  readonly Effect: 'Allow' | 'Deny';
  /** What it is about: a list, or one action by itself, as IAM takes both. */
  readonly Action: string | readonly string[];
  readonly Resource: string | readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

/**
 * How long a managed policy may be, white space not counted, and how many a role may have; more, up to 20, on request.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
export const MAX_CHARACTERS = 6_144;
export const MAX_ATTACHED = 10;

/** What stands for an environment's values until a document is read for one; these may be longer by so many characters. */
const ROOM_FOR_VALUES = 250;

/** The roles and policies of an environment's stacks: not those of another one, and not those that deliver, which have a path. */
const ROLES = 'arn:aws:iam::<accountId>:role/healthcare-*-<environment>';
const POLICIES = 'arn:aws:iam::<accountId>:policy/healthcare-*-<environment>';
const LINKED_ROLES = 'arn:aws:iam::<accountId>:role/aws-service-role/*';
const BUCKETS = 'arn:aws:s3:::healthcare-*-<environment>/*';
const STATES = 'arn:aws:s3:::healthcare-tfstate-<accountId>-*-<environment>/*';

/** The services that act as roles of the stacks. */
const ACTING_SERVICES = [
  'backup.amazonaws.com',
  'cloudtrail.amazonaws.com',
  'ecs-tasks.amazonaws.com',
  'events.amazonaws.com',
  'lambda.amazonaws.com',
  'monitoring.rds.amazonaws.com',
  's3.amazonaws.com',
  'vpc-flow-logs.amazonaws.com',
];

/** The services that make a role of their own at their first use in an account; the last two where a setting of theirs needs it. */
const LINKED_SERVICES = [
  ...SERVICE_LINKED_ROLES.map(({ service }) => service),
  'replication.dynamodb.amazonaws.com',
  'wafv2.amazonaws.com',
].sort();

/**
 * Actions that destroy what cannot be made again from code. A role that deploys production has none of them: there such resources never go
 * by a deployment (`tools/delivery`, the gate).
 */
export const DESTROYING: ReadonlySet<string> = new Set([
  'backup:DeleteBackupVault',
  'backup:DeleteRecoveryPoint',
  'dynamodb:DeleteTable',
  'kms:ScheduleKeyDeletion',
  'rds:DeleteDBCluster',
  'rds:DeleteGlobalCluster',
  'rds:RemoveFromGlobalCluster',
  'route53:DeleteHostedZone',
  's3:BypassGovernanceRetention',
  's3:DeleteBucket',
  's3:DeleteObjectVersion',
  'secretsmanager:DeleteSecret',
]);

/** What empties a bucket, and has another scope where a state is deleted. */
const EMPTYING: PolicyStatement = {
  Sid: 'Empty',
  Effect: 'Allow',
  Action: ['s3:DeleteObject'],
  Resource: BUCKETS,
};

type Scope = Pick<PolicyStatement, 'Sid' | 'Resource' | 'Condition'>;

/** What an action is granted on. */
function scopeOf(action: string): Scope {
  const [service = '', name = ''] = action.split(':');
  if (action === 'iam:PassRole')
    return {
      Sid: 'PassRole',
      Resource: ROLES,
      Condition: { StringEquals: { 'iam:PassedToService': ACTING_SERVICES } },
    };
  if (action === 'iam:CreateServiceLinkedRole')
    return {
      Sid: 'LinkedRoles',
      Resource: LINKED_ROLES,
      Condition: { StringEquals: { 'iam:AWSServiceName': LINKED_SERVICES } },
    };
  if (service === 'iam' && /Role/.test(name)) return { Sid: 'IamRoles', Resource: ROLES };
  if (service === 'iam' && /Polic/.test(name)) return { Sid: 'IamPolicies', Resource: POLICIES };
  if (/^s3:(?:BypassGovernanceRetention|DeleteObjectVersion)$/.test(action))
    return { Sid: 'EmptyVersions', Resource: BUCKETS };
  if (/^s3:(?:Get|Put|Delete)Object(?:Version)?$/.test(action)) return { Sid: 'States', Resource: STATES };
  const words = service.split('-').map((word) => word.charAt(0).toUpperCase() + word.slice(1));
  return { Sid: words.join(''), Resource: '*' };
}

/** The statements that grant actions, each kind of resource by itself, in the order of the alphabet. */
export function statementsOf(actions: Iterable<string>): PolicyStatement[] {
  const statements = new Map<string, Omit<PolicyStatement, 'Action'> & { Action: string[] }>();
  for (const action of [...new Set(actions)].sort()) {
    const { Sid, Resource, Condition } = scopeOf(action);
    const known = statements.get(Sid);
    if (known !== undefined) known.Action.push(action);
    else
      statements.set(Sid, {
        Sid,
        Effect: 'Allow',
        Action: [action],
        Resource,
        ...(Condition && { Condition }),
      });
  }
  return [...statements.values()].sort((a, b) => (a.Sid < b.Sid ? -1 : 1));
}

/** How long IAM finds a document. */
export const charactersOf = (document: PolicyDocument): number =>
  JSON.stringify(document).replaceAll(/\s/g, '').length;

/** A document of the version that IAM has now. */
export const documentOf = (Statement: readonly PolicyStatement[]): PolicyDocument => ({
  Version: '2012-10-17',
  Statement,
});

/** As few documents as hold the statements, in their order. */
export function packed(statements: readonly PolicyStatement[]): PolicyDocument[] {
  const documents: PolicyStatement[][] = [];
  for (const statement of statements) {
    const last = documents.at(-1);
    if (
      last !== undefined &&
      charactersOf(documentOf([...last, statement])) <= MAX_CHARACTERS - ROOM_FOR_VALUES
    )
      last.push(statement);
    else documents.push([statement]);
  }
  return documents.map(documentOf);
}

/** Every document by the name of its file. */
export type PolicyDocuments = ReadonlyMap<string, PolicyDocument>;

/** The documents of the role that deploys, for what it needs; what destroys data has one of its own. */
export function deployDocuments(needed: Iterable<string>): PolicyDocuments {
  const all = [...needed];
  const deploying = packed(statementsOf(all.filter((action) => !DESTROYING.has(action))));
  const destroying = statementsOf(all.filter((action) => DESTROYING.has(action)));
  return new Map([
    ...deploying.map((document, index) => [`deploy-${index + 1}.json`, document] as const),
    ...(destroying.length === 0 ? [] : [['destroy.json', documentOf([...destroying, EMPTYING])] as const]),
  ]);
}

/** A role that may do anything, to see what it does. */
export const ANYTHING: PolicyDocuments = new Map(
  ['deploy-1.json', 'destroy.json'].map((name) => [
    name,
    documentOf([{ Sid: 'Anything', Effect: 'Allow', Action: ['*'], Resource: '*' }]),
  ]),
);

/** The same documents, one action not granted in them. @throws Error if none grants it */
export function without(documents: PolicyDocuments, action: string): PolicyDocuments {
  if (!actionsGranted(documents).includes(action)) throw new Error(`No document grants ${action}.`);
  return new Map(
    [...documents].map(([name, { Statement }]) => [
      name,
      documentOf(
        Statement.map((statement) => ({
          ...statement,
          Action: [statement.Action].flat().filter((granted) => granted !== action),
        })).filter(({ Action }) => Action.length > 0),
      ),
    ]),
  );
}

/** What documents allow, as it is written. */
export const actionsGranted = (documents: PolicyDocuments): string[] =>
  [...documents.values()].flatMap(({ Statement }) =>
    Statement.filter(({ Effect }) => Effect === 'Allow').flatMap(({ Action }) => Action),
  );
