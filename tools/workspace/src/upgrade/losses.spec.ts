import type { ResourceChange } from '@healthcare-dr/delivery';
import { lossesOf } from './losses';

const change = (address: string, actions: ResourceChange['actions'], previousAddress?: string) => ({
  address,
  type: address.split('.')[0] ?? '',
  actions,
  before: null,
  after: null,
  ...(previousAddress === undefined ? {} : { previousAddress }),
});

describe('what plans take away', () => {
  it('is what is destroyed, replaced, forgotten or moved, and not what is made or changed in place', () => {
    const changes = [
      change('aws_sns_topic.made', ['create']),
      change('aws_sns_topic.changed', ['update']),
      change('aws_sns_topic.destroyed', ['delete']),
      change('aws_sns_topic.replaced', ['delete', 'create']),
      change('aws_sns_topic.replaced-after', ['create', 'delete']),
      change('aws_sns_topic.forgotten', ['forget']),
      change('aws_sns_topic.moved', ['no-op'], 'aws_sns_topic.old'),
      change('aws_sns_topic.moved-and-changed', ['update'], 'aws_sns_topic.other'),
    ];

    expect(lossesOf([{ stack: 'dr-kms', changes }])).toEqual([
      'dr-kms aws_sns_topic.destroyed: destroyed',
      'dr-kms aws_sns_topic.replaced: replaced',
      'dr-kms aws_sns_topic.replaced-after: replaced',
      'dr-kms aws_sns_topic.forgotten: forgotten',
      'dr-kms aws_sns_topic.moved: moved',
      'dr-kms aws_sns_topic.moved-and-changed: moved',
    ]);
  });

  it('is told once, however often it is planned', () => {
    const plan = { stack: 'dr-kms', changes: [change('aws_sns_topic.a', ['delete'])] };

    expect(lossesOf([plan, plan, { ...plan, stack: 'primary-kms' }])).toEqual([
      'dr-kms aws_sns_topic.a: destroyed',
      'primary-kms aws_sns_topic.a: destroyed',
    ]);
  });
});
