import { UserError } from '@healthcare-dr/topology';
import { FaultTable, parseFault, parseFaultRegion } from './faults';
import { seededRandom } from './random';

const CONTROLLER = 'arn:aws:sts::123456789012:assumed-role/controller/controller';
const kms = { region: 'eu-west-2', service: 'kms' };

describe('FaultTable', () => {
  it('leaves a request alone where nothing is wrong', () => {
    expect(new FaultTable(seededRandom(1)).judge(kms)).toEqual({ delayMs: 0 });
  });

  it('takes only its own Region', () => {
    const table = new FaultTable(seededRandom(1));
    table.set('eu-west-2', { kind: 'black-out', mode: 'reset' });

    expect(table.judge(kms).fault).toEqual({ kind: 'black-out', mode: 'reset' });
    expect(table.judge({ ...kms, region: 'eu-west-1' }).fault).toBeUndefined();
  });

  it('takes only the services it is narrowed to', () => {
    const table = new FaultTable(seededRandom(1));
    table.set('eu-west-2', { kind: 'throttle', rate: 1, services: ['rds', 'kms'] });

    expect(table.judge(kms).fault?.kind).toBe('throttle');
    expect(table.judge({ ...kms, service: 's3' }).fault).toBeUndefined();
  });

  it('takes only the callers whose way it cuts', () => {
    const table = new FaultTable(seededRandom(1));
    table.set('eu-west-2', { kind: 'black-out', mode: 'reset', callers: [CONTROLLER] });
    table.set('eu-west-2', { kind: 'black-out', mode: 'reset', callers: [`${CONTROLLER}-2`] });

    for (const caller of [CONTROLLER, `${CONTROLLER}-2`])
      expect(table.judge({ ...kms, caller }).fault?.kind).toBe('black-out');
    for (const scope of [kms, { ...kms, caller: `${CONTROLLER}-3` }])
      expect(table.judge(scope).fault).toBeUndefined();
  });

  it('leaves callers alone that are inside', () => {
    const table = new FaultTable(seededRandom(1));
    table.set('eu-west-2', { kind: 'black-out', mode: 'reset', exceptCallers: [CONTROLLER] });

    expect(table.judge({ ...kms, caller: CONTROLLER }).fault).toBeUndefined();
    for (const scope of [kms, { ...kms, caller: `${CONTROLLER}-2` }])
      expect(table.judge(scope).fault?.kind).toBe('black-out');
  });

  it('slows by the delay and a jitter between nothing and its most', () => {
    const table = new FaultTable(seededRandom(1));
    table.set('eu-west-2', { kind: 'slow', delayMs: 100, jitterMs: 50 });

    const delays = Array.from({ length: 200 }, () => table.judge(kms).delayMs);

    expect(Math.min(...delays)).toBeGreaterThanOrEqual(100);
    expect(Math.min(...delays)).toBeLessThan(105);
    expect(Math.max(...delays)).toBeLessThan(150);
    expect(Math.max(...delays)).toBeGreaterThan(145);
  });

  it('throttles the share it is told, and the same ones for the same seed', () => {
    const throttled = (seed: number) => {
      const table = new FaultTable(seededRandom(seed));
      table.set('eu-west-2', { kind: 'throttle', rate: 0.3 });
      return Array.from({ length: 1000 }, () => table.judge(kms).fault?.kind === 'throttle');
    };

    const count = throttled(7).filter(Boolean).length;

    expect(count).toBeGreaterThan(250);
    expect(count).toBeLessThan(350);
    expect(throttled(7)).toEqual(throttled(7));
    expect(throttled(7)).not.toEqual(throttled(8));
  });

  it('lets a black-out come before slowness, throttling and failures', () => {
    const table = new FaultTable(seededRandom(1));
    table.set('eu-west-2', { kind: 'slow', delayMs: 100 });
    table.set('eu-west-2', { kind: 'fail', status: 500, code: 'InternalFailure' });
    table.set('eu-west-2', { kind: 'throttle', rate: 1 });
    expect(table.judge(kms)).toEqual({ delayMs: 100, fault: { kind: 'throttle', rate: 1 } });

    table.set('eu-west-2', { kind: 'black-out', mode: 'hang' });

    expect(table.judge(kms)).toEqual({ delayMs: 0, fault: { kind: 'black-out', mode: 'hang' } });
  });

  it('replaces a fault of the same kind and services, and keeps the others', () => {
    const table = new FaultTable(seededRandom(1));
    table.set('eu-west-2', { kind: 'throttle', rate: 1, services: ['s3', 'rds'] });
    table.set('eu-west-2', { kind: 'throttle', rate: 0.5 });
    table.set('eu-west-2', { kind: 'throttle', rate: 0.1, services: ['rds', 's3'] });

    expect(table.list()).toEqual([
      { region: 'eu-west-2', kind: 'throttle', rate: 0.5 },
      { region: 'eu-west-2', kind: 'throttle', rate: 0.1, services: ['rds', 's3'] },
    ]);
  });

  it('heals one Region, or all', () => {
    const table = new FaultTable(seededRandom(1));
    table.set('eu-west-2', { kind: 'black-out', mode: 'hang' });
    table.set('eu-west-1', { kind: 'black-out', mode: 'hang' });
    table.set('aws-global', { kind: 'black-out', mode: 'hang' });

    table.heal('eu-west-2');
    expect(table.list().map(({ region }) => region)).toEqual(['eu-west-1', 'aws-global']);
    table.heal();
    expect(table.list()).toEqual([]);
  });
});

describe('parseFault', () => {
  it.each([
    ['an unknown kind', { kind: 'explode' }, 'kind'],
    ['a share of nothing', { kind: 'throttle', rate: 0 }, 'rate'],
    ['a share in per cent', { kind: 'throttle', rate: 30 }, 'rate'],
    ['a status that is no error', { kind: 'fail', status: 200, code: 'Fine' }, 'status'],
    ['an error code with markup', { kind: 'fail', status: 500, code: '<b>' }, 'code'],
    ['a delay below nothing', { kind: 'slow', delayMs: -1 }, 'delayMs'],
    ['a mode that is none', { kind: 'black-out', mode: 'dark' }, 'mode'],
    ['no service at all', { kind: 'black-out', mode: 'hang', services: [] }, 'services'],
    [
      'a field too many',
      { kind: 'black-out', mode: 'hang', region: 'eu-west-2' },
      'fault: Unrecognized key: "region"',
    ],
    ['nothing', undefined, 'fault'],
  ])('refuses %s', (_, input, finding) => {
    expect(() => parseFault(input)).toThrow(UserError);
    expect(() => parseFault(input)).toThrow(finding);
  });
});

describe('parseFaultRegion', () => {
  it('takes Regions and aws-global', () => {
    expect(parseFaultRegion('eu-west-2')).toBe('eu-west-2');
    expect(parseFaultRegion('aws-global')).toBe('aws-global');
  });

  it('names a Region that is none', () => {
    expect(() => parseFaultRegion('eu-wset-2')).toThrow("There is no Region 'eu-wset-2'.");
  });
});
