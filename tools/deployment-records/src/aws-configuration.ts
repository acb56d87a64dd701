import { proxyHandlerOptions } from '@healthcare-dr/cli-kit';
import { NodeHttpHandler } from '@smithy/node-http-handler';

/** How long a Region may take to accept a connection and to answer, in milliseconds: a dark one must be told within a bound. */
const CONNECTION_TIMEOUT_MS = 5_000;
const REQUEST_TIMEOUT_MS = 20_000;

/**
 * What AWS clients of one Region are made from: the endpoint and credentials that the variables give, else what the SDK finds where
 * it always looks.
 */
export function clientConfiguration(variables: NodeJS.ProcessEnv, region: string) {
  const {
    AWS_ENDPOINT_URL: endpoint,
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    AWS_SESSION_TOKEN: sessionToken,
  } = variables;
  return {
    region,
    maxAttempts: 3,
    requestHandler: new NodeHttpHandler({
      connectionTimeout: CONNECTION_TIMEOUT_MS,
      requestTimeout: REQUEST_TIMEOUT_MS,
      throwOnRequestTimeout: true,
      ...proxyHandlerOptions(variables),
    }),
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
