import {
  allDefinitions,
  synthesizeAll,
  synthesizeStack,
  type SynthesizedStack,
} from '@healthcare-dr/testing';
import type { Environment } from '@healthcare-dr/topology';
import { fixtureEnvironment } from '@healthcare-dr/topology/fixtures';
import { referenceRows } from '@healthcare-dr/topology/reference';
import { footprintOf, replacedBetween } from '../upgrade/footprint';
import { changedValues, expectedOf, placeOf, valuesOf, type ResourceValues } from './attribute-values';
import { environmentWith, type Settings } from './environment-with';
import { NOT_CHANGED, SETTINGS, type SettingChange } from './settings';

interface Lifecycle {
  readonly ignore_changes?: readonly string[];
}

const environment = fixtureEnvironment('prod');
const definitions = new Map(allDefinitions().map((definition) => [definition.name, definition]));

const changed = (settings: Settings): Environment => environmentWith(environment, settings);
const changedBy = ({ setting, value, along = {} }: SettingChange): Environment =>
  changed({ [setting]: value, ...along });

function stackOf(name: string, of: Environment): SynthesizedStack {
  const definition = definitions.get(name);
  if (definition === undefined) throw new Error(`There is no stack '${name}'.`);
  return synthesizeStack(definition, of);
}

const before = new Map<string, SynthesizedStack>();
/** The stack as it is before anything is changed; many settings look at the same one. */
function stackBefore(name: string): SynthesizedStack {
  const stack = before.get(name) ?? stackOf(name, environment);
  before.set(name, stack);
  return stack;
}

describe.each(SETTINGS)('$setting', (setting) => {
  const { stack, type, attribute } = placeOf(setting);
  let before: readonly ResourceValues[];
  let after: readonly ResourceValues[];
  beforeAll(() => {
    before = stackBefore(stack).resources(type);
    after = stackOf(stack, changedBy(setting)).resources(type);
  });

  it(`changes ${setting.where}`, () => {
    const changed = changedValues(valuesOf(before, attribute), valuesOf(after, attribute));
    expect(changed).toContainEqual(expectedOf(setting));
  });

  it(`is ${setting.leftAlone === true ? 'left alone' : 'followed'} by a deployment`, () => {
    const [first = ''] = attribute.split('.');
    const ignored = after
      .filter((is) => {
        const was = before.filter(({ address }) => address === is.address);
        return (
          was.length > 0 && changedValues(valuesOf(was, attribute), valuesOf([is], attribute)).length > 0
        );
      })
      .map(({ attributes }) =>
        ((attributes['lifecycle'] as Lifecycle | undefined)?.ignore_changes ?? []).includes(first),
      );
    expect(ignored).not.toContain(setting.leftAlone !== true);
  });
});

describe('what holds data, an address or a history', () => {
  const former = footprintOf(synthesizeAll(environment));
  const replacedBy = (of: Environment) => replacedBetween(former, footprintOf(synthesizeAll(of)));

  it('is replaced by no setting, though all are changed at once', () => {
    const kept = SETTINGS.filter(({ removes }) => removes !== true);
    const all = Object.assign({}, ...kept.map(({ setting, value }) => ({ [setting]: value }))) as Settings;
    expect(replacedBy(changed(all))).toEqual([]);
  });

  it.each([
    ['dns.queryLogging', /^primary-dns aws_(?:cloudwatch_log_group|kms_key|kms_alias)\S+ is gone/],
    ['trail', /-observability aws_\S+ is gone|-s3-replication aws_s3_bucket\S*trail\S+ is gone/],
    ['backup.lock.minDays', /aws_backup_vault_lock_configuration\S+ would be replaced: min_retention_days/],
    ['dns.hostedZoneRoleArn', /^primary-dns aws_(?:cloudwatch_log_group|kms_key|kms_alias)\S+ is gone/],
  ])('goes by %s where that is what it means, and nothing else does', (name, what) => {
    const setting = SETTINGS.find(({ setting }) => setting === name);
    if (setting === undefined) throw new Error(`There is no setting '${name}'.`);
    const replaced = replacedBy(changedBy(setting));
    expect(replaced.length).toBeGreaterThan(0);
    expect(replaced.filter((line) => !what.test(line))).toEqual([]);
  });

  it.each([
    ['database.databaseName', 'clinic', /aws_rds_(?:global_)?cluster\S+ would be replaced: database_name/],
    ['database.masterUsername', 'root2', /aws_rds_cluster\S+ would be replaced: master_username/],
    ['primary.vpcCidr', '10.32.0.0/16', /^primary-networking aws_vpc\S+ would be replaced: cidr_block/],
    ['dr.vpcCidr', '10.33.0.0/16', /^dr-networking aws_vpc\S+ would be replaced: cidr_block/],
  ])('is replaced by %s, which is why it is not changed', (setting, value, what) => {
    expect(replacedBy(changed({ [setting]: value }))).toContainEqual(expect.stringMatching(what));
  });
});

it('every field that can be written is changed here, or said why not', () => {
  const covering = [...SETTINGS.map(({ setting }) => setting), ...Object.keys(NOT_CHANGED)];
  const fields = referenceRows().map(({ field }) => field);
  const covers = (field: string) => (name: string) =>
    field === name || (/^[.[]/.test(field.slice(name.length)) && field.startsWith(name));

  expect(fields.filter((field) => !covering.some(covers(field)))).toEqual([]);
  expect(covering.filter((name) => !fields.some((field) => covers(field)(name)))).toEqual([]);
});
