import { IamPolicy } from '@cdktf/provider-aws/lib/iam-policy';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicyAttachment } from '@cdktf/provider-aws/lib/iam-role-policy-attachment';
import type { Naming } from '@healthcare-dr/platform';
import { bucketArn } from '@healthcare-dr/s3-replication/contract';
import { Construct } from 'constructs';
import { repositoryArn } from './image';

/** What {@link TaskRoles} are made from. */
export interface TaskRolesProps {
  readonly naming: Naming;
  readonly accountId: string;
  readonly region: string;
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

interface Statement {
  readonly Sid: string;
  readonly Effect: 'Allow';
  readonly Action: readonly string[];
  readonly Resource: string | readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string>>>>;
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
    const execution = this.#addRole('execution', props, {
      description: 'Lets ECS start the tasks of the service',
      statements: executionStatements(props),
    });
    const task = this.#addRole('task', props, {
      description: 'What the service may do',
      statements: taskStatements(props),
    });
    this.executionRoleArn = execution.role.arn;
    this.taskRoleArn = task.role.arn;
    this.attachments = [execution.attachment, task.attachment];
  }

  #addRole(
    id: 'execution' | 'task',
    { naming, accountId }: TaskRolesProps,
    { description, statements }: { readonly description: string; readonly statements: readonly Statement[] },
  ): { role: IamRole; attachment: IamRolePolicyAttachment } {
    const [name, policyName] = [naming.name('role', `ecs-${id}`), naming.name('policy', `ecs-${id}`)];
    const role = new IamRole(this, `${id}-role`, {
      name,
      description,
      assumeRolePolicy: JSON.stringify(trustPolicy(naming, accountId)),
      tags: { Name: name },
    });
    const policy = new IamPolicy(this, `${id}-policy`, {
      name: policyName,
      description,
      policy: JSON.stringify({ Version: '2012-10-17', Statement: statements }),
      tags: { Name: policyName },
    });
    const attachment = new IamRolePolicyAttachment(this, `${id}-role-policy`, {
      role: role.name,
      policyArn: policy.arn,
    });
    return { role, attachment };
  }
}

/** https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html, with its guard against a confused deputy. */
const trustPolicy = (naming: Naming, accountId: string) => ({
  Version: '2012-10-17',
  Statement: [
    {
      Sid: 'TasksOfThisAccount',
      Effect: 'Allow',
      Principal: { Service: 'ecs-tasks.amazonaws.com' },
      Action: 'sts:AssumeRole',
      Condition: {
        StringEquals: { 'aws:SourceAccount': accountId },
        ArnLike: { 'aws:SourceArn': naming.arn('ecs', '*') },
      },
    },
  ],
});

const through = (service: string, region: string) => ({
  StringEquals: { 'kms:ViaService': `${service}.${region}.amazonaws.com` },
});

function executionStatements(props: TaskRolesProps): Statement[] {
  const { naming, region, image, logGroupName, secretArn, databaseKeyArn } = props;
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

const pullStatements = (repository: string): Statement[] => [
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

function taskStatements(props: TaskRolesProps): Statement[] {
  const { naming, region, dataBucketName, dataKeyArn, clusterResourceId, databaseUser } = props;
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
