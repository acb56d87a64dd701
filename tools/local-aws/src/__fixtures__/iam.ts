/** A statement as it is written. */
export type Written = Readonly<Record<string, unknown>>;

/** A policy document of these statements, each of which allows unless it says otherwise. */
export const documentOf = (...statements: Written[]): string =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: statements.map((statement) => ({ Effect: 'Allow', ...statement })),
  });

/** Who may assume a role: its own account, and Lambda. */
const trust = (accountId: string): string =>
  documentOf({ Principal: { Service: 'lambda.amazonaws.com', AWS: accountId }, Action: 'sts:AssumeRole' });

/**
 * Calls IAM as the account's administrator.
 *
 * @throws Error if it refuses
 */
async function call(endpoint: string, parameters: Readonly<Record<string, string>>): Promise<string> {
  // No client of IAM is among the packages of this workspace.
  const response = await fetch(endpoint, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      authorization:
        'AWS4-HMAC-SHA256 Credential=test/20260115/us-east-1/iam/aws4_request, SignedHeaders=host, Signature=0',
    },
    body: new URLSearchParams({ Version: '2010-05-08', ...parameters }).toString(),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(text);
  return text;
}

/** Makes a role of an account, under a boundary if one is given. */
export async function createRole(
  endpoint: string,
  name: string,
  accountId: string,
  boundary?: string,
): Promise<void> {
  await call(endpoint, {
    Action: 'CreateRole',
    RoleName: name,
    AssumeRolePolicyDocument: trust(accountId),
    ...(boundary !== undefined && { PermissionsBoundary: boundary }),
  });
}

/** Makes a role that a service alone takes, and that may do what the statements say. */
export async function createServiceRole(
  endpoint: string,
  name: string,
  service: string,
  ...statements: readonly Written[]
): Promise<void> {
  await call(endpoint, {
    Action: 'CreateRole',
    RoleName: name,
    AssumeRolePolicyDocument: documentOf({ Principal: { Service: service }, Action: 'sts:AssumeRole' }),
  });
  await putRolePolicy(endpoint, name, ...statements);
}

/** Says what a role may do: its one inline policy. */
export async function putRolePolicyDocument(endpoint: string, role: string, document: string): Promise<void> {
  await call(endpoint, {
    Action: 'PutRolePolicy',
    RoleName: role,
    PolicyName: 'inline',
    PolicyDocument: document,
  });
}

/** The same, by its statements. */
export const putRolePolicy = (endpoint: string, role: string, ...statements: Written[]): Promise<void> =>
  putRolePolicyDocument(endpoint, role, documentOf(...statements));

/** Makes a managed policy. @returns its ARN */
export async function createPolicy(
  endpoint: string,
  name: string,
  ...statements: readonly Written[]
): Promise<string> {
  const answer = await call(endpoint, {
    Action: 'CreatePolicy',
    PolicyName: name,
    PolicyDocument: documentOf(...statements),
  });
  return /<Arn>([^<]+)<\/Arn>/.exec(answer)?.[1] ?? '';
}
