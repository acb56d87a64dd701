/** Environment variables, as node gives them. */
export type Variables = Readonly<Record<string, string | undefined>>;

/** Credentials, as the SDK takes them. */
export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** The execution environment has no credentials. */
export class MissingCredentialsError extends Error {
  constructor() {
    super(
      'AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are not set. Lambda sets them from the role of the function; elsewhere export them.',
    );
    // The name under which the SDK's own providers fail.
    this.name = 'CredentialsProviderError';
  }
}

/**
 * The credentials of the function's role, which Lambda puts into the environment. The SDK's default chain would also look into
 * files, at metadata services and at STS: a function has none of them, and the code that asks costs a fifth of the bundle.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html
 */
export function credentialsFrom(variables: Variables): () => Promise<Credentials> {
  return () => {
    const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN } = variables;
    if (!AWS_ACCESS_KEY_ID || !AWS_SECRET_ACCESS_KEY) return Promise.reject(new MissingCredentialsError());
    return Promise.resolve({
      accessKeyId: AWS_ACCESS_KEY_ID,
      secretAccessKey: AWS_SECRET_ACCESS_KEY,
      ...(AWS_SESSION_TOKEN ? { sessionToken: AWS_SESSION_TOKEN } : {}),
    });
  };
}
