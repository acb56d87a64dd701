import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { WORKSPACE_ROOT } from '@healthcare-dr/testing';
import { ROLES } from '@healthcare-dr/topology';
import { alarmNames, synthesize } from './__fixtures__/stacks';
import { RUNBOOKS } from './runbooks';

const read = (runbook: string) => readFileSync(join(WORKSPACE_ROOT, runbook), 'utf8');

/** The runbooks of this tier's own alarms; the others are about operations of the whole. */
const OF_ALARMS = [RUNBOOKS.service, RUNBOOKS.database, RUNBOOKS.replication, RUNBOOKS.security];

it.each(OF_ALARMS)('%s says when it is done', (runbook) => {
  expect(read(runbook)).toMatch(/^# .+[^]*\nDone when /);
});

it.each(OF_ALARMS)('%s leads on to runbooks that alarms know too', (runbook) => {
  const names = Object.values(RUNBOOKS).map((path) => path.replace('docs/runbooks/', ''));
  const links = [...read(runbook).matchAll(/\]\(([^)]+\.md)\)/g)].map(([, link = '']) => link);
  expect(links.length).toBeGreaterThan(0);
  expect(links.filter((link) => !names.includes(link))).toEqual([]);
});

it.each(ROLES)('an alarm of the %s Region is spoken of in the runbook that it names', (role) => {
  const stack = synthesize(role);
  const spoken = [...OF_ALARMS].map((runbook) => ({ runbook, text: read(runbook) }));
  const silent = stack.resources('aws_cloudwatch_metric_alarm').flatMap(({ attributes }) => {
    const found = spoken.find(({ runbook }) => String(attributes['alarm_description']).endsWith(runbook));
    const what = String(attributes['alarm_name']).replace(/^healthcare-(.*)-dev$/, '$1');
    const family = what.replace(/^(database|audit)-.*$/, '$1-…');
    return found === undefined || found.text.includes(`\`${what}\``) || found.text.includes(`\`${family}\``)
      ? []
      : [what];
  });
  expect(silent).toEqual([]);
  expect(alarmNames(stack).length).toBeGreaterThan(silent.length);
});
