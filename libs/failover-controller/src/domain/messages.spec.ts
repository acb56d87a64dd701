import { formatSubject, incidentIdOf, notificationOf } from './messages';
import { DR_SITE, incidentOf, NOON } from '../__fixtures__/world';

test('an incident is named by its kind, its time and the write that opened it', () => {
  expect(incidentIdOf('failover', NOON, 7)).toBe('failover-20260102T120000Z-7');
});

test('a subject is ASCII and no longer than SNS takes', () => {
  const environment = `Z\u00fcrich\n${'x'.repeat(200)}`;
  const subject = formatSubject({ ...DR_SITE, environment }, 'writer-moved', incidentOf());
  expect(subject).toMatch(/^healthcare-dr Z\?rich\?x+$/);
  expect(subject).toHaveLength(100);
});

test('a notification says what happened, what is next and where to read on, by code and in prose, and keeps its id', () => {
  const told = {
    event: 'writer-moved',
    reason: { code: 'target-writes', clusterArn: 'arn:dr' },
    notification: { severity: 'page', runbook: 'failover', next: { code: 'traffic-follows', to: 'dr' } },
  } as const;
  const message = notificationOf(DR_SITE, '8/writer-moved', told, incidentOf());
  expect(message).toEqual(notificationOf(DR_SITE, '8/writer-moved', told, incidentOf()));
  expect(message).toMatchObject({
    id: 'dev/dr/8/writer-moved',
    severity: 'page',
    event: 'writer-moved',
    incidentId: incidentOf().id,
    subject: `healthcare-dr dev: writer moved (${incidentOf().id})`,
  });
  expect(message.body.split('\n')).toEqual([
    'What happened: writer moved: arn:dr writes and no operation runs',
    'What is next: Traffic is routed to dr.',
    'Runbook: docs/runbooks/disaster-failover.md',
    expect.stringMatching(/^Incident: failover-\S+, failover of arn:\S+ to arn:\S+, suspected$/),
    'Controller: dev, dr, eu-west-1; global cluster healthcare-global-dev',
  ]);
});
