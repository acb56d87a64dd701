import type { Incident } from '@healthcare-dr/failover-controller';
import { NOW } from '../__fixtures__/aws';
import { openIncident } from '../__fixtures__/incident';
import { liveProgress, plainProgress } from './progress';

const approval = ({ id }: Incident) => `npm run drctl -- approve ${id} --environment dev`;
const incident = openIncident('failover', 'approval-required');

it('writes a line for each thing that happens, with its time in UTC', () => {
  const lines: string[] = [];
  const progress = plainProgress((text) => lines.push(text), approval);
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
  progress.end(undefined);
  expect(lines).toEqual([
    '03:04:05Z  promotion requested: 2 of 3 signals are down',
    `It waits for approval: ${approval(incident)}`,
    'it waits: the quorum is not confirmed yet',
  ]);
});

it('draws the steps with the time of each where a person looks, and what is waited for', () => {
  const drawn: (readonly string[])[] = [];
  const progress = liveProgress({ columns: 80, redraw: (lines) => drawn.push(lines) }, () => NOW, approval);
  const moved = openIncident('failover', 'routing-to-dr', {
    openedAt: NOW - 300_000,
    startedAt: NOW - 120_000,
    writerMovedAt: NOW - 20_000,
  });
  progress.phase('routing-to-dr', moved);
  progress.looked(moved);
  progress.waits('traffic is not routed yet');

  const plain = (drawn.at(-1) ?? []).map((line) => line.replaceAll(/\u001B\[\d+m/g, ''));
  expect(plain).toEqual([
    moved.id,
    '✔ 02:59:30Z  Confirm that the Region is lost  3 min',
    '✔ 03:02:30Z  Promote the standby              100 s',
    '▸ 03:04:10Z  Route traffic to it              20 s',
    '·            Raise capacity and finish',
    '',
    'It waits: traffic is not routed yet',
  ]);
});
