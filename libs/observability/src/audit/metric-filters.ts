import {
  CloudwatchLogMetricFilter,
  type CloudwatchLogMetricFilterConfig,
} from '@cdktf/provider-aws/lib/cloudwatch-log-metric-filter';
import { TierStack } from '@healthcare-dr/platform';
import type { Environment } from '@healthcare-dr/topology';
import { Construct } from 'constructs';
import { Alarm, alarmName, MISSING_DATA } from '../alarms/alarm';
import { RUNBOOKS } from '../runbooks';
import { watchedEvents } from './watched-events';

/** The namespace of the metrics that are counted from the trails of an environment. */
export const auditNamespace = ({ suffix }: Pick<Environment, 'suffix'>): string =>
  `HealthcareDr/Audit/${suffix}`;

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
    const namespace = auditNamespace(stack.environment);
    for (const { what, severity, text, pattern, tolerated = 0 } of watchedEvents(
      stack.environment.alarms,
      stack.naming,
    )) {
      // Filter, metric and alarm by one name.
      const name = alarmName(stack.naming, `audit-${what}`);
      new CloudwatchLogMetricFilter(this, `filter-${what}`, {
        name,
        logGroupName,
        pattern,
        metricTransformation: { namespace, name, value: '1', unit: 'Count' },
      });
      new Alarm(this, what, {
        alarmName: name,
        severity,
        text,
        runbook: RUNBOOKS.security,
        watches: {
          namespace,
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
