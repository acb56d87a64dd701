import { BACKED_UP } from '@healthcare-dr/backup/contract';
import { ago } from '../words';
import { fail, known, pass, present, type ReadinessRule } from './rule';

const DAY_MS = 86_400_000;

/** How old the newest restore may be, in days: a week, and the hours in which a test may begin and end. */
const RESTORE_TEST_DAYS = 8;

/** That somebody is told, nothing else is wrong, and what is lost can be restored. */
export const SAFETY_NET_RULES: readonly ReadinessRule[] = [
  {
    id: 'recovery-point',
    title: 'The standby Region has a recovery point younger than a day',
    fix: 'see docs/runbooks/restore-from-backup.md; the jobs of the vault say why none was made.',
    check: ({ facts, standby }) =>
      known(standby.backups, standby.region, ({ lastRecoveryPoint: last }) => {
        if (last === undefined) return fail('none within the last nine days');
        const detail = `completed ${ago(last.at, facts.at)}`;
        return facts.at - last.at <= DAY_MS ? pass(detail) : fail(detail);
      }),
  },
  {
    id: 'backup-opt-in',
    title: 'AWS Backup takes the database and the documents in the standby Region',
    fix: ({ aws }) =>
      `${aws('backup', 'update-region-settings', '--resource-type-opt-in-preference', BACKED_UP.map((type) => `${type}=true`).join(','))}: what is opted out is skipped, and no job fails.`,
    check: ({ standby }) =>
      known(standby.optIns, standby.region, (optIns) => {
        const out = BACKED_UP.filter((type) => optIns[type] !== true);
        return out.length === 0
          ? pass(`${BACKED_UP.join(' and ')} opted in`)
          : fail(`${out.join(' and ')} opted out`);
      }),
  },
  {
    id: 'restore-tested',
    title: 'A restore in dr has succeeded within eight days, and none has failed since',
    fix: 'see docs/runbooks/restore-from-backup.md, section F; tests run on Sundays at noon UTC, the first one in the first week of an environment.',
    // Where restores are tested, whichever side stands by.
    check: ({ facts, environment }) =>
      known(facts.sides.dr.backups, environment.dr.region, ({ lastRestore, lastFailedRestore }) => {
        if (lastFailedRestore !== undefined && lastFailedRestore.at > (lastRestore?.at ?? 0))
          return fail(`one failed ${ago(lastFailedRestore.at, facts.at)}`);
        if (lastRestore === undefined) return fail('none within the last nine days');
        const detail = `completed ${ago(lastRestore.at, facts.at)}`;
        return facts.at - lastRestore.at <= RESTORE_TEST_DAYS * DAY_MS ? pass(detail) : fail(detail);
      }),
  },
  {
    id: 'notifications-subscribed',
    title: 'Somebody is told in the standby Region',
    fix: 'confirm the subscriptions that wait (a link was sent), or add one: notifications.subscriptions of the environment.',
    check: ({ standby }) =>
      present(
        standby.subscriptions,
        standby,
        `there is no topic in ${standby.region}`,
        ({ confirmed, pending }) => {
          if (pending.length > 0) return fail(`${confirmed} confirmed; not confirmed: ${pending.join(', ')}`);
          return confirmed > 0 ? pass(`${confirmed} confirmed`) : fail('nobody is subscribed');
        },
      ),
  },
  {
    id: 'alarms-ok',
    title: 'No alarm of the standby Region is on',
    fix: 'do what the description of each alarm says.',
    check: ({ standby }) =>
      known(standby.alarms, standby.region, ({ total, inAlarm }) => {
        if (total === 0) return fail(`no alarm stands in ${standby.region}`);
        return inAlarm.length === 0 ? pass(`${total} alarms`) : fail(inAlarm.join(', '));
      }),
  },
];
