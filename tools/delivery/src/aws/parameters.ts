import { GetParametersCommand, SSMClient } from '@aws-sdk/client-ssm';
import { clientConfiguration } from '@healthcare-dr/deployment-records';

/** The values of SSM parameters. */
export interface ParameterSource {
  /** The values of parameters of one Region by name; one that does not exist is left out. Asked once until {@link forget}. */
  values(region: string, names: readonly string[]): Promise<ReadonlyMap<string, string>>;
  /** Asks anew from now on: something was applied that may publish others. */
  forget(): void;
}

/** GetParameters takes ten names. */
const BATCH = 10;

/** SSM Parameter Store of AWS. */
export class SsmParameterSource implements ParameterSource {
  readonly #clients = new Map<string, SSMClient>();
  #known = new Map<string, Promise<string | undefined>>();

  constructor(private readonly variables: NodeJS.ProcessEnv) {}

  async values(region: string, names: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const known = this.#known;
    const missing = names.filter((name) => !known.has(`${region} ${name}`));
    for (let start = 0; start < missing.length; start += BATCH) {
      const batch = missing.slice(start, start + BATCH);
      const answer = this.#ask(region, batch);
      for (const name of batch) {
        const value = answer.then((values) => values.get(name));
        // Whoever waits for it is told; that nobody waits any longer is no failure of its own.
        value.catch(() => known.delete(`${region} ${name}`));
        known.set(`${region} ${name}`, value);
      }
    }
    const values = new Map<string, string>();
    for (const name of names) {
      const value = await known.get(`${region} ${name}`);
      if (value !== undefined) values.set(name, value);
    }
    return values;
  }

  forget(): void {
    this.#known = new Map();
  }

  destroy(): void {
    for (const client of this.#clients.values()) client.destroy();
  }

  async #ask(region: string, names: readonly string[]): Promise<Map<string, string>> {
    const client = this.#clients.get(region) ?? new SSMClient(clientConfiguration(this.variables, region));
    this.#clients.set(region, client);
    const { Parameters: found = [] } = await client.send(new GetParametersCommand({ Names: [...names] }));
    return new Map(found.map(({ Name: name = '', Value: value = '' }) => [name, value]));
  }
}
