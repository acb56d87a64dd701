import {
  CloudwatchLogMetricFilter,
  type CloudwatchLogMetricFilterConfig,
} from '@cdktf/provider-aws/lib/cloudwatch-log-metric-filter';
import { TierStack } from '@healthcare-dr/platform';
import { Construct } from 'constructs';
import { Alarm, alarmName, MISSING_DATA } from '../alarms/alarm';
import { RUNBOOKS } from '../runbooks';
import { watchedEvents } from './watched-events';

/** The namespace of the metrics that are counted from trails. */
export const AUDIT_NAMESPACE = 'HealthcareDr/Audit';

/** Props of {@link AuditAlarms}. */
export interface AuditAlarmsProps {
  /** The log group of the Region's trail. */
  readonly logGroupName: CloudwatchLogMetricFilterConfig['logGroupName'];
}

/**
 * Counts in the Region's trail what nobody should do, or should do unseen, and tells of it. As both Regions have a trail over all
 * Regions, each event is told twice, by topics that do not depend on each other.
 */
export class AuditAlarms extends Construct {
  constructor(scope: Construct, id: string, { logGroupName }: AuditAlarmsProps) {
    super(scope, id);
    const stack = TierStack.of(this);
    for (const { what, severity, text, pattern, tolerated = 0 } of watchedEvents(
      stack.environment.alarms,
      stack.naming,
    )) {
      // Filter, metric and alarm by one name. It ends in the suffix: environments of one account share the namespace.
      const name = alarmName(stack.naming, `audit-${what}`);
      new CloudwatchLogMetricFilter(this, `filter-${what}`, {
        name,
        logGroupName,
        pattern,
        metricTransformation: { namespace: AUDIT_NAMESPACE, name, value: '1', unit: 'Count' },
      });
      new Alarm(this, what, {
        alarmName: name,
        severity,
        text,
        runbook: RUNBOOKS.security,
        watches: {
          namespace: AUDIT_NAMESPACE,
          metricName: name,
          dimensions: {},
          statistic: 'Sum',
          period: 300,
        },
        comparisonOperator: 'GreaterThanThreshold',
        threshold: tolerated,
        evaluationPeriods: 1,
        // Counted when it happens.
        missingData: MISSING_DATA.isNothing,
      });
    }
  }
}
