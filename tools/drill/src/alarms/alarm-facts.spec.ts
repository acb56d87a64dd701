import { CloudWatchClient, DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch';
import { CloudWatchLogsClient, DescribeMetricFiltersCommand } from '@aws-sdk/client-cloudwatch-logs';
import { mockClient } from 'aws-sdk-client-mock';
import { readStandingAlarms } from './alarm-facts';

it('takes every alarm for one of ours but those that Application Auto Scaling makes for itself', async () => {
  const cloudwatch = mockClient(CloudWatchClient);
  const logs = mockClient(CloudWatchLogsClient);
  cloudwatch.on(DescribeAlarmsCommand).resolves({
    MetricAlarms: [
      { AlarmName: 'TargetTracking-service/healthcare-cluster-dev/healthcare-service-dev-AlarmLow-bab8a714' },
      { AlarmName: 'healthcare-rpo-lag-dev' },
      { AlarmName: 'somebody-elses' },
    ],
  });
  logs.on(DescribeMetricFiltersCommand).resolves({ metricFilters: [] });

  const { metricAlarms } = await readStandingAlarms('eu-west-1', {});

  expect(metricAlarms.map(({ AlarmName }) => AlarmName)).toEqual([
    'healthcare-rpo-lag-dev',
    'somebody-elses',
  ]);
  cloudwatch.restore();
  logs.restore();
});
