import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { CreateHostedZoneCommand, Route53Client } from '@aws-sdk/client-route-53';
import { bootstrap } from '@healthcare-dr/drctl/bootstrap';
import { startLocalAws, type LocalAws } from '@healthcare-dr/local-aws';
import { GLOBAL_SERVICES_REGION, stateBackend } from '@healthcare-dr/platform';
import { GOGC, resourcesOf, type StateResource } from '@healthcare-dr/terraform';
import { ROLES, topologyOf } from '@healthcare-dr/topology';
import { FIXTURES_DIRECTORY, fixtureEnvironment } from '@healthcare-dr/topology/fixtures';
import { approveAll } from '../deploy/approval';
import {
  DEFAULT_PARALLEL,
  deployEnvironment,
  type DeployEnvironmentOptions,
} from '../deploy/deploy-environment';
import type { StackOutcome } from '../deploy/outcome';
import { DeliverySession, type SessionOptions } from '../deploy/session';
import { MAX_DESTROYED } from '../plan/gate';
import type { PlanRequest } from '../plan/plan-stacks';
import { summarizePlans } from '../plan/summarize-plans';
import type { PlanSummary } from '../plan/summary';
import { synthesizeForDeployment } from '../stacks/synthesize';
import type { SynthesizedStack } from '../stacks/synthesized-stack';
import { StackWorkspace } from './workspace';

const WORKSPACE_ROOT = resolve(__dirname, '..', '..', '..', '..');

/** What signs in to the local AWS where no role is meant. */
export const CREDENTIALS = { accessKeyId: 'test', secretAccessKey: 'test' };

/** Deployments of an environment with Terraform to a local AWS that a spec has for itself. */
export class LocalDelivery {
  readonly workspace = new StackWorkspace(
    readFileSync(resolve(WORKSPACE_ROOT, '.terraform.lock.hcl'), 'utf8'),
  );
  /** What the sessions thought worth a line. */
  readonly notes: string[] = [];
  #aws: LocalAws | undefined;

  /** @param environment what is deployed; a spec that changes a setting puts another one of the same name in its place */
  constructor(public environment = fixtureEnvironment('dev')) {}

  get aws(): LocalAws {
    if (this.#aws === undefined) throw new Error('The local AWS has not been started.');
    return this.#aws;
  }

  /** How a client of the SDK reaches a Region of it. */
  client(region: string) {
    return { region, endpoint: this.aws.endpoint, credentials: CREDENTIALS };
  }

  /** Starts it with what is there before the first stack: the state bucket of each Region, and the hosted zone if the environment is given one. */
  async start(): Promise<void> {
    const { environment } = this;
    this.#aws = await startLocalAws({ accountId: environment.accountId });
    await bootstrap({ environment, roles: ROLES, variables: this.variables });
    if (environment.dns.hostedZone !== 'given') return;
    const route53 = new Route53Client(this.client(GLOBAL_SERVICES_REGION));
    const zone = { Name: environment.dns.domainName, CallerReference: 'before-the-first-stack' };
    await route53.send(new CreateHostedZoneCommand(zone));
    route53.destroy();
  }

  async stop(): Promise<void> {
    await this.#aws?.stop();
    this.workspace.remove();
  }

  /**
   * Every stack of this checkout for the environment, with the code of its functions.
   *
   * @param environmentsDir the folder that it is read from; by default that of the fixtures
   */
  synthesize(environmentsDir = FIXTURES_DIRECTORY): Promise<SynthesizedStack[]> {
    return synthesizeForDeployment({
      workspaceRoot: WORKSPACE_ROOT,
      environment: this.environment.suffix,
      environmentsDir,
      outdir: join(this.workspace.root, 'stacks'),
    });
  }

  async inSession<T>(
    work: (session: DeliverySession) => Promise<T>,
    given: Partial<SessionOptions> = {},
  ): Promise<T> {
    const session = new DeliverySession({
      workspaceRoot: WORKSPACE_ROOT,
      environment: this.environment,
      variables: this.variables,
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

  /** What became of each stack, in one word. */
  async deploy(
    stacks: readonly SynthesizedStack[],
    given: Partial<DeployEnvironmentOptions> = {},
    session: Partial<SessionOptions> = {},
  ): Promise<Record<string, StackOutcome['status']>> {
    const outcomes = await this.outcomes(stacks, given, session);
    return Object.fromEntries([...outcomes].map(([stack, { status }]) => [stack, status]));
  }

  /** What became of each stack. */
  async outcomes(
    stacks: readonly SynthesizedStack[],
    given: Partial<DeployEnvironmentOptions> = {},
    session: Partial<SessionOptions> = {},
  ): Promise<ReadonlyMap<string, StackOutcome>> {
    return this.inSession(
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
  }

  /** What `npm run plan:summary`, or with the purpose `drift` what `npm run drift` finds of each stack, in the order of deployment. */
  async review(
    stacks: readonly SynthesizedStack[],
    purpose: PlanRequest['purpose'] = 'changes',
  ): Promise<PlanSummary> {
    return this.inSession((session) =>
      summarizePlans({
        session,
        stacks,
        selected: new Set(stacks.map(({ name }) => name)),
        policy: { production: session.production, maxDestroyed: MAX_DESTROYED, allowed: new Set() },
        parallel: DEFAULT_PARALLEL,
        purpose,
      }),
    );
  }

  /** The attributes of the first resource of a type in the state of a stack; none if there is no such resource. */
  async attributes(stack: string, type: string): Promise<Record<string, string>> {
    const resource = (await this.resources(stack)).find((one) => one.type === type);
    return (resource?.values ?? {}) as Record<string, string>;
  }

  /** Every resource in the state of a stack; none if it has no state. */
  async resources(stack: string): Promise<StateResource[]> {
    const { accountId, suffix } = this.environment;
    const { region } = topologyOf(this.environment, stack.startsWith('dr-') ? 'dr' : 'primary');
    const { bucket } = stateBackend({ accountId, suffix, region });
    return this.inSession(async (session) => {
      const found = await session.storeOf({ region, bucket, accountId }).get(`${stack}.tfstate`);
      return resourcesOf(found?.text ?? '');
    });
  }

  /** The environment of a process that deploys to it. */
  get variables(): NodeJS.ProcessEnv {
    return {
      ...process.env,
      ...this.aws.environment,
      // A provider gives up on what the local AWS does not answer; by default it asks 25 times, which takes minutes.
      AWS_MAX_ATTEMPTS: '3',
      GOGC,
    };
  }
}
