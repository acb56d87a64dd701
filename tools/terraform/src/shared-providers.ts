/** A configuration in Terraform's JSON, as far as it is of interest here. */
export interface TerraformConfiguration {
  readonly terraform?: {
    readonly required_providers?: Readonly<Record<string, RequiredProvider>>;
    readonly [key: string]: unknown;
  };
  /** The configurations of each provider. */
  readonly provider?: Readonly<Record<string, readonly ProviderConfiguration[]>>;
  readonly [key: string]: unknown;
}

interface RequiredProvider {
  readonly source?: string;
  readonly version?: string;
  readonly configuration_aliases?: readonly string[];
}

interface ProviderConfiguration {
  readonly alias?: string;
  readonly [key: string]: unknown;
}

/** Many configurations as modules of one. */
export interface MergedConfiguration {
  /** The configuration of the root, which calls every module; a module's source is a folder of its name. */
  readonly root: TerraformConfiguration & { readonly module: Readonly<Record<string, unknown>> };
  /** Each module's configuration, without its providers. */
  readonly modules: ReadonlyMap<string, TerraformConfiguration>;
}

/**
 * Makes modules of one root out of configurations that are roots themselves. Terraform starts a provider's process for each configuration
 * of it, which takes half a second each time, so those that differ in nothing but the values of default tags become one, in the root.
 *
 * @param configurations - by the names that the modules get
 */
export function shareProviders(
  configurations: ReadonlyMap<string, TerraformConfiguration>,
): MergedConfiguration {
  const shared = new Map<
    string,
    { readonly provider: string; readonly configuration: ProviderConfiguration }
  >();
  const required: Record<string, RequiredProvider> = {};
  const calls: Record<string, unknown> = {};
  const modules = new Map<string, TerraformConfiguration>();
  const nameOf = (provider: string, own: ProviderConfiguration): string => {
    const configuration = without(own, 'alias');
    const shape = JSON.stringify([provider, configuration], (key, value: unknown) =>
      key === 'tags' && typeof value === 'object' && value !== null ? Object.keys(value) : value,
    );
    const known = shared.get(shape)?.configuration.alias;
    if (known !== undefined) return known;
    const alias = `shared_${shared.size + 1}`;
    shared.set(shape, { provider, configuration: { ...configuration, alias } });
    return alias;
  };
  for (const [name, { provider: providers = {}, terraform = {}, ...rest }] of configurations) {
    const requiredHere = { ...terraform.required_providers };
    const passed: Record<string, string> = {};
    for (const [provider, each] of Object.entries(providers)) {
      for (const configuration of each) {
        const { alias } = configuration;
        passed[alias === undefined ? provider : `${provider}.${alias}`] =
          `${provider}.${nameOf(provider, configuration)}`;
      }
      const aliases = each.flatMap(({ alias }) => (alias === undefined ? [] : [`${provider}.${alias}`]));
      if (requiredHere[provider] !== undefined) required[provider] = requiredHere[provider];
      if (aliases.length > 0)
        requiredHere[provider] = { ...requiredHere[provider], configuration_aliases: aliases };
    }
    calls[name] = { source: `./${name}`, providers: passed };
    const settings = without(terraform, 'backend');
    modules.set(name, { ...rest, terraform: { ...settings, required_providers: requiredHere } });
  }
  const provider: Record<string, ProviderConfiguration[]> = {};
  for (const one of shared.values()) (provider[one.provider] ??= []).push(one.configuration);
  return { root: { terraform: { required_providers: required }, provider, module: calls }, modules };
}

function without<T extends object>(object: T, key: string): T {
  return Object.fromEntries(Object.entries(object).filter(([name]) => name !== key)) as T;
}
