import type { IamRolePolicyAttachment } from '@cdktf/provider-aws/lib/iam-role-policy-attachment';
import { TierStack } from '@healthcare-dr/platform';
import { addServiceRole, type RoleStatement } from '@healthcare-dr/platform/service-role';
import { bucketArn } from '@healthcare-dr/s3-replication/contract';
import { Construct } from 'constructs';
import { startStatements, taskTrust, through } from './role-statements';

/** Props of {@link TaskRoles}. */
export interface TaskRolesProps {
  /** The image as the Region pulls it. */
  readonly image: string;
  readonly logGroupName: string;
  readonly dataBucketName: string;
  readonly dataKeyArn: string;
  /** `cluster-…`, of this Region's cluster. */
  readonly clusterResourceId: string;
  readonly databaseUser: string;
}

/**
 * Two roles, so that the service cannot do what starting it takes: ECS assumes the one to pull the image and open the
 * log; the container has the other. Neither reads the master credentials.
 */
export class TaskRoles extends Construct {
  readonly executionRoleArn: string;
  readonly taskRoleArn: string;
  /** A task that starts before these stand may be refused what it needs. */
  readonly attachments: readonly IamRolePolicyAttachment[];

  constructor(scope: Construct, id: string, props: TaskRolesProps) {
    super(scope, id);
    const stack = TierStack.of(this);
    const trust = taskTrust(stack);
    const [starts, may] = ['Lets ECS start the tasks of the service', 'What the service may do'];
    const execution = addServiceRole(this, {
      part: 'execution',
      what: 'ecs-execution',
      description: starts,
      trust,
      policy: { description: starts, statements: startStatements(stack, props.image, props.logGroupName) },
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
