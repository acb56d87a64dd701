import { temporaryFolder } from '@healthcare-dr/processes';
import { TerraformError, type Terraform } from '@healthcare-dr/terraform';
import { ROLES, UserError, type Role } from '@healthcare-dr/topology';
import { runIdentity } from '../deploy/identity';
import type { StackOutcome } from '../deploy/outcome';
import type { DeliverySession } from '../deploy/session';
import {
  type BucketLocation,
  type DeploymentRecord,
  locationOf,
  lockLocations,
  RECORD_VERSION,
  RecordStore,
  type RunIdentity,
} from '@healthcare-dr/deployment-records';
import { changesOf } from '../plan/changes';
import { findingsOf, stopping, type GateFinding, type GatePolicy } from '../plan/gate';
import { predecessors, wavesOf } from '../stacks/order';
import { statesIn, type StateFile } from '../stacks/state-file';
import { roleOf } from '../stacks/synthesized-stack';
import { Turns } from '../turns';
import { emptyVaults } from './empty-vaults';
import { deleteLogGroupsMadeAgain } from './made-again';
import { orderOfStates } from './order';
import { stateConfiguration, writeStateRoot } from './state-root';

/** A state that holds resources, and the side it is on. */
export interface FoundState extends StateFile {
  readonly role: Role;
  readonly location: BucketLocation;
  readonly record: DeploymentRecord | undefined;
}

/** Which states are looked for. */
export interface StateSearch {
  /** @default - both sides */
  readonly roles?: readonly Role[];
  /** Whether the state of a stack is read at all. @default - every one is */
  readonly wanted?: (stack: string) => boolean;
}

/** The states of an environment that still hold resources, with their records. Only the buckets are asked. */
export async function findStates(
  session: DeliverySession,
  { roles = ROLES, wanted = () => true }: StateSearch = {},
): Promise<FoundState[]> {
  const sides = await Promise.all(
    roles.map(async (role) => {
      const location = locationOf(session.options.environment, role);
      const store = session.storeOf(location);
      const records = new RecordStore(store);
      const states = await statesIn(store, (stack) => roleOf(stack) === role && wanted(stack));
      return Promise.all(
        states.map(async (state) => ({
          ...state,
          role,
          location,
          record: (await records.read(state.stack))?.record,
        })),
      );
    }),
  );
  return sides.flat();
}

/** One sentence on a state without a stack, for whoever has to decide. */
export function explainRemoved({ stack, managed, record }: FoundState): string {
  const made =
    record === undefined
      ? 'no record says by whom it was made'
      : `last ${record.status} on ${record.finishedAt ?? record.startedAt} by ${record.run.by}, commit ${record.run.commit?.slice(0, 12) ?? 'unknown'}`;
  return `${stack}: ${managed} resources in its state, and no apps/…/stack.ts of that name: the tier was removed or renamed (${made}). Destroy it from its state: npm run destroy -- --only ${stack}`;
}

/** How states are destroyed. */
export interface DestroyOptions {
  readonly session: DeliverySession;
  readonly states: readonly FoundState[];
  readonly policy: GatePolicy;
  readonly parallel: number;
  readonly command: string;
  readonly settled: (stack: string, outcome: DestroyOutcome) => void;
}

/** What became of a state. */
export type DestroyOutcome =
  | { readonly status: 'destroyed'; readonly resources: number }
  | { readonly status: 'refused'; readonly findings: readonly GateFinding[] }
  | Extract<StackOutcome, { status: 'failed' | 'interrupted' | 'skipped' }>;

/**
 * Destroys states, each before those it was made after, and leaves a tombstone of each. In a production environment the gate judges
 * what would be destroyed; an ephemeral one goes with all it holds.
 *
 * @throws UserError if the lock cannot be had
 */
export async function destroyStates(options: DestroyOptions): Promise<ReadonlyMap<string, DestroyOutcome>> {
  const { session, states, policy, parallel, command, settled } = options;
  if (states.length === 0) return new Map();
  const locations = lockLocations(
    session.options.environment,
    states.every(({ role }) => role === 'dr'),
  );
  const by = await session.caller(locations[0]?.region ?? '');
  const [terraform, run] = await Promise.all([
    session.terraform(),
    runIdentity(session.options.workspaceRoot, session.options.variables, by),
  ]);
  const order = orderOfStates(
    states,
    states.flatMap(({ record }) => record ?? []),
  );
  const madeAfter = new Map(order.map(({ name, dependsOn }) => [name, dependsOn]));
  const before = predecessors(order);
  const turns = new Turns(parallel);
  const folder = await temporaryFolder('healthcare-destroy-');
  const running = new Map<string, Promise<DestroyOutcome>>();
  const byName = new Map(states.map((state) => [state.stack, state]));
  const work = async (state: FoundState): Promise<DestroyOutcome> => {
    const dependents = [...running.keys()].filter((name) => before.get(name)?.has(state.stack) === true);
    const failed: string[] = [];
    for (const name of dependents) {
      if ((await running.get(name))?.status !== 'destroyed') failed.push(name);
    }
    if (failed.length > 0) return { status: 'skipped', because: failed.sort() };
    const dependsOn = madeAfter.get(state.stack) ?? [];
    return turns.take(() =>
      destroyState(state, { session, terraform, run, policy, folder: folder.path, dependsOn }),
    );
  };
  try {
    return await session.locked(locations, command, by, async () => {
      if (!policy.production) await emptyVaultsOf(session, states);
      // The last made first, so that whatever waits finds what it waits for.
      for (const name of wavesOf(order, new Set(byName.keys())).reverse().flat()) {
        const state = byName.get(name);
        if (state === undefined) continue;
        running.set(
          name,
          work(state).then((outcome) => {
            settled(name, outcome);
            return outcome;
          }),
        );
      }
      return new Map(
        await Promise.all([...running].map(async ([name, outcome]) => [name, await outcome] as const)),
      );
    });
  } finally {
    await folder.remove();
  }
}

/** Empties the vaults of the backup stacks among the states, while the roles stand that may. */
async function emptyVaultsOf(session: DeliverySession, states: readonly FoundState[]): Promise<void> {
  const { environment, variables, note } = session.options;
  const roles = ROLES.filter((role) => states.some(({ stack }) => stack === `${role}-backup`));
  if (roles.length === 0) return;
  await emptyVaults({ environment, roles, variables, note, signal: session.signal });
}

/**
 * Deletes what services of an ephemeral environment made again after Terraform had deleted it, once nothing of it stands in the Regions
 * of these sides; until then nothing is done.
 */
export async function deleteWhatIsMadeAgain(
  session: DeliverySession,
  roles: readonly Role[] = ROLES,
): Promise<void> {
  if (session.production) return;
  const { environment, variables, note } = session.options;
  if ((await findStates(session, { roles })).length > 0) return;
  for (const name of await deleteLogGroupsMadeAgain({ environment, roles, variables }))
    note(`${name}: made again by its service, and deleted.`);
}

interface DestroyContext {
  readonly session: DeliverySession;
  readonly terraform: Terraform;
  readonly run: RunIdentity;
  readonly policy: GatePolicy;
  readonly folder: string;
  /** What the state was made after: its record keeps it for whoever destroys again, when less of it can be read. */
  readonly dependsOn: readonly string[];
}

async function destroyState(
  state: FoundState,
  { session, terraform, run, policy, folder, dependsOn }: DestroyContext,
): Promise<DestroyOutcome> {
  const { stack, role, location } = state;
  const { environment } = session.options;
  const records = new RecordStore(session.storeOf(location));
  let etag: string | undefined;
  let destroying: DeploymentRecord | undefined;
  try {
    session.signal.throwIfAborted();
    const configuration = stateConfiguration(environment, role, state, location.bucket);
    const root = session.rootOf(
      { name: stack, folder: writeStateRoot(folder, stack, configuration) },
      terraform,
    );
    await root.init({ backend: true });
    if (policy.production) {
      const planFile = `${folder}/${stack}.plan`;
      await root.plan({ out: planFile, destroy: true });
      const findings = stopping(findingsOf(stack, changesOf(await root.showPlan(planFile)), policy), policy);
      if (findings.length > 0) return { status: 'refused', findings };
    }
    const read = await records.read(stack);
    const startedAt = new Date().toISOString();
    destroying = {
      schemaVersion: RECORD_VERSION,
      stack,
      environment: environment.suffix,
      status: 'destroying',
      hash: '',
      inputs: {},
      dependsOn: [...dependsOn],
      planDigest: null,
      startedAt,
      finishedAt: null,
      run,
    };
    etag = await records.write(destroying, read?.etag);
    await root.destroy();
    await records.write({ ...destroying, status: 'destroyed', finishedAt: new Date().toISOString() }, etag);
    return { status: 'destroyed', resources: state.managed };
  } catch (error) {
    const interrupted =
      session.signal.aborted || (error instanceof TerraformError && error.result.interrupted);
    const message =
      error instanceof TerraformError
        ? error.summary
        : error instanceof UserError
          ? error.message
          : String(error);
    const status = interrupted ? 'interrupted' : 'failed';
    if (destroying !== undefined && etag !== undefined)
      await records.write(
        { ...destroying, status, finishedAt: new Date().toISOString(), error: message },
        etag,
      );
    return { status, message };
  }
}
