import type { LocalAws } from '@healthcare-dr/local-aws';
import type { Region } from '@healthcare-dr/topology';

/** Looks at a world in which a rule of EventBridge is disabled, and enables it again. @throws Error if EventBridge refuses */
export async function withDisabledRule<T>(
  aws: Pick<LocalAws, 'endpoint'>,
  region: Region,
  name: string,
  look: () => Promise<T>,
): Promise<T> {
  await change(aws, region, 'DisableRule', name);
  try {
    return await look();
  } finally {
    await change(aws, region, 'EnableRule', name);
  }
}

/** No client of EventBridge is among the packages of this workspace. */
async function change(
  { endpoint }: Pick<LocalAws, 'endpoint'>,
  region: Region,
  operation: 'DisableRule' | 'EnableRule',
  Name: string,
): Promise<void> {
  const response = await fetch(endpoint, {
    method: 'POST',
    headers: {
      authorization: `AWS4-HMAC-SHA256 Credential=test/20260101/${region}/events/aws4_request, SignedHeaders=host, Signature=0`,
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': `AWSEvents.${operation}`,
    },
    body: JSON.stringify({ Name }),
  });
  if (!response.ok) throw new Error(`${operation} of ${Name}: ${await response.text()}`);
}
