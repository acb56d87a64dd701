import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { startLocalAws, type LocalAws, type LocalAwsOptions } from '@healthcare-dr/local-aws';
import { createRole, putRolePolicy } from '@healthcare-dr/local-aws/fixtures';

const ACCOUNT = '123456789012';
const REGION = 'eu-west-1';

/** What {@link RoleSession.call} asks, in words. */
export const CALL = 'GetParameter by a session of a role with ten statements';

/** A local AWS with a role, and a session of it. */
export interface RoleSession {
  readonly aws: LocalAws;
  /** Asks for a parameter. @throws Error if it is refused */
  call(): Promise<void>;
}

/**
 * Starts a local AWS with a role of ten statements, the last of which allows {@link RoleSession.call}.
 *
 * @param options - what of the gateway is on
 */
export async function startRoleSession(
  options: Pick<LocalAwsOptions, 'authorization' | 'validation'>,
  signal: AbortSignal,
): Promise<RoleSession> {
  const aws = await startLocalAws({ accountId: ACCOUNT, signal, ...options });
  const administrator = {
    region: REGION,
    endpoint: aws.endpoint,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  };
  await new SSMClient(administrator).send(
    new PutParameterCommand({ Name: '/a', Value: 'v', Type: 'String' }),
  );
  await createRole(aws.endpoint, 'role', ACCOUNT);
  const others = Array.from({ length: 9 }, (_, index) => ({
    Action: ['s3:Get*', 'rds:Describe*'],
    Resource: `arn:aws:s3:::bucket-${index}/*`,
    Condition: { StringLike: { 'aws:PrincipalArn': `arn:aws:iam::${ACCOUNT}:role/*` } },
  }));
  await putRolePolicy(aws.endpoint, 'role', ...others, {
    Action: 'ssm:GetParameter',
    Resource: `arn:aws:ssm:${REGION}:${ACCOUNT}:parameter/*`,
  });
  const { Credentials } = await new STSClient(administrator).send(
    new AssumeRoleCommand({ RoleArn: `arn:aws:iam::${ACCOUNT}:role/role`, RoleSessionName: 'spec' }),
  );
  const credential = `${Credentials?.AccessKeyId ?? ''}/20260115/${REGION}/ssm/aws4_request`;
  return {
    aws,
    async call() {
      const response = await fetch(aws.endpoint, {
        method: 'POST',
        headers: {
          'content-type': 'application/x-amz-json-1.1',
          'x-amz-target': 'AmazonSSM.GetParameter',
          authorization: `AWS4-HMAC-SHA256 Credential=${credential}, SignedHeaders=host, Signature=0`,
        },
        body: '{"Name":"/a"}',
        signal,
      });
      if (!response.ok) throw new Error(`GetParameter: ${await response.text()}`);
      await response.arrayBuffer();
    },
  };
}
