import { noticed } from './noticed';

const held = { title: 'dr writes', ok: true, detail: '' };
const failed = { title: 'The metric is written', ok: false, detail: 'TrafficEngaged is silent' };

describe('noticed', () => {
  it('holds if an assertion fails that names what is broken', () => {
    expect(noticed('another metric', /TrafficEngaged/, [held, failed])).toEqual({
      title: 'With another metric, the drill would fail and name it',
      ok: true,
      detail: 'The metric is written: TrafficEngaged is silent',
    });
  });

  it('does not hold if nothing fails, or only something that does not name it', () => {
    expect(noticed('x', /TrafficEngaged/, [held])).toMatchObject({
      ok: false,
      detail: 'All of 1 assertions held.',
    });
    expect(noticed('x', /in the wrong Region/, [held, failed])).toMatchObject({
      ok: false,
      detail: 'None of these matches /in the wrong Region/:\nThe metric is written: TrafficEngaged is silent',
    });
  });
});
