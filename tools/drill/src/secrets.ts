import {
  GetSecretValueCommand,
  paginateListSecrets,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import type { Environment, Region } from '@healthcare-dr/topology';
import { clientConfiguration } from '@healthcare-dr/drctl/bootstrap';

/** A secret as one Region holds it. */
export interface HeldSecret {
  readonly name: string;
  readonly region: Region;
  /** The texts in it that nobody else may know. */
  readonly values: readonly string[];
}

/** Fields of a secret that say where and as whom to sign in, and are no secret themselves. */
const PUBLIC_FIELDS = ['username', 'engine', 'host', 'port', 'dbname'];

/** What of a secret's text is secret: the fields of a JSON object that are not public, or all of it. */
export function secretValuesOf(secretString: string): string[] {
  try {
    const fields = JSON.parse(secretString) as unknown;
    if (typeof fields === 'object' && fields !== null) {
      return Object.entries(fields)
        .filter(([name, value]) => !PUBLIC_FIELDS.includes(name) && typeof value === 'string')
        .map(([, value]) => value as string);
    }
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  return [secretString];
}

/** Every secret of an environment that a Region holds, with its current value. */
export async function secretsOf(
  environment: Environment,
  region: Region,
  variables: NodeJS.ProcessEnv,
): Promise<HeldSecret[]> {
  const client = new SecretsManagerClient(clientConfiguration(variables, region));
  try {
    const held: HeldSecret[] = [];
    for await (const { SecretList: page = [] } of paginateListSecrets({ client }, {})) {
      for (const { ARN: arn, Name: name = '' } of page) {
        if (!name.endsWith(`-${environment.suffix}`)) continue;
        const { SecretString: text = '' } = await client.send(new GetSecretValueCommand({ SecretId: arn }));
        held.push({ name, region, values: secretValuesOf(text) });
      }
    }
    return held;
  } finally {
    client.destroy();
  }
}
