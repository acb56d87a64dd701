import { IAMClient } from '@aws-sdk/client-iam';
import { KMSClient } from '@aws-sdk/client-kms';
import { S3Client } from '@aws-sdk/client-s3';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { hasProxy, proxyHandlerOptions } from '@healthcare-dr/cli-kit';
import { OPT_IN_REGIONS, UserError, type Environment, type Region } from '@healthcare-dr/topology';
import { NodeHttpHandler } from '@smithy/node-http-handler';

/** The AWS APIs that the bootstrap of one Region calls. */
export interface BootstrapClients {
  readonly iam: IAMClient;
  readonly kms: KMSClient;
  readonly s3: S3Client;
  destroy(): void;
}

/**
 * The variables of `environment` that the AWS clients are made from. Credentials that are absent here are looked for by
 * the SDK where it always looks.
 */
export function clientConfiguration(environment: NodeJS.ProcessEnv, region: Region) {
  const {
    AWS_ENDPOINT_URL: endpoint,
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
  } = environment;
  const sessionToken = environment['AWS_SESSION_TOKEN'];
  return {
    region,
    ...(hasProxy(environment)
      ? { requestHandler: new NodeHttpHandler(proxyHandlerOptions(environment)) }
      : {}),
    ...(endpoint === undefined ? {} : { endpoint }),
    ...(accessKeyId === undefined || secretAccessKey === undefined
      ? {}
      : {
          credentials: {
            accessKeyId,
            secretAccessKey,
            ...(sessionToken === undefined ? {} : { sessionToken }),
          },
        }),
  };
}

/** Clients for one Region. */
export function bootstrapClients(environment: NodeJS.ProcessEnv, region: Region): BootstrapClients {
  const configuration = clientConfiguration(environment, region);
  const iam = new IAMClient(configuration);
  const kms = new KMSClient(configuration);
  // A bucket's name cannot be a subdomain of a loopback address.
  const s3 = new S3Client({ ...configuration, forcePathStyle: configuration.endpoint !== undefined });
  return {
    iam,
    kms,
    s3,
    destroy() {
      iam.destroy();
      kms.destroy();
      s3.destroy();
    },
  };
}

/**
 * Makes sure that the credentials at hand are of the environment's account.
 *
 * @throws UserError if there are none, or if they are of another account
 */
export async function assertAccount(
  environment: Environment,
  region: Region,
  variables: NodeJS.ProcessEnv,
): Promise<void> {
  const sts = new STSClient(clientConfiguration(variables, region));
  try {
    const { Account: account } = await sts.send(new GetCallerIdentityCommand({}));
    if (account === environment.accountId) return;
    throw new UserError({
      problem: `These credentials are of account ${account}; environment '${environment.suffix}' lives in ${environment.accountId}.`,
      fix: 'use credentials of that account, or choose another environment with ENVIRONMENT_SUFFIX.',
    });
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError({
      problem: `The AWS account could not be asked who we are (${region}): ${(error as Error).message}`,
      fix: `provide credentials (AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY) and a network that reaches AWS${
        OPT_IN_REGIONS.has(region) ? `; and have the account enable ${region}, which is opt-in` : ''
      }.`,
    });
  } finally {
    sts.destroy();
  }
}
