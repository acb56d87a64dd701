import {
  CONTROLLER_DIMENSION,
  controllerNamespace,
  watchedHeartbeat,
} from '@healthcare-dr/failover-lambda/contract';
import { TierStack } from '@healthcare-dr/platform';
import { ROLES } from '@healthcare-dr/topology';
import { Construct } from 'constructs';
import { RUNBOOKS } from '../runbooks';
import { Alarm, alarmName, MISSING_DATA } from './alarm';

/**
 * How many minutes in a row a controller goes unheard before somebody is told: a way out that is closed for a minute is nothing to tell of,
 * and one that stays closed is told of within ten.
 */
const UNHEARD_MINUTES = 5;

/**
 * The dead man's switch: in the watch Region, outside the pair, the silence of the controller of each Region. Neither evaluating it nor
 * telling of it needs a Region of the pair, so it tells of a controller whose own alarms, topic or way out are gone with it.
 *
 * It stands in the primary stack, because no dr stack may need another Region to plan or apply.
 */
export class WatchAlarms extends Construct {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    const { environment, watchNaming: naming, watchProvider: provider } = TierStack.of(this);
    for (const role of ROLES)
      new Alarm(this, `unheard-${role}`, {
        alarmName: alarmName(naming, `controller-unheard-${role}`),
        severity: 'page',
        text:
          `The failover controller of ${environment[role].region} (${role}) has not been heard outside the pair for ${UNHEARD_MINUTES} minutes: ` +
          'it is silent, sees nothing, or has no way out of its Region.',
        runbook: RUNBOOKS.controller,
        watches: {
          namespace: controllerNamespace(environment),
          metricName: watchedHeartbeat(role),
          dimensions: { [CONTROLLER_DIMENSION]: environment.suffix },
          statistic: 'Sum',
          period: 60,
        },
        comparisonOperator: 'LessThanThreshold',
        threshold: 1,
        evaluationPeriods: UNHEARD_MINUTES,
        // Silence is what it is about, and is paged as INSUFFICIENT_DATA: who was never heard did not fall silent.
        missingData: MISSING_DATA.isUnknown,
        elsewhere: { naming, provider },
      });
  }
}
