import { fixtureModel, fixtureStack, type Fixture } from './fixture';
import type { Resource } from './model';

const PARAMETER = '/healthcare-dr/prod/kms/logs-key-arn';

const kms = (provider?: string, attribute = 'insecure_value'): Fixture => {
  const at = provider === undefined ? {} : { provider };
  return {
    aws_kms_key: { logs: at },
    aws_ssm_parameter: { p: { name: PARAMETER, [attribute]: '${aws_kms_key.logs.arn}', ...at } },
  };
};
const logs = (provider?: string): Fixture => ({
  'data.aws_ssm_parameter': { key: { name: PARAMETER, ...(provider === undefined ? {} : { provider }) } },
  aws_cloudwatch_log_group: { g: { kms_key_id: '${data.aws_ssm_parameter.key.insecure_value}' } },
});

const modelOf = (publisher: Fixture, reader: Fixture) => {
  const model = fixtureModel(fixtureStack(publisher, 'primary-kms'), fixtureStack(reader, 'primary-logs'));
  const [group] = model.ofType('aws_cloudwatch_log_group');
  const [key] = model.ofType('aws_kms_key');
  if (group === undefined || key === undefined)
    throw new Error('The fixture lacks its log group or its key.');
  return { model, group, key };
};

describe('the model of an environment', () => {
  it.each(['value', 'insecure_value'])(
    'follows a contract to what its publisher made, by %s',
    (attribute) => {
      const { model, group, key } = modelOf(kms(undefined, attribute), logs());
      expect(model.references(group, group.at('kms_key_id'))).toEqual([key]);
      expect(model.referrersOf(key)).toContain(group);
      expect(model.isCustomerKey(group, group.at('kms_key_id'))).toBe(true);
    },
  );

  it('does not take a contract of the other Region for one of this', () => {
    const { model, group } = modelOf(kms('aws.dr'), logs());
    expect(model.isCustomerKey(group, group.at('kms_key_id'))).toBe(false);
  });

  it('does not take a key of the other Region for one of this', () => {
    const { model, group } = modelOf(kms('aws.dr'), logs('aws.dr'));
    expect(model.references(group, group.at('kms_key_id'))).toHaveLength(1);
    expect(model.isCustomerKey(group, group.at('kms_key_id'))).toBe(false);
  });

  it('finds a reference inside a function, and none outside an expression', () => {
    const model = fixtureModel(
      fixtureStack({
        aws_kms_key: { k: {} },
        aws_sns_topic: {
          a: { name: '${element(split(",", aws_kms_key.k.arn), 0)}' },
          b: { name: 'aws_kms_key.k' },
        },
      }),
    );
    const [a, b] = model.ofType('aws_sns_topic') as [Resource, Resource];
    expect(model.references(a, a.at('name'))).toHaveLength(1);
    expect(model.references(b, b.at('name'))).toEqual([]);
  });

  it('reads through nested blocks, one or many', () => {
    const model = fixtureModel(
      fixtureStack({ aws_x: { a: { rule: [{ set: { on: true } }, { set: { on: false } }] } } }),
    );
    const [resource] = model.ofType('aws_x');
    expect(resource?.at('rule.set.on')).toBe(true);
    expect(resource?.at('rule.other.on')).toBeUndefined();
    expect(resource?.blocks('rule')).toHaveLength(2);
  });
});
