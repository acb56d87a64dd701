import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { startLocalAws, type LocalAws } from '@healthcare-dr/local-aws';
import { createRole, putRolePolicy } from '@healthcare-dr/local-aws/fixtures';
import type { Figure } from './goals';
import { mediansOfCalls } from './measure';

const ROUNDS = 300;
const ACCOUNT = '123456789012';
const REGION = 'eu-west-1';

/** What a request costs more at the gateway of the local AWS when whoever signed it is held to policies. */
export async function authorization({ signal }: { readonly signal: AbortSignal }): Promise<Figure[]> {
  const [held, free] = [await start(true, signal), await start(false, signal)];
  try {
    const { heldMs, freeMs } = await mediansOfCalls(
      { heldMs: () => held.call(), freeMs: () => free.call() },
      ROUNDS,
    );
    return [
      {
        title: 'a request at the gateway: more with permissions evaluated',
        value: heldMs - freeMs,
        unit: 'ms',
        goal: { atMost: 3 },
        from: `${heldMs.toFixed(2)} ms / ${freeMs.toFixed(2)} ms, medians of ${ROUNDS} in turn`,
      },
      {
        title: 'a request at the gateway: evaluated / not evaluated',
        value: heldMs / freeMs,
        unit: '×',
        from: 'GetParameter by a session of a role with ten statements',
      },
    ];
  } finally {
    await Promise.all([held.aws.stop(), free.aws.stop()]);
  }
}

/** A local AWS with a role, and a call by a session of it. */
async function start(
  evaluated: boolean,
  signal: AbortSignal,
): Promise<{ readonly aws: LocalAws; call(): Promise<void> }> {
  const aws = await startLocalAws({ accountId: ACCOUNT, authorization: evaluated, signal });
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
