import { ENGINE_VERSIONS, OPT_IN_REGIONS, RETIRED_ENGINE_VERSIONS } from '@healthcare-dr/topology';
import { ask } from './__fixtures__/ask';
import { describeWithMoto } from './__fixtures__/describe-with-moto';
import { startLocalAws, type LocalAws } from './local-aws';

// Starting moto takes a second, several on a busy machine.
jest.setTimeout(60_000);

describeWithMoto('what RDS offers', () => {
  let aws: LocalAws;
  const rds = async (Action: string, region: string, parameters: Readonly<Record<string, string>>) =>
    (
      await ask(aws.endpoint, {
        service: 'rds',
        region,
        form: { Action, Version: '2014-10-31', Engine: 'aurora-postgresql', ...parameters },
      })
    ).text;
  const all = (text: string, element: string) =>
    [...text.matchAll(new RegExp(`<${element}>([^<]+)</${element}>`, 'g'))].map(([, value]) => value);

  beforeAll(async () => {
    aws = await startLocalAws({
      accountId: '210987654321',
      variables: { LOCAL_AWS_NOT_OFFERED: 'eu-west-1/15.17' },
    });
  });
  afterAll(() => aws.stop());

  it('is every version that an environment may name, for global databases, and none that was retired', async () => {
    const text = await rds('DescribeDBEngineVersions', 'eu-west-2', {});
    expect(all(text, 'EngineVersion')).toEqual(expect.arrayContaining([...ENGINE_VERSIONS]));
    expect(
      all(text, 'EngineVersion').filter((version) => RETIRED_ENGINE_VERSIONS.includes(version ?? '')),
    ).toEqual([]);
    expect(new Set(all(text, 'SupportsGlobalDatabases'))).toEqual(new Set(['true']));
  });

  it('is no global database in a Region that has none, and no version that has not come to a Region', async () => {
    expect(OPT_IN_REGIONS.has('ap-east-2')).toBe(true);
    const elsewhere = await rds('DescribeDBEngineVersions', 'ap-east-2', { EngineVersion: '15.10' });
    expect(all(elsewhere, 'SupportsGlobalDatabases')).toEqual(['false']);
    const late = await rds('DescribeDBEngineVersions', 'eu-west-1', { EngineVersion: '15.17' });
    expect(all(late, 'EngineVersion')).toEqual([]);
  });

  it('is serverless instances in the zones of the Region', async () => {
    const text = await rds('DescribeOrderableDBInstanceOptions', 'eu-west-1', {
      EngineVersion: '15.10',
      DBInstanceClass: 'db.serverless',
    });
    expect(all(text, 'DBInstanceClass')).toEqual(['db.serverless']);
    expect(all(text, 'Name')).toEqual(['eu-west-1a', 'eu-west-1b', 'eu-west-1c']);
  });
});
