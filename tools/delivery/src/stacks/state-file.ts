import { z } from 'zod';
import type { ObjectStore } from '@healthcare-dr/deployment-records';

/** What the name of a state ends with; `.tflock` follows while Terraform works on it. */
const STATE_SUFFIX = '.tfstate';

/** A state as its bucket keeps it. */
export interface StateFile {
  /** `<role>-<tier>`. */
  readonly stack: string;
  /** How many resources it manages. */
  readonly managed: number;
  /** The aliases of the providers that its resources were made with. */
  readonly aliases: readonly string[];
  /** The names of the SSM parameters that it read. */
  readonly reads: readonly string[];
  /** The names of the SSM parameters that it published. */
  readonly publishes: readonly string[];
}

const stateSchema = z.object({
  version: z.literal(4),
  resources: z.array(
    z.object({
      mode: z.enum(['managed', 'data']),
      type: z.string(),
      provider: z.string(),
      instances: z.array(z.object({ attributes: z.record(z.string(), z.unknown()).optional() })),
    }),
  ),
});

/**
 * Reads a state.
 *
 * @throws ZodError if it is of a version that is not known
 */
export function parseState(stack: string, text: string): StateFile {
  const { resources } = stateSchema.parse(JSON.parse(text));
  const managed = resources.filter(({ mode }) => mode === 'managed');
  const parameters = (mode: 'managed' | 'data') =>
    resources
      .filter((resource) => resource.mode === mode && resource.type === 'aws_ssm_parameter')
      .flatMap(({ instances }) => instances)
      .flatMap(({ attributes }) => {
        const name = attributes?.['name'];
        return typeof name === 'string' ? [name] : [];
      });
  return {
    stack,
    managed: managed.reduce((count, { instances }) => count + instances.length, 0),
    // provider["registry.terraform.io/hashicorp/aws"].dr
    aliases: [...new Set(managed.flatMap(({ provider }) => /\]\.(\w+)$/.exec(provider)?.[1] ?? []))].sort(),
    reads: parameters('data'),
    publishes: parameters('managed'),
  };
}

/**
 * The states in a bucket that still hold resources.
 *
 * @param wanted - whether the state of a stack is read at all
 */
export async function statesIn(
  store: ObjectStore,
  wanted: (stack: string) => boolean = () => true,
): Promise<StateFile[]> {
  const keys = (await store.list('')).filter(
    (key) => key.endsWith(STATE_SUFFIX) && wanted(key.slice(0, -STATE_SUFFIX.length)),
  );
  const states = await Promise.all(
    keys.map(async (key) => {
      const found = await store.get(key);
      return found === undefined ? [] : [parseState(key.slice(0, -STATE_SUFFIX.length), found.text)];
    }),
  );
  return states.flat().filter(({ managed }) => managed > 0);
}
