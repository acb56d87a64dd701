import { S3Bucket } from '@cdktf/provider-aws/lib/s3-bucket';
import { defineStack } from '@healthcare-dr/platform';
import { expectResource, synthesizeStack, type Block, type SynthesizedStack } from '@healthcare-dr/testing';
import type { Environment, Role } from '@healthcare-dr/topology';
import { fixtureEnvironment } from '@healthcare-dr/topology/fixtures';
import { S3Replication } from '../s3-replication';

/** Stands for the keys that the composition roots read from the kms tier's contracts. */
export const KEY_ARNS: Readonly<Record<Role, string>> = {
  primary: 'arn:aws:kms:eu-west-2:111111111111:key/data-primary',
  dr: 'arn:aws:kms:eu-west-1:111111111111:key/data-dr',
};

/** The same, for logs. */
export const LOGS_KEY_ARNS: Readonly<Record<Role, string>> = {
  primary: 'arn:aws:kms:eu-west-2:111111111111:key/logs-primary',
  dr: 'arn:aws:kms:eu-west-1:111111111111:key/logs-dr',
};

/** Ephemeral, eu-west-2 and eu-west-1. */
export const dev = fixtureEnvironment('dev');
/** Production, the same Regions. */
export const prod = fixtureEnvironment('prod');

/** The tier's stack, synthesized on its own. */
export function s3Stack(environment: Environment, role: Role): SynthesizedStack {
  const definition = defineStack({
    role,
    tier: 's3-replication',
    build: (stack) =>
      void new S3Replication(stack, 's3-replication', {
        dataKeyArn: KEY_ARNS[role],
        logsKeyArn: LOGS_KEY_ARNS[role],
        drDataKeyArn: KEY_ARNS.dr,
      }),
  });
  return synthesizeStack(definition, environment);
}

/** The name of a bucket of `dev`. */
export const bucketName = (what: 'data' | 'access-logs' | 'trail', role: Role): string =>
  `healthcare-${what}-111111111111-${dev[role].region}-dev`;

/** The bucket of that name, or an error that shows which there are. */
export const bucketNamed = (stack: SynthesizedStack, bucket: string): Block =>
  expectResource(stack, S3Bucket, { bucket });

/** The resource that configures a part of a bucket. */
export function partOf(stack: SynthesizedStack, bucket: string, part: string): Block {
  const reference = `\${${bucketNamed(stack, bucket).address}.bucket}`;
  return expectResource(stack, `aws_s3_bucket_${part}`, { bucket: reference });
}
