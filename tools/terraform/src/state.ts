/** One resource of a state. */
export interface StateResource {
  /** Its address, such as `aws_vpc.vpc` or `aws_subnet.private["a"]`. */
  readonly address: string;
  readonly type: string;
  readonly name: string;
  readonly values: Readonly<Record<string, unknown>>;
}

/** The one version of the state's format that Terraform since 0.12 and OpenTofu write. */
const STATE_VERSION = 4;

interface RawState {
  readonly version: number;
  readonly resources: readonly {
    readonly module?: string;
    readonly mode: 'managed' | 'data';
    readonly type: string;
    readonly name: string;
    readonly instances: readonly {
      readonly index_key?: number | string;
      readonly attributes: Readonly<Record<string, unknown>>;
    }[];
  }[];
}

/**
 * The resources in a state as its backend keeps it, data sources left out; a state that was never written has none. Unlike
 * `terraform show -json` this needs no provider, whose schema takes seconds to load.
 *
 * @throws Error if the state is of another version than 4
 */
export function resourcesOf(state: string): StateResource[] {
  if (state.trim() === '') return [];
  const { version, resources } = JSON.parse(state) as RawState;
  if (version !== STATE_VERSION)
    throw new Error(`A state of version ${version} was read; only version ${STATE_VERSION} is known.`);
  return resources
    .filter(({ mode }) => mode === 'managed')
    .flatMap(({ module, type, name, instances }) =>
      instances.map(({ index_key: key, attributes: values }) => ({
        address: `${module === undefined ? '' : `${module}.`}${type}.${name}${key === undefined ? '' : `[${JSON.stringify(key)}]`}`,
        type,
        name,
        values,
      })),
    );
}
