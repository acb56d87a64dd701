import { incidentIdOf, notificationOf, subjectOf } from './messages';
import { DR_SITE, incidentOf, NOON } from '../__fixtures__/world';

test('an incident is named by its kind, its time and the write that opened it', () => {
  expect(incidentIdOf('failover', NOON, 7)).toBe('failover-20260102T120000Z-7');
});

test('a subject is ASCII and no longer than SNS takes', () => {
  const subject = subjectOf({ ...DR_SITE, environment: 'Z\u00fcrich\n' }, `${'x'.repeat(200)}`, incidentOf());
  expect(subject).toMatch(/^healthcare-dr Z\?rich\?: x+$/);
  expect(subject).toHaveLength(100);
});

test('a message says what happened, what is next and where to read on, and keeps its id', () => {
  const notice = { severity: 'page', runbook: 'failover', next: 'Look.' } as const;
  const message = notificationOf(DR_SITE, 8, 'writer moved', 'because', notice, incidentOf());
  expect(message).toEqual(notificationOf(DR_SITE, 8, 'writer moved', 'because', notice, incidentOf()));
  expect(message).toMatchObject({ id: 'dev/dr/8/writer-moved', severity: 'page' });
  expect(message.body.split('\n')).toEqual([
    'What happened: writer moved: because',
    'What is next: Look.',
    'Runbook: docs/runbooks/disaster-failover.md',
    expect.stringMatching(/^Incident: failover-\S+, failover of arn:\S+ to arn:\S+, suspected$/),
    'Controller: dev, dr, eu-west-1; global cluster healthcare-global-dev',
  ]);
});
