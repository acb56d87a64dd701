import { parseEnvironment, type Environment } from '@healthcare-dr/topology';

/** Values by their fields, such as `database.minAcu`. */
export type Settings = Readonly<Record<string, unknown>>;

/** The environment with settings changed, as if somebody had written them. */
export const environmentWith = (environment: Environment, settings: Settings): Environment =>
  parseEnvironment(
    Object.entries(settings).reduce<Settings>(
      (tree, [setting, value]) => withValue(tree, setting.split('.'), value),
      environment,
    ),
  );

/** The tree with a value at a path. */
function withValue(tree: Settings, [key = '', ...rest]: readonly string[], value: unknown): Settings {
  return {
    ...tree,
    [key]: rest.length === 0 ? value : withValue((tree[key] ?? {}) as Settings, rest, value),
  };
}
