import { resourcesOf } from './state';

const instance = (attributes: object, index_key?: number | string) => ({
  ...(index_key === undefined ? {} : { index_key }),
  attributes,
});

describe('resourcesOf', () => {
  it('tells what is managed, each instance by its address', () => {
    const state = {
      version: 4,
      resources: [
        { mode: 'data', type: 'aws_region', name: 'current', instances: [instance({})] },
        { mode: 'managed', type: 'aws_vpc', name: 'vpc', instances: [instance({ id: 'vpc-1' })] },
        { mode: 'managed', type: 'aws_eip', name: 'nat', instances: [instance({}, 0), instance({}, 'b')] },
        { module: 'module.m', mode: 'managed', type: 'aws_eip', name: 'x', instances: [instance({})] },
      ],
    };

    const resources = resourcesOf(JSON.stringify(state));

    expect(resources.map(({ address }) => address)).toEqual([
      'aws_vpc.vpc',
      'aws_eip.nat[0]',
      'aws_eip.nat["b"]',
      'module.m.aws_eip.x',
    ]);
    expect(resources[0]).toMatchObject({ type: 'aws_vpc', name: 'vpc', values: { id: 'vpc-1' } });
  });

  it('finds nothing in a state that was never written, nor in one that is empty', () => {
    expect(resourcesOf('\n')).toEqual([]);
    expect(resourcesOf('{"version":4,"resources":[]}')).toEqual([]);
  });

  it('refuses a format it does not know', () => {
    expect(() => resourcesOf('{"version":5,"resources":[]}')).toThrow(
      'A state of version 5 was read; only version 4 is known.',
    );
  });
});
