import {
  CreatePolicyCommand,
  CreatePolicyVersionCommand,
  DeletePolicyCommand,
  DeletePolicyVersionCommand,
  GetPolicyCommand,
  GetPolicyVersionCommand,
  ListPolicyVersionsCommand,
  NoSuchEntityException,
  type IAMClient,
} from '@aws-sdk/client-iam';

/** How many versions of a managed policy IAM keeps. */
const MOST_VERSIONS = 5;

/** A managed policy. */
export interface PolicyProps {
  readonly accountId: string;
  readonly path: string;
  readonly name: string;
  /** The document. */
  readonly text: string;
  readonly tags: Readonly<Record<string, string>>;
}

/**
 * Makes sure that a managed policy says what its document says.
 *
 * @returns its ARN
 */
export async function ensurePolicy(
  iam: IAMClient,
  { accountId, path, name, text, tags }: PolicyProps,
): Promise<string> {
  const arn = `arn:aws:iam::${accountId}:policy${path}${name}`;
  const current = await documentOf(iam, arn);
  if (current === undefined) {
    await iam.send(
      new CreatePolicyCommand({
        PolicyName: name,
        Path: path,
        PolicyDocument: text,
        Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
      }),
    );
    return arn;
  }
  if (sameJson(current, text)) return arn;
  const { Versions: versions = [] } = await iam.send(new ListPolicyVersionsCommand({ PolicyArn: arn }));
  const old = versions.filter(({ IsDefaultVersion: current }) => current !== true);
  const oldest = old.sort((a, b) => (a.CreateDate?.getTime() ?? 0) - (b.CreateDate?.getTime() ?? 0))[0];
  if (versions.length >= MOST_VERSIONS && oldest?.VersionId !== undefined)
    await iam.send(new DeletePolicyVersionCommand({ PolicyArn: arn, VersionId: oldest.VersionId }));
  await iam.send(
    new CreatePolicyVersionCommand({ PolicyArn: arn, PolicyDocument: text, SetAsDefault: true }),
  );
  return arn;
}

/** Deletes a managed policy with its versions; that there is none is no error. */
export async function deletePolicy(iam: IAMClient, arn: string): Promise<void> {
  try {
    const { Versions: versions = [] } = await iam.send(new ListPolicyVersionsCommand({ PolicyArn: arn }));
    for (const { VersionId: version, IsDefaultVersion: current } of versions)
      if (current !== true)
        await iam.send(new DeletePolicyVersionCommand({ PolicyArn: arn, VersionId: version }));
    await iam.send(new DeletePolicyCommand({ PolicyArn: arn }));
  } catch (error) {
    if (!(error instanceof NoSuchEntityException)) throw error;
  }
}

async function documentOf(iam: IAMClient, arn: string): Promise<string | undefined> {
  try {
    const { Policy: policy } = await iam.send(new GetPolicyCommand({ PolicyArn: arn }));
    const { PolicyVersion: version } = await iam.send(
      new GetPolicyVersionCommand({ PolicyArn: arn, VersionId: policy?.DefaultVersionId }),
    );
    return decodeURIComponent(version?.Document ?? '');
  } catch (error) {
    if (error instanceof NoSuchEntityException) return undefined;
    throw error;
  }
}

/** Whether two documents are the same JSON. */
export function sameJson(one: string, other: string): boolean {
  try {
    return JSON.stringify(JSON.parse(one)) === JSON.stringify(JSON.parse(other));
  } catch {
    return false;
  }
}
