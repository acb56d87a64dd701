import { openIncident } from '../__fixtures__/incident';
import { plainProgress } from './progress';

const incident = openIncident('failover', 'approval-required');

it('writes a line for each thing that happens, with its time in UTC', async () => {
  const lines: string[] = [];
  const progress = plainProgress((text) => lines.push(text));
  progress.phase('suspected', incident);
  progress.line({
    key: 'k',
    at: Date.UTC(2026, 0, 2, 3, 4, 5),
    incidentId: incident.id,
    event: 'promotion-requested',
    reason: undefined,
    title: 'promotion requested',
    text: '2 of 3 signals are down',
    details: {},
  });
  progress.phase('approval-required', incident);
  progress.waits('the quorum is not confirmed yet');
  await progress.end(undefined);
  expect(lines).toEqual([
    '03:04:05Z  promotion requested: 2 of 3 signals are down',
    `It waits for approval: drctl approve ${incident.id} (with --accept-data-loss, if the loss may be beyond the bound).`,
    'it waits: the quorum is not confirmed yet',
  ]);
});
