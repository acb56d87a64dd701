import { CONTROLLER_METRICS } from '@healthcare-dr/failover-lambda/contract';
import { alarmOf, synthesize } from '../__fixtures__/stacks';

const TOPIC = 'arn:aws:sns:eu-central-1:111111111111:healthcare-notifications-dev';

describe('the dead man’s switch', () => {
  const stack = synthesize('primary');

  it.each([
    ['primary', CONTROLLER_METRICS.primaryHeartbeat],
    ['dr', CONTROLLER_METRICS.drHeartbeat],
  ])('pages in the watch Region when the controller of %s is not heard there', (role, metric) => {
    expect(alarmOf(stack, `controller-unheard-${role}`)).toMatchObject({
      provider: 'aws.watch',
      metric_name: metric,
      dimensions: { Environment: 'dev' },
      statistic: 'Sum',
      period: 60,
      evaluation_periods: 5,
      comparison_operator: 'LessThanThreshold',
      threshold: 1,
      treat_missing_data: 'missing',
      alarm_description: expect.stringMatching(/^\[page\]/),
      alarm_actions: [TOPIC],
      ok_actions: [TOPIC],
      insufficient_data_actions: [TOPIC],
    });
  });

  it('stands outside the pair', () => {
    expect(stack.providers().find(({ alias }) => alias === 'watch')).toMatchObject({
      region: 'eu-central-1',
    });
  });

  it('is no part of a dr stack, which must plan and apply without another Region', () => {
    expect(synthesize('dr').text).not.toContain('unheard');
  });
});
