import { DescribeTaskDefinitionCommand, ECSClient } from '@aws-sdk/client-ecs';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';

/** Credentials of a session, as the SDKs take them from the environment. */
export interface SessionCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
}

/** What a task is started with, as its task definition says. */
export interface TaskStart {
  /** Of its one container, secrets resolved. */
  readonly variables: Readonly<Record<string, string>>;
  /** @default - undefined: its role is none */
  readonly credentials: SessionCredentials | undefined;
  /** The ARN of the session in which it calls AWS. */
  readonly sessionArn: string | undefined;
}

/** Where AWS is. */
export interface AwsAddress {
  readonly endpoint: string;
  readonly region: string;
}

/** The administrator, who asks ECS and STS. */
const ADMINISTRATOR = { accessKeyId: 'test', secretAccessKey: 'test' };

/** The name of a task's session is its id. */
const SESSION_NAME = 'task';

/**
 * Reads what ECS would start a task with: the variables of its container, secrets as its execution role reads them, and credentials of its
 * task role.
 *
 * @param family - of the task definition, whose newest revision counts
 * @throws Error if there is none, or if the execution role may not read a secret
 */
export async function readTaskStart(address: AwsAddress, family: string): Promise<TaskStart> {
  const ecs = new ECSClient({ ...address, credentials: ADMINISTRATOR });
  try {
    const { taskDefinition } = await ecs.send(new DescribeTaskDefinitionCommand({ taskDefinition: family }));
    const { containerDefinitions = [], executionRoleArn, taskRoleArn } = taskDefinition ?? {};
    const [container] = containerDefinitions;
    const variables = Object.fromEntries(
      (container?.environment ?? []).map(({ name = '', value = '' }) => [name, value]),
    );
    const secrets = container?.secrets ?? [];
    const starter = secrets.length > 0 ? await assume(address, executionRoleArn) : undefined;
    for (const { name = '', valueFrom = '' } of secrets)
      variables[name] = await secretValue(address, valueFrom, starter);
    const credentials = await assume(address, taskRoleArn);
    return { variables, credentials, sessionArn: taskRoleArn && sessionArnOf(taskRoleArn) };
  } finally {
    ecs.destroy();
  }
}

/** `arn:aws:iam::111111111111:role/a-role` → `arn:aws:sts::111111111111:assumed-role/a-role/task`. */
const sessionArnOf = (roleArn: string): string =>
  `${roleArn.replace(':iam:', ':sts:').replace(/:role\/(?:.*\/)?/, ':assumed-role/')}/${SESSION_NAME}`;

async function assume(
  address: AwsAddress,
  RoleArn: string | undefined,
): Promise<SessionCredentials | undefined> {
  if (RoleArn === undefined) return undefined;
  const sts = new STSClient({ ...address, credentials: ADMINISTRATOR });
  try {
    const { Credentials } = await sts.send(
      new AssumeRoleCommand({ RoleArn, RoleSessionName: SESSION_NAME, DurationSeconds: 43_200 }),
    );
    const { AccessKeyId = '', SecretAccessKey = '', SessionToken = '' } = Credentials ?? {};
    return { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken };
  } finally {
    sts.destroy();
  }
}

/** The value of `<ARN of the secret>:<key of its JSON>:<stage>:<version>`. */
async function secretValue(
  address: AwsAddress,
  valueFrom: string,
  credentials: SessionCredentials | undefined,
): Promise<string> {
  const parts = valueFrom.split(':');
  const [SecretId, key = ''] = [parts.slice(0, 7).join(':'), parts[7]];
  const client = new SecretsManagerClient({ ...address, ...(credentials && { credentials }) });
  try {
    const { SecretString = '' } = await client.send(new GetSecretValueCommand({ SecretId }));
    return key === '' ? SecretString : String((JSON.parse(SecretString) as Record<string, unknown>)[key]);
  } finally {
    client.destroy();
  }
}
