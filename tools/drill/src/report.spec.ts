import { AssertionFailedError, AssertionRecorder } from './assertion-recorder';
import { standingTable, verdict } from './report';

const resource = (type: string, values: Record<string, unknown> = {}) => ({
  address: `${type}.x`,
  mode: 'managed' as const,
  type,
  name: 'x',
  values,
});

describe('AssertionRecorder', () => {
  it('keeps what held and what did not, and ends the step at the latter', () => {
    const recorder = new AssertionRecorder();

    recorder.record({ id: 'nothing-left', title: 'the first', ok: true, detail: 'seen' });
    const failing = () =>
      recorder.record({ id: 'nothing-left', title: 'the second', ok: false, detail: 'seen something else' });

    expect(failing).toThrow(AssertionFailedError);
    expect(failing).toThrow('seen something else');
    expect(recorder.assertions.map(({ ok }) => ok)).toEqual([true, false, false]);
  });

  it('keeps all of what was seen at once, and names the first that did not hold', () => {
    const recorder = new AssertionRecorder();
    const seen = [true, false, true, false].map((ok, index) => ({
      id: `plan-empty/${index}` as const,
      title: `number ${index}`,
      ok,
      detail: '',
    }));

    expect(() => recorder.recordAll(seen)).toThrow('number 1: it does not hold');
    expect(recorder.assertions).toEqual(seen);
    expect(recorder.failed).toBe(2);
    expect(() => recorder.recordAll(seen.filter(({ ok }) => ok))).not.toThrow();
  });
});

describe('standingTable', () => {
  it('shows where each stack stands, how much it holds and what matters of it', () => {
    const text = standingTable([
      {
        name: 'primary-networking',
        region: 'eu-west-2',
        resources: [
          resource('aws_vpc', { id: 'vpc-1', cidr_block: '10.0.0.0/16' }),
          resource('aws_nat_gateway', { public_ip: '1.2.3.4' }),
          resource('aws_subnet'),
          resource('aws_subnet'),
        ],
      },
    ]);

    expect(text).toMatch(
      /eu-west-2 +primary-networking +4 +VPC vpc-1 10\.0\.0\.0\/16, NAT gateway 1\.2\.3\.4, 2 subnet/,
    );
  });
});

describe('verdict', () => {
  const held = { id: 'bootstrap-idempotent', title: 'a', ok: true, detail: '' } as const;
  const broken = { id: 'nothing-left', title: 'b', ok: false, detail: 'no' } as const;

  it('closes with the totals', () => {
    expect(verdict({ leftOut: [], assertions: [held, held], failure: undefined })).toMatch(
      /\n2 passed, 0 failed$/,
    );
  });

  it('says what was not drilled, and why', () => {
    const leftOut = [{ name: 'primary-broker', reason: 'moto has no broker' }];

    expect(verdict({ leftOut, assertions: [held], failure: undefined })).toContain(
      'Not drilled:\n\n  primary-broker: moto has no broker\n',
    );
  });

  it('counts an assertion that did not hold once', () => {
    const failure = new AssertionFailedError([broken]);

    expect(verdict({ leftOut: [], assertions: [held, broken], failure })).toMatch(/\n1 passed, 1 failed$/);
  });

  it('counts what broke a step without an assertion', () => {
    expect(verdict({ leftOut: [], assertions: [held], failure: new Error('moto is gone') })).toMatch(
      /moto is gone[\s\S]*\n1 passed, 1 failed$/,
    );
  });
});
