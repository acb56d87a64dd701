import { InputError } from '@healthcare-dr/cli-kit';
import { ROLES, type Environment, type Role } from '@healthcare-dr/topology';
import { z } from 'zod';
import { describeLease, LOCK_KEY, readLease } from './lease';
import { locationOf } from './locations';
import { S3ObjectStore, type ObjectStore } from './object-store';

/** A lock that somebody holds, and how to break it. */
export interface FoundLock {
  /** What it is of, such as `environment dev (eu-west-1)`. */
  readonly what: string;
  /** Who holds it, since when, and when they were last heard of. */
  readonly holder: string;
  /**
   * Breaks it.
   *
   * @throws ObjectChangedError if it is another one by now
   */
  unlock(): Promise<void>;
}

/** What Terraform writes into a lock of the S3 backend: the LockInfo of its statemgr package. */
const stateLockSchema = z.object({
  ID: z.string(),
  Operation: z.string(),
  Who: z.string(),
  Created: z.string(),
});

/** What is asked for locks. */
export interface LockSearch {
  readonly environment: Environment;
  readonly variables: NodeJS.ProcessEnv;
  /** The stack whose state may be locked. @default - the lock of the environment is looked for */
  readonly stack?: string;
  /** The side to look on; for a stack it is its own. @default - both */
  readonly role?: Role;
}

/**
 * The locks of an environment, or the lock of the state of one stack, that somebody holds.
 *
 * @param work - is given them while the buckets can be reached
 * @throws InputError if there is no stack of that name: neither it nor its lock has ever been written
 */
export async function withLocks<T>(
  search: LockSearch,
  work: (locks: readonly FoundLock[]) => Promise<T>,
): Promise<T> {
  const { environment, variables, stack } = search;
  const roles = stack === undefined ? (search.role === undefined ? ROLES : [search.role]) : [sideOf(stack)];
  const stores = roles.map((role) => new S3ObjectStore(variables, locationOf(environment, role)));
  try {
    const locks: FoundLock[] = [];
    for (const [index, store] of stores.entries()) {
      const region = environment[roles[index] ?? 'dr'].region;
      const found =
        stack === undefined
          ? await environmentLock(store, `environment ${environment.suffix} (${region})`)
          : await stateLock(store, stack);
      if (found !== undefined) locks.push(found);
    }
    return await work(locks);
  } finally {
    for (const store of stores) store.destroy();
  }
}

function sideOf(stack: string): Role {
  const role = ROLES.find((side) => stack.startsWith(`${side}-`));
  if (role !== undefined) return role;
  throw new InputError({
    problem: `'${stack}' is the name of no stack.`,
    allowed: '<role>-<tier>, such as dr-aurora',
    fix: 'name the stack, or none for the lock of the environment.',
  });
}

/** The lock of the environment in one Region. */
export async function environmentLock(store: ObjectStore, what: string): Promise<FoundLock | undefined> {
  const held = await readLease(store);
  if (held === undefined) return undefined;
  return { what, holder: describeLease(held), unlock: () => store.delete(LOCK_KEY, held.etag) };
}

/**
 * The lock that Terraform holds, or has left, on the state of one stack.
 *
 * @throws InputError if the bucket has neither: nobody holds the lock of what is not there
 */
export async function stateLock(store: ObjectStore, stack: string): Promise<FoundLock | undefined> {
  const key = `${stack}.tfstate.tflock`;
  const found = await store.get(key);
  if (found === undefined) {
    const stacks = (await store.list('')).flatMap((name) => /^([^/]+)\.tfstate$/.exec(name)?.[1] ?? []);
    if (stacks.includes(stack)) return undefined;
    throw new InputError({
      problem: `There is no state of '${stack}' in ${store.name}, and no lock of it.`,
      allowed: stacks.join(', ') || 'none: nothing was ever deployed there',
      fix: 'name one of these, or none for the lock of the environment.',
    });
  }
  const info = stateLockSchema.safeParse(JSON.parse(found.text)).data;
  const minutes = Math.round(found.ageMs / 60_000);
  return {
    what: `the state of ${stack}`,
    holder:
      info === undefined
        ? `somebody holds it for ${minutes} minutes`
        : `${info.Who} holds it since ${info.Created}, ${minutes} minutes (${info.Operation}, lock ${info.ID})`,
    unlock: () => store.delete(key, found.etag),
  };
}
