import { MINUTE_SECONDS, nameOf, type AlarmInput, type FilterInput, type AlarmScope } from './alarm-input';
import { watchedRecords } from './watched-records';

const FIVE_MINUTES = 5;

const filterName = (side: AlarmScope, what: string) => nameOf(side, `audit-${what}`);

/** What nobody should do, or should do unseen: records in the trail, to the alarm they set off. */
export function auditInputs(side: AlarmScope): AlarmInput[] {
  return watchedRecords(side).map(({ what, counts: [record = {}], tolerated = 0 }): AlarmInput => {
    const times = (count: number) => ({ says: `${count} in five minutes`, values: [count] });
    return {
      alarmName: filterName(side, what),
      over: 'trail',
      publishes: { metricFilter: filterName(side, what), record },
      everySeconds: FIVE_MINUTES * MINUTE_SECONDS,
      goesOff: times(tolerated + 1),
      minutes: FIVE_MINUTES,
      staysQuiet: times(tolerated),
      silence: 'OK',
    };
  });
}

/** What each metric filter counts, and what it passes over. */
export function filterInputs(side: AlarmScope): FilterInput[] {
  return watchedRecords(side).map(({ what, counts, passesOver }) => ({
    filter: filterName(side, what),
    counts,
    passesOver,
  }));
}
