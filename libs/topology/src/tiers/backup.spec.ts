import { dev } from '../__fixtures__';
import { parseEnvironment } from '../environment';
import { ConfigurationError } from '../errors';
import type { EnvironmentInput } from '../schema';

const parse = (backup: unknown) => parseEnvironment({ ...dev, suffix: 'trial', backup } as EnvironmentInput);

/** What parsing says of these retentions, which may be anything a person could type. */
const complaintAbout = (backup: unknown): string => {
  try {
    parse(backup);
  } catch (error) {
    if (error instanceof ConfigurationError) return error.message;
    throw error;
  }
  return 'nothing';
};

describe('retentions that can be used', () => {
  it('are seven days of point-in-time restore and 35 of snapshots, unless said otherwise', () => {
    expect(parse(undefined).backup).toEqual({
      continuousDays: 7,
      snapshotDays: 35,
      copyDays: 35,
      lock: { minDays: 7, maxDays: 365 },
    });
  });

  it.each([
    [{ continuousDays: 35 }],
    [{ continuousDays: 14, lock: { minDays: 1 } }],
    [{ snapshotDays: 365, copyDays: 365 }],
    [{ snapshotDays: 2557, copyDays: 2557, lock: { maxDays: 2557 } }],
    [{ continuousDays: 35, lock: { minDays: 35, maxDays: 35 } }],
  ])('may be %j', (backup) => {
    expect(complaintAbout(backup)).toBe('nothing');
  });
});

describe('retentions that contradict AWS or each other say what was given and what is allowed', () => {
  it.each<[string, unknown, RegExp]>([
    [
      'a point-in-time restore beyond what Aurora keeps',
      { continuousDays: 36 },
      /backup\.continuousDays is 36; allowed: whole days, 7 to 35, as far back as .*snapshotDays/,
    ],
    [
      'a week that is none',
      { continuousDays: 6 },
      /backup\.continuousDays is 6; allowed: whole days, 7 to 35/,
    ],
    ['half a day', { continuousDays: 7.5 }, /backup\.continuousDays is 7\.5; allowed: whole days/],
    ['days in words', { continuousDays: '7' }, /backup\.continuousDays is '7'; allowed: whole days/],
    [
      'snapshots that go before the compliance checks allow it',
      { snapshotDays: 34 },
      /backup\.snapshotDays is 34; allowed: whole days, 35 to 36500, the least that the compliance checks take/,
    ],
    ['copies that go before', { copyDays: 7 }, /backup\.copyDays is 7; allowed: whole days, 35 to 36500/],
    ['snapshots beyond a hundred years', { snapshotDays: 36_501 }, /backup\.snapshotDays is 36501; allowed/],
    [
      'a continuous backup the locked vault refuses',
      { continuousDays: 10, lock: { minDays: 14 } },
      /backup\.continuousDays is 10, which the locked vaults refuse; allowed: 14 to 365 .*; change it, or lower lock\.minDays/,
    ],
    [
      'snapshots the locked vault refuses',
      { snapshotDays: 366 },
      /backup\.snapshotDays is 366, which the locked vaults refuse; allowed: 7 to 365 .*; change it, or raise lock\.maxDays/,
    ],
    [
      'copies the other Region’s locked vault refuses',
      { copyDays: 400 },
      /backup\.copyDays is 400, which the locked vaults refuse; allowed: 7 to 365 .*raise lock\.maxDays/,
    ],
    [
      'a lock that begins after the continuous backup has gone',
      { lock: { minDays: 14 } },
      /backup\.continuousDays is 7, which the locked vaults refuse; allowed: 14 to 365/,
    ],
    [
      'a lock that takes nothing',
      { lock: { minDays: 60, maxDays: 35 } },
      /backup\.lock\.minDays is 60, more than lock\.maxDays \(35\), so the vault would take nothing; allowed: 1 to 35/,
    ],
    [
      'a lock of no days',
      { lock: { minDays: 0 } },
      /backup\.lock\.minDays is 0; allowed: whole days, 1 to 36500/,
    ],
    ['cold storage, which Aurora has not', { coldStorageDays: 30 }, /coldStorageDays/],
    ['a lock nobody could undo', { lock: { changeableForDays: 3 } }, /changeableForDays/],
  ])('%s', (_, backup, message) => {
    expect(complaintAbout(backup)).toMatch(message);
  });

  it('all at once', () => {
    const message = complaintAbout({ continuousDays: 8, snapshotDays: 400, lock: { minDays: 9 } });
    expect(message).toMatch(/continuousDays is 8/);
    expect(message).toMatch(/snapshotDays is 400/);
  });
});
