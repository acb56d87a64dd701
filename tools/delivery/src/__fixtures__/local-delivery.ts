import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { CreateBucketCommand, PutBucketVersioningCommand, S3Client } from '@aws-sdk/client-s3';
import { startLocalAws, type LocalAws } from '@healthcare-dr/local-aws';
import { fixtureEnvironment } from '@healthcare-dr/topology/fixtures';
import { approveAll } from '../deploy/approval';
import { deployEnvironment, type DeployEnvironmentOptions } from '../deploy/deploy-environment';
import type { StackOutcome } from '../deploy/outcome';
import { DeliverySession, type SessionOptions } from '../deploy/session';
import type { SynthesizedStack } from '../stacks/synthesized-stack';
import { ACCOUNT, REGIONS, StackWorkspace } from './workspace';

const WORKSPACE_ROOT = resolve(__dirname, '..', '..', '..', '..');

/** What signs in to the local AWS where no role is meant. */
export const CREDENTIALS = { accessKeyId: 'test', secretAccessKey: 'test' };

/** Deployments of an environment with Terraform to a local AWS that a spec has for itself. */
export class LocalDelivery {
  readonly workspace = new StackWorkspace(
    readFileSync(resolve(WORKSPACE_ROOT, '.terraform.lock.hcl'), 'utf8'),
  );
  readonly environment = fixtureEnvironment('dev');
  /** What the sessions thought worth a line. */
  readonly notes: string[] = [];
  #aws: LocalAws | undefined;

  get aws(): LocalAws {
    if (this.#aws === undefined) throw new Error('The local AWS has not been started.');
    return this.#aws;
  }

  /** How a client of the SDK reaches a Region of it. */
  client(region: string) {
    return { region, endpoint: this.aws.endpoint, credentials: CREDENTIALS };
  }

  /** Starts it with a state bucket in each Region. */
  async start(): Promise<void> {
    this.#aws = await startLocalAws({ accountId: ACCOUNT });
    for (const region of Object.values(REGIONS)) {
      const s3 = new S3Client({ ...this.client(region), forcePathStyle: true });
      const Bucket = stateBucket(region);
      await s3.send(
        new CreateBucketCommand({
          Bucket,
          CreateBucketConfiguration: { LocationConstraint: region as 'eu-west-1' },
        }),
      );
      await s3.send(
        new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: 'Enabled' } }),
      );
      s3.destroy();
    }
  }

  async stop(): Promise<void> {
    await this.#aws?.stop();
    this.workspace.remove();
  }

  async inSession<T>(
    work: (session: DeliverySession) => Promise<T>,
    given: Partial<SessionOptions> = {},
  ): Promise<T> {
    const session = new DeliverySession({
      workspaceRoot: WORKSPACE_ROOT,
      environment: this.environment,
      variables: { ...process.env, ...this.aws.environment },
      signal: new AbortController().signal,
      lockTimeoutSeconds: 5,
      note: (text) => this.notes.push(text),
      ...given,
    });
    try {
      return await work(session);
    } finally {
      session.destroy();
    }
  }

  /** What became of each stack. */
  async deploy(
    stacks: readonly SynthesizedStack[],
    given: Partial<DeployEnvironmentOptions> = {},
    session: Partial<SessionOptions> = {},
  ): Promise<Record<string, StackOutcome['status']>> {
    const outcomes = await this.inSession(
      (opened) =>
        deployEnvironment({
          session: opened,
          stacks,
          checkTypes: false,
          approver: approveAll,
          command: 'a test',
          settled: () => undefined,
          ...given,
        }),
      session,
    );
    return Object.fromEntries([...outcomes].map(([stack, { status }]) => [stack, status]));
  }

  /** The attributes of the first resource of a type in the state of a stack of dr; none if there is no such resource. */
  async attributes(stack: string, type: string): Promise<Record<string, string>> {
    return this.inSession(async (session) => {
      const store = session.storeOf({
        region: REGIONS.dr,
        bucket: stateBucket(REGIONS.dr),
        accountId: ACCOUNT,
      });
      const found = await store.get(`${stack}.tfstate`);
      const { resources } = JSON.parse(found?.text ?? '{"resources":[]}') as {
        resources: { type: string; instances: { attributes: Record<string, string> }[] }[];
      };
      return resources.find((resource) => resource.type === type)?.instances[0]?.attributes ?? {};
    });
  }
}

const stateBucket = (region: string): string => `healthcare-tfstate-${ACCOUNT}-${region}-dev`;
