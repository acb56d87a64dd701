import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { CreateBucketCommand, S3Client, type BucketLocationConstraint } from '@aws-sdk/client-s3';
import { deploymentFolder, DeliverySession, synthesizeForDeployment } from '@healthcare-dr/delivery';
import { recordAsDeployed } from '@healthcare-dr/delivery/fixtures';
import { startLocalAws } from '@healthcare-dr/local-aws';
import { findTerraform, LOCK_TIMEOUT_SECONDS } from '@healthcare-dr/terraform';
import { chosenEnvironment } from '@healthcare-dr/topology/loading';
import type { Figure } from './goals';
import { medians, type TimedCommand } from './measure';

const ROUNDS = 3;

/** An environment that nobody has a pull request for: what is synthesized for it is removed again. */
const SUFFIX = 'pr99999';

/** 15 s where the synthesis of the stacks takes 0.6 s. */
const GOAL = { atMost: 25 };

/** How long a deployment takes that finds every stack as it should be, from its start to its end, beside the synthesis in it. */
export async function unchangedDeployment({
  workspaceRoot,
  signal,
}: {
  readonly workspaceRoot: string;
  readonly signal: AbortSignal;
}): Promise<Figure[]> {
  const terraform = await findTerraform();
  const environment = chosenEnvironment(workspaceRoot, process.env, SUFFIX);
  const aws = await startLocalAws({ accountId: environment.accountId, signal });
  const env = { ...aws.environment, ENVIRONMENT_SUFFIX: SUFFIX };
  const session = new DeliverySession({
    workspaceRoot,
    environment,
    variables: { ...process.env, ...env },
    signal,
    terraform,
    lockTimeoutSeconds: LOCK_TIMEOUT_SECONDS,
    note: () => undefined,
  });
  try {
    const stacks = await synthesizeForDeployment({ workspaceRoot, environment: SUFFIX });
    for (const [region, Bucket] of new Map(stacks.map(({ state }) => [state.region, state.bucket]))) {
      const s3 = new S3Client({
        region,
        endpoint: aws.endpoint,
        credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
        forcePathStyle: true,
      });
      const LocationConstraint = region as BucketLocationConstraint;
      await s3.send(
        new CreateBucketCommand({
          Bucket,
          ...(region === 'us-east-1' ? {} : { CreateBucketConfiguration: { LocationConstraint } }),
        }),
      );
      s3.destroy();
    }
    await recordAsDeployed(session, stacks);
    aws.gateway.clear();
    const command = (name: string, ...args: string[]): TimedCommand => ({
      name,
      command: process.execPath,
      args,
      cwd: workspaceRoot,
      env: { ...env, NX_DAEMON: 'false', NX_TUI: 'false' },
    });
    const times = await medians(
      [
        command('npm', 'tools/run.cjs', 'tools/delivery/src/main.ts', 'deploy'),
        command('nx', join('node_modules', 'nx', 'dist', 'bin', 'nx.js'), 'run-many', '-t', 'deploy'),
        command('synth', 'tools/nx-cdktf/bin/synth.cjs', '--outdir', deploymentFolder(workspaceRoot, SUFFIX)),
      ],
      ROUNDS,
      signal,
    );
    const written = aws.gateway
      .requests({ service: 's3' })
      .filter(({ operation }) => /^PUT .*deployments\/stacks\//.test(operation));
    if (written.length > 0) throw new Error(`${written.length} records were written: something was deployed`);
    const seconds = (name: string) => (times.get(name) ?? NaN) / 1000;
    const figure = (title: string, name: string): Figure => ({
      title: `${title}, ${stacks.length} unchanged stacks / their synthesis`,
      value: seconds(name) / seconds('synth'),
      unit: '×',
      goal: GOAL,
      from: `${seconds(name).toFixed(1)} s / ${seconds('synth').toFixed(1)} s, medians of ${ROUNDS} in turn`,
    });
    return [figure('npm run deploy', 'npm'), figure('nx run-many -t deploy', 'nx')];
  } finally {
    session.destroy();
    await aws.stop();
    await rm(deploymentFolder(workspaceRoot, SUFFIX), { recursive: true, force: true });
  }
}
