import { DescribeSecretCommand } from '@aws-sdk/client-secrets-manager';
import { GetParameterCommand } from '@aws-sdk/client-ssm';
import { databaseContract } from '@healthcare-dr/aurora/contract';
import { ask, orAbsent, type Answer } from '../answer';
import type { RegionClients } from '../pair';

/** The secret with the master credentials as it stands in a Region. Its value is never read. */
export interface Secret {
  readonly arn: string;
  /** Whether somebody has asked for its deletion. */
  readonly deleted: boolean;
}

/** The secret that the contract names in this Region; `undefined` if there is none. */
export const askSecret = ({
  ssm,
  secretsManager,
  naming,
}: RegionClients): Promise<Answer<Secret | undefined>> =>
  ask(async (options) => {
    const Name = naming.parameter(
      databaseContract.tier,
      'secretArn' satisfies keyof typeof databaseContract.keys,
    );
    const parameter = await orAbsent(ssm.send(new GetParameterCommand({ Name }), options));
    const arn = parameter?.Parameter?.Value;
    if (arn === undefined) return undefined;
    const secret = await orAbsent(secretsManager.send(new DescribeSecretCommand({ SecretId: arn }), options));
    return secret === undefined ? undefined : { arn, deleted: secret.DeletedDate !== undefined };
  });
