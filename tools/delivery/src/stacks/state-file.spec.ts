import { MemoryStore } from '@healthcare-dr/deployment-records/memory-store';
import { parseState, statesIn } from './state-file';

const AWS = 'provider["registry.terraform.io/hashicorp/aws"]';
const state = (...resources: readonly object[]) => JSON.stringify({ version: 4, resources });
const resource = (type: string, attributes: object = {}, more: object = {}) => ({
  mode: 'managed',
  type,
  provider: AWS,
  instances: [{ attributes }],
  ...more,
});

describe('parseState', () => {
  it('counts what is managed, and finds providers and parameters', () => {
    const text = state(
      resource('aws_vpc', {}, { provider: `${AWS}.dr` }),
      resource('aws_ssm_parameter', { name: '/own' }),
      resource('aws_ssm_parameter', { name: '/read' }, { mode: 'data' }),
    );

    expect(parseState('primary-kms', text)).toEqual({
      stack: 'primary-kms',
      managed: 2,
      aliases: ['dr'],
      reads: ['/read'],
      publishes: ['/own'],
    });
  });

  it('refuses a version it does not know', () => {
    expect(() => parseState('x', '{"version":5,"resources":[]}')).toThrow('version');
  });
});

describe('statesIn', () => {
  it('finds the states that hold something, and reads only those that are wanted', async () => {
    const store = new MemoryStore();
    await store.force('dr-kms.tfstate', state(resource('aws_kms_key')));
    await store.force('dr-old.tfstate', state(resource('aws_vpc')));
    await store.force('dr-empty.tfstate', state());
    await store.force('dr-kms.tfstate.tflock', '{}');
    await store.force('deployments/stacks/dr-kms.json', '{}');

    expect((await statesIn(store)).map(({ stack }) => stack)).toEqual(['dr-kms', 'dr-old']);
    store.calls.length = 0;
    expect((await statesIn(store, (stack) => stack === 'dr-old')).map(({ stack }) => stack)).toEqual([
      'dr-old',
    ]);
    expect(store.calls).toEqual(['get dr-old.tfstate']);
  });
});
