import { stateBackend } from '@healthcare-dr/platform';
import { topologyOf, type Environment, type Role } from '@healthcare-dr/topology';

/** A state bucket. */
export interface BucketLocation {
  readonly region: string;
  readonly bucket: string;
  readonly accountId: string;
}

/**
 * Where the lock of a run lies: in the dr Region for whatever touches the environment, and in the primary one too unless the run is
 * for dr alone.
 */
export function lockLocations(environment: Environment, drAlone: boolean): BucketLocation[] {
  const roles: readonly Role[] = drAlone ? ['dr'] : ['dr', 'primary'];
  return roles.map((role) => locationOf(environment, role));
}

/** The state bucket of one side. */
export function locationOf(environment: Environment, role: Role): BucketLocation {
  const { suffix, accountId } = environment;
  const { region } = topologyOf(environment, role);
  return { region, accountId, bucket: stateBackend({ suffix, accountId, region }).bucket };
}
