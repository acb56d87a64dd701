import type { IamRolePolicyAttachment } from '@cdktf/provider-aws/lib/iam-role-policy-attachment';
import { TierStack } from '@healthcare-dr/platform';
import { addServiceRole, type RoleStatement, type Trust } from '@healthcare-dr/platform/service-role';
import { bucketArn } from '@healthcare-dr/s3-replication/contract';
import { Construct } from 'constructs';
import { repositoryArn } from './image';

/** Props of {@link TaskRoles}. */
export interface TaskRolesProps {
  /** The image as the Region pulls it. */
  readonly image: string;
  readonly logGroupName: string;
  /** The database's secret in this Region, and the key it is under. */
  readonly secretArn: string;
  readonly databaseKeyArn: string;
  readonly dataBucketName: string;
  readonly dataKeyArn: string;
  /** `cluster-…`, of this Region's cluster. */
  readonly clusterResourceId: string;
  readonly databaseUser: string;
}

/**
 * Two roles, so that the service cannot do what starting it takes: ECS assumes the one to pull the image, read the secret and
 * open the log; the container has the other.
 */
export class TaskRoles extends Construct {
  readonly executionRoleArn: string;
  readonly taskRoleArn: string;
  /** A task that starts before these stand may be refused what it needs. */
  readonly attachments: readonly IamRolePolicyAttachment[];

  constructor(scope: Construct, id: string, props: TaskRolesProps) {
    super(scope, id);
    const stack = TierStack.of(this);
    const trust = trustOf(stack);
    const [starts, may] = ['Lets ECS start the tasks of the service', 'What the service may do'];
    const execution = addServiceRole(this, {
      part: 'execution',
      what: 'ecs-execution',
      description: starts,
      trust,
      policy: { description: starts, statements: executionStatements(stack, props) },
    });
    const task = addServiceRole(this, {
      part: 'task',
      what: 'ecs-task',
      description: may,
      trust,
      policy: { description: may, statements: taskStatements(stack, props) },
    });
    this.executionRoleArn = execution.role.arn;
    this.taskRoleArn = task.role.arn;
    this.attachments = [execution.attachment, task.attachment];
  }
}

/** https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html, with its guard against a confused deputy. */
const trustOf = ({ naming, environment }: TierStack): Trust => ({
  sid: 'TasksOfThisAccount',
  service: 'ecs-tasks.amazonaws.com',
  condition: {
    StringEquals: { 'aws:SourceAccount': environment.accountId },
    ArnLike: { 'aws:SourceArn': naming.arn('ecs', '*') },
  },
});

const through = (service: string, region: string) => ({
  StringEquals: { 'kms:ViaService': `${service}.${region}.amazonaws.com` },
});

function executionStatements({ naming, topology }: TierStack, props: TaskRolesProps): RoleStatement[] {
  const { region } = topology;
  const { image, logGroupName, secretArn, databaseKeyArn } = props;
  const repository = repositoryArn(image);
  return [
    {
      Sid: 'WriteLog',
      Effect: 'Allow',
      Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
      Resource: naming.arn('logs', `log-group:${logGroupName}:*`),
    },
    {
      Sid: 'ReadDatabaseSecret',
      Effect: 'Allow',
      Action: ['secretsmanager:GetSecretValue'],
      Resource: secretArn,
    },
    {
      Sid: 'DecryptDatabaseSecret',
      Effect: 'Allow',
      Action: ['kms:Decrypt'],
      Resource: databaseKeyArn,
      Condition: through('secretsmanager', region),
    },
    ...(repository === undefined ? [] : pullStatements(repository)),
  ];
}

const pullStatements = (repository: string): RoleStatement[] => [
  {
    Sid: 'PullImage',
    Effect: 'Allow',
    // The last one lets a pull-through cache take the image from upstream when it is first asked for.
    Action: [
      'ecr:BatchCheckLayerAvailability',
      'ecr:BatchGetImage',
      'ecr:GetDownloadUrlForLayer',
      'ecr:BatchImportUpstreamImage',
    ],
    Resource: repository,
  },
  // AWS binds it to no resource.
  { Sid: 'SignInToEcr', Effect: 'Allow', Action: ['ecr:GetAuthorizationToken'], Resource: '*' },
];

function taskStatements({ naming, topology }: TierStack, props: TaskRolesProps): RoleStatement[] {
  const { region } = topology;
  const { dataBucketName, dataKeyArn, clusterResourceId, databaseUser } = props;
  return [
    {
      Sid: 'ListDataBucket',
      Effect: 'Allow',
      Action: ['s3:GetBucketLocation', 's3:ListBucket'],
      Resource: bucketArn(dataBucketName),
    },
    {
      Sid: 'UseObjects',
      Effect: 'Allow',
      Action: [
        's3:AbortMultipartUpload',
        's3:DeleteObject',
        's3:GetObject',
        's3:ListMultipartUploadParts',
        's3:PutObject',
      ],
      Resource: `${bucketArn(dataBucketName)}/*`,
    },
    {
      Sid: 'UseDataKey',
      Effect: 'Allow',
      Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
      Resource: dataKeyArn,
      Condition: through('s3', region),
    },
    {
      Sid: 'SignInToDatabase',
      Effect: 'Allow',
      Action: ['rds-db:connect'],
      Resource: naming.arn('rds-db', `dbuser:${clusterResourceId}/${databaseUser}`),
    },
  ];
}
