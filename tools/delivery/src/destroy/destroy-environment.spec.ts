import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RecordStore, type S3ObjectStore } from '@healthcare-dr/deployment-records';
import { MemoryStore } from '@healthcare-dr/deployment-records/memory-store';
import { fixtureEnvironment } from '@healthcare-dr/topology/fixtures';
import { DeliverySession } from '../deploy/session';
import { destroyStates, findStates, type DestroyOutcome } from './destroy-environment';

const WORKSPACE_ROOT = join(__dirname, '..', '..', '..', '..');

/** What each stack reads of those before it. */
const READS: Readonly<Record<string, readonly string[]>> = {
  'primary-kms': [],
  'primary-networking': ['primary-kms'],
  'primary-failover-lambda': ['primary-networking'],
};

const resource = (mode: 'managed' | 'data', name: string) => ({
  mode,
  type: 'aws_ssm_parameter',
  provider: 'provider["registry.terraform.io/hashicorp/aws"]',
  instances: [{ attributes: { name } }],
});
const stateOf = (resources: readonly object[]) => JSON.stringify({ version: 4, resources });

describe('destroying again', () => {
  let folder: string;
  let held: string;
  let calls: string;
  const store = new MemoryStore();
  let session: DeliverySession;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'healthcare-dr-destroy-'));
    [held, calls] = [join(folder, 'held'), join(folder, 'calls')];
    const binary = join(folder, 'terraform');
    // Stands in for Terraform: notes which stack it destroys, and cannot destroy the network while something holds its subnets.
    writeFileSync(
      binary,
      `#!/bin/sh
[ "$1" = destroy ] || exit 0
stack=$(basename "$PWD")
echo "$stack" >> '${calls}'
if [ "$stack" = primary-networking ] && [ -e '${held}' ]; then
  echo 'Error: deleting EC2 Subnet: DependencyViolation' >&2
  exit 1
fi
`,
      { mode: 0o755 },
    );
    for (const [stack, reads] of Object.entries(READS))
      await store.force(
        `${stack}.tfstate`,
        stateOf([resource('managed', stack), ...reads.map((name) => resource('data', name))]),
      );
    session = new DeliverySession({
      workspaceRoot: WORKSPACE_ROOT,
      environment: fixtureEnvironment('dev'),
      variables: { PATH: process.env['PATH'] },
      signal: new AbortController().signal,
      note: () => undefined,
      lockTimeoutSeconds: 1,
      terraform: { binary, flavor: 'terraform', version: '1.11.4', pluginDirectory: undefined },
    });
    const dr = new MemoryStore();
    const stores = ({ region }: { readonly region: string }) => (region === 'eu-west-2' ? store : dr);
    jest
      .spyOn(session, 'storeOf')
      .mockImplementation((location) => stores(location) as unknown as S3ObjectStore);
    jest.spyOn(session, 'caller').mockResolvedValue('arn:aws:sts::111111111111:user/me');
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  async function destroy(): Promise<Record<string, DestroyOutcome>> {
    const outcomes = await destroyStates({
      session,
      states: await findStates(session),
      policy: { production: false, maxDestroyed: 10, allowed: new Set() },
      parallel: 2,
      command: 'a test',
      settled: () => undefined,
    });
    // As Terraform leaves a state of which nothing stands any more.
    for (const [stack, { status }] of outcomes)
      if (status === 'destroyed') await store.force(`${stack}.tfstate`, stateOf([]));
    return Object.fromEntries(outcomes);
  }

  it('stops at what AWS still holds, and leaves what that was made on', async () => {
    writeFileSync(held, '');

    expect(await destroy()).toMatchObject({
      'primary-failover-lambda': { status: 'destroyed' },
      'primary-networking': { status: 'failed' },
      'primary-kms': { status: 'skipped', because: ['primary-networking'] },
    });
    expect((await new RecordStore(store).read('primary-networking'))?.record).toMatchObject({
      status: 'failed',
    });
  });

  it('goes on from there once AWS has let go, and touches nothing that is gone', async () => {
    rmSync(held);

    expect(await destroy()).toMatchObject({
      'primary-networking': { status: 'destroyed' },
      'primary-kms': { status: 'destroyed' },
    });
    expect(readFileSync(calls, 'utf8').trim().split('\n')).toEqual([
      'primary-failover-lambda',
      'primary-networking',
      'primary-networking',
      'primary-kms',
    ]);
    expect(await findStates(session)).toEqual([]);
  });
});
