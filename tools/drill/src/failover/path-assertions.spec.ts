import { AssertionFailedError, AssertionRecorder, type Assertion } from '../assertion-recorder';
import { BLIP, CUT, ISOLATED, request, START, WRITER_LOST } from './__fixtures__/recordings';
import type { Recording } from './facts';
import { blipAssertions, cutAssertions, isolatedAssertions, writerLostAssertions } from './path-assertions';

/** What the drill says when the first of these fails; nothing, if all hold. */
function complaint(assertions: readonly Assertion[]): string {
  const recorder = new AssertionRecorder();
  try {
    for (const assertion of assertions) recorder.record(assertion);
  } catch (error) {
    if (error instanceof AssertionFailedError) return error.message;
    throw error;
  }
  return '';
}

const promotion = request(300, 'eu-west-1', 'rds', 'FailoverGlobalCluster');
const blip = (changes: Partial<Recording>) => complaint(blipAssertions({ ...BLIP, ...changes }));
const isolated = (changes: Partial<Recording>) => complaint(isolatedAssertions({ ...ISOLATED, ...changes }));
const cut = (changes: Partial<Recording>) => complaint(cutAssertions({ ...CUT, ...changes }));
const lost = (changes: Partial<Recording>) => complaint(writerLostAssertions({ ...WRITER_LOST, ...changes }));

it('holds where all is as it should be', () => {
  expect([blip({}), isolated({}), cut({}), lost({})]).toEqual(['', '', '', '']);
});

describe('a path that is lost', () => {
  it.each([
    ['a blip', blip, BLIP],
    ['isolation', isolated, ISOLATED],
    ['a cut', cut, CUT],
  ])('by %s is no reason to promote', (_, complain, recording) => {
    expect(complain({ requests: [...recording.requests, promotion] })).toMatch(
      /no mutating call: it does not hold\.\nrds FailoverGlobalCluster/,
    );
    expect(complain({ answers: recording.answers.map((each) => ({ ...each, serves: 'dr' })) })).toMatch(
      /DNS sends clients to eu-west-2: it does not hold/,
    );
  });

  it('for a minute is not worth a message, nor a heartbeat', () => {
    expect(blip({ messages: ISOLATED.messages })).toMatch(/nobody is told: it does not hold/);
    expect(blip({ invocations: BLIP.invocations.map((each) => ({ ...each, healthy: false })) })).toMatch(
      /the heartbeat goes on: it does not hold/,
    );
  });

  it('for long is reported in time, and withholds the heartbeat', () => {
    const late = ISOLATED.messages.map((each) => ({ ...each, at: each.at + 180_000 }));
    expect(isolated({ messages: late })).toMatch(/says 'isolated' within 10 min: it does not hold/);
    expect(isolated({ messages: [] })).toMatch(/says 'isolated' within 10 min: it does not hold/);
    const invocations = ISOLATED.invocations.map((each) => ({ ...each, healthy: true }));
    expect(isolated({ invocations })).toMatch(/withheld while it is reported: it does not hold/);
  });

  it('between the Regions is paged', () => {
    const ticket = CUT.messages.map((each) => ({ ...each, severity: 'ticket' }));
    expect(cut({ messages: ticket })).toMatch(/a page says 'unreachable' within 10 min: it does not hold/);
  });
});

describe('a writer that was lost and comes back', () => {
  it('gets no clients', () => {
    const answers = WRITER_LOST.answers.map((each, minute) =>
      minute === 8 ? { ...each, serves: 'dr' as const } : each,
    );
    expect(lost({ answers })).toMatch(/never sent to eu-west-1 while it does not write: it does not hold/);
  });

  it('is replaced by order alone, once', () => {
    const history = WRITER_LOST.home.history.filter(({ event }) => event !== 'failover-requested');
    expect(lost({ home: { ...WRITER_LOST.home, history } })).toMatch(/tells it in order: it does not hold/);
    expect(lost({ requests: [...WRITER_LOST.requests, promotion] })).toMatch(/is called once, in eu-west-2/);
  });

  it('is held off only once the primary writes, and until the end', () => {
    const held = (at: number, ...values: readonly number[]) =>
      values.map((value, minute) => ({ at: START + at + minute * 60_000, value }));
    const home = (control: Recording['control']) => lost({ home: { ...WRITER_LOST.home, control } });
    expect(home(held(60_000, 1, 1, 1))).toMatch(/once eu-west-2 writes: it does not hold/);
    expect(home(held(300_000, 1, 0))).toMatch(/until the end: it does not hold/);
    expect(home([])).toMatch(/once eu-west-2 writes: it does not hold\.\nIt never said so/);
  });

  it('must find out', () => {
    expect(lost({ control: WRITER_LOST.control.slice(0, -1) })).toMatch(/finds out .*: it does not hold/);
  });
});
