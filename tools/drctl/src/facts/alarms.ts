import { paginateDescribeAlarms } from '@aws-sdk/client-cloudwatch';
import { controlAlarmName } from '@healthcare-dr/dns/contract';
import { NAME_PREFIX } from '@healthcare-dr/platform';
import { ask, type Answer } from '../answer';
import type { RegionClients } from '../pair';

/** The alarms of an environment in a Region. */
export interface Alarms {
  readonly total: number;
  /** Those that are in ALARM, but for the control alarm, which is while traffic is where it belongs. */
  readonly inAlarm: readonly string[];
  /** The state of the alarm by which traffic is held; `undefined` if it does not stand here. */
  readonly control: string | undefined;
}

/** The alarms that stand in a Region. */
export const askAlarms = ({ cloudWatch, naming }: RegionClients, suffix: string): Promise<Answer<Alarms>> =>
  ask(async (options) => {
    const control = controlAlarmName(naming);
    const found: { readonly name: string; readonly state: string }[] = [];
    const AlarmTypes = ['MetricAlarm' as const, 'CompositeAlarm' as const];
    const pages = paginateDescribeAlarms(
      { client: cloudWatch },
      { AlarmTypes, AlarmNamePrefix: `${NAME_PREFIX}-` },
      options,
    );
    for await (const { MetricAlarms = [], CompositeAlarms = [] } of pages) {
      for (const { AlarmName: name = '', StateValue: state = 'unknown' } of [
        ...MetricAlarms,
        ...CompositeAlarms,
      ])
        // Environments may share the account: their names end in another suffix.
        if (name.endsWith(`-${suffix}`)) found.push({ name, state });
    }
    return {
      total: found.length,
      inAlarm: found
        .filter(({ name, state }) => state === 'ALARM' && name !== control)
        .map(({ name }) => name),
      control: found.find(({ name }) => name === control)?.state,
    };
  });
