import Ajv, { type ValidateFunction } from 'ajv';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { FIXTURES_DIRECTORY } from '../__fixtures__';
import { fileSchema } from './json-schema';
import { referenceRows } from './markdown';

const validate: ValidateFunction = new Ajv({ strict: false, validateFormats: false }).compile(fileSchema());
const dev = parse(readFileSync(join(FIXTURES_DIRECTORY, 'dev.yaml'), 'utf8')) as Record<string, unknown>;

describe('the JSON Schema of a file', () => {
  it.each(['dev', 'prod', 'us'])('takes %s.yaml', (suffix) => {
    validate(parse(readFileSync(join(FIXTURES_DIRECTORY, `${suffix}.yaml`), 'utf8')));
    expect(validate.errors).toBeNull();
  });

  it.each([
    [
      'what extends another and leaves out, adds and removes',
      {
        extends: 'dev',
        suffix: 'a',
        dr: { zones: ['eu-west-1a'] },
        trail: { enabled: true, optOutReason: null },
        database: null,
      },
      true,
    ],
    ['one of a pull request', { suffix: 'pr7', retention: { logDays: 1 } }, true],
    ['an unknown field', { ...dev, retenton: {} }, false],
    ['an unknown field within', { ...dev, retention: { logdays: 3 } }, false],
    ['a number out of bounds', { ...dev, backup: { continuousDays: 36 } }, false],
    ['a value that is none of those allowed', { ...dev, deletionPolicy: 'keep' }, false],
    [
      'a Region without Aurora global databases',
      { extends: 'dev', suffix: 'a', dr: { region: 'ap-east-2' } },
      false,
    ],
    ['an account id that is a number', { ...dev, accountId: 111111111111 }, false],
    ['a file that extends nothing and leaves out', { suffix: 'a' }, false],
    ['no suffix', { extends: 'dev' }, false],
  ])('judges %s', (_what, file, takes) => {
    expect(validate(file)).toBe(takes);
  });
});

describe('the reference', () => {
  const rows = referenceRows();
  const row = (field: string) => rows.find((found) => found.field === field);

  it('says of every field what it means', () => {
    expect(rows.length).toBeGreaterThan(90);
    expect(rows.filter(({ meaning }) => meaning === '').map(({ field }) => field)).toEqual([]);
  });

  it('says type, default, bounds and unit', () => {
    expect(row('backup.continuousDays')).toMatchObject({
      type: 'whole number',
      default: '`7`',
      allowed: '7 to 35',
      unit: 'days',
    });
    expect(row('database.minAcu')).toMatchObject({
      default: '`0.5`',
      allowed: '0.5 to 256, in steps of 0.5',
      unit: 'Aurora capacity units',
    });
    expect(row('accountId')).toMatchObject({ type: 'text', default: 'required' });
    expect(row('trail.enabled')).toMatchObject({ default: '`true`', allowed: '`true`, `false`' });
    expect(row('notifications.subscriptions[].severity')).toMatchObject({ allowed: '`page`, `ticket`' });
    expect(row('service.container.port')).toMatchObject({ default: '`8443`', allowed: '1024 to 65535' });
  });

  it('gives the unit of every number whose name ends in one', () => {
    const counted = /(?:Seconds|Minutes|Days|Milliseconds|Percent|Mebibytes|Acu)$/;
    expect(
      rows.filter(({ field, unit }) => counted.test(field) && unit === '').map(({ field }) => field),
    ).toEqual([]);
  });
});
