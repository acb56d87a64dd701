import { startLocalAws, type LocalAws, type ValidationMode } from '@healthcare-dr/local-aws';
import { gatewayCost } from './gateway-cost';
import type { Figure } from './goals';

const REGION = 'eu-west-1';

/** What a request costs more at the gateway of the local AWS when it is held to the model of its service. */
export async function requestValidation({ signal }: { readonly signal: AbortSignal }): Promise<Figure[]> {
  const start = async (validation: ValidationMode) => {
    const aws = await startLocalAws({ accountId: '123456789012', validation, signal });
    return { aws, call: () => describe(aws, signal) };
  };
  return gatewayCost(
    {
      more: 'requests validated',
      sides: 'validated / not validated',
      call: 'DescribeSecurityGroups with ten filters',
    },
    await start('refuse'),
    await start('off'),
  );
}

async function describe({ endpoint }: LocalAws, signal: AbortSignal): Promise<void> {
  const filters = Array.from({ length: 10 }, (_, at) => [
    [`Filter.${at + 1}.Name`, `tag:k${at}`],
    [`Filter.${at + 1}.Value.1`, 'v'],
  ]).flat();
  const response = await fetch(endpoint, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      authorization: `AWS4-HMAC-SHA256 Credential=test/20260115/${REGION}/ec2/aws4_request, SignedHeaders=host, Signature=0`,
    },
    body: new URLSearchParams([
      ['Action', 'DescribeSecurityGroups'],
      ['Version', '2016-11-15'],
      ...(filters as [string, string][]),
    ]).toString(),
    signal,
  });
  if (!response.ok) throw new Error(`DescribeSecurityGroups: ${await response.text()}`);
  await response.arrayBuffer();
}
