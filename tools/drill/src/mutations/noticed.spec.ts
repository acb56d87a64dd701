import { noticed } from './noticed';

const held = { id: 'target-writes/failover', title: 'dr writes', ok: true, detail: '' } as const;
const failed = {
  id: 'metric-every-minute/steady',
  title: 'The metric is written',
  ok: false,
  detail: 'TrafficEngaged is silent',
} as const;
const breakage = {
  id: 'other-metric',
  what: 'another metric',
  complaint: { id: failed.id, names: ['TrafficEngaged'] },
};

describe('noticed', () => {
  it('holds if the assertion fails that is on what is broken, and names it', () => {
    expect(noticed(breakage, [held, failed])).toEqual({
      id: 'mutation-noticed/other-metric',
      title: 'With another metric, the drill would fail and name it',
      ok: true,
      detail: 'The metric is written: TrafficEngaged is silent',
    });
  });

  it.each([
    ['nothing fails', [held], breakage.complaint],
    ['another assertion fails', [held, failed], { ...breakage.complaint, id: held.id }],
    ['it does not name what is broken', [failed], { ...breakage.complaint, names: ['eu-west-2'] }],
  ])('does not hold if %s', (_, assertions, complaint) => {
    expect(noticed({ ...breakage, complaint }, assertions)).toMatchObject({ ok: false });
  });
});
