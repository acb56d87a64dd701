import { shareProviders, type TerraformConfiguration } from './shared-providers';

const stack = (
  tier: string,
  region: string,
  ...aliases: [alias: string, region: string][]
): TerraformConfiguration => {
  const aws = (where: string, alias?: string) => ({
    region: where,
    default_tags: [{ tags: { Tier: tier } }],
    ...(alias === undefined ? {} : { alias }),
  });
  return {
    terraform: {
      backend: { s3: {} },
      required_version: '>= 1.11',
      required_providers: { aws: { source: 'aws' } },
    },
    provider: { aws: [aws(region), ...aliases.map(([alias, where]) => aws(where, alias))] },
    resource: { aws_vpc: {} },
  };
};

describe('shareProviders', () => {
  it('makes one provider of those that differ in the values of default tags alone', () => {
    const { root } = shareProviders(
      new Map([
        ['primary-kms', stack('kms', 'eu-west-2')],
        ['primary-dns', stack('dns', 'eu-west-2', ['dr', 'eu-west-1'])],
        ['dr-kms', stack('kms', 'eu-west-1')],
      ]),
    );

    expect(root.provider?.['aws']?.map(({ alias, region }) => [alias, region])).toEqual([
      ['shared_1', 'eu-west-2'],
      ['shared_2', 'eu-west-1'],
    ]);
    expect(root.module).toEqual({
      'primary-kms': { source: './primary-kms', providers: { aws: 'aws.shared_1' } },
      'primary-dns': {
        source: './primary-dns',
        providers: { aws: 'aws.shared_1', 'aws.dr': 'aws.shared_2' },
      },
      'dr-kms': { source: './dr-kms', providers: { aws: 'aws.shared_2' } },
    });
  });

  it('keeps apart what differs in anything else, the names of default tags included', () => {
    const other: TerraformConfiguration = {
      ...stack('kms', 'eu-west-2'),
      provider: { aws: [{ region: 'eu-west-2', default_tags: [{ tags: { Owner: 'kms' } }] }] },
    };

    const { root } = shareProviders(
      new Map([
        ['a', stack('kms', 'eu-west-2')],
        ['b', other],
      ]),
    );

    expect(root.provider?.['aws']).toHaveLength(2);
  });

  it('leaves a module all but its providers and its backend, and tells it which it is passed', () => {
    const { modules, root } = shareProviders(
      new Map([['a', stack('dns', 'eu-west-2', ['dr', 'eu-west-1'])]]),
    );

    expect(modules.get('a')).toEqual({
      terraform: {
        required_version: '>= 1.11',
        required_providers: { aws: { source: 'aws', configuration_aliases: ['aws.dr'] } },
      },
      resource: { aws_vpc: {} },
    });
    expect(root.terraform).toEqual({ required_providers: { aws: { source: 'aws' } } });
  });
});
