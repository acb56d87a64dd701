import { CloudwatchDashboard } from '@cdktf/provider-aws/lib/cloudwatch-dashboard';
import { expectResource, type SynthesizedStack } from '@healthcare-dr/testing';
import { parseEnvironment, ROLES } from '@healthcare-dr/topology';
import { fixtureEnvironment } from '@healthcare-dr/topology/fixtures';
import { alarmNames, dev, synthesize } from './__fixtures__/stacks';
import { COLUMNS, place, text } from './dashboard-widgets';
import { RUNBOOKS } from './runbooks';

interface PlacedWidget {
  readonly type: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly properties: {
    readonly title?: string;
    readonly region?: string;
    readonly markdown?: string;
    readonly alarms?: readonly string[];
    readonly metrics?: readonly (readonly unknown[])[];
    readonly annotations?: { readonly horizontal: readonly { readonly value: number }[] };
  };
}

const widgetsOf = (stack: SynthesizedStack) => {
  const body = String(expectResource(stack, CloudwatchDashboard).attributes['dashboard_body']);
  return (JSON.parse(body) as { readonly widgets: readonly PlacedWidget[] }).widgets;
};

describe.each(ROLES)('the dashboard of the %s Region', (role) => {
  const stack = synthesize(role);
  const { region } = dev[role];
  const widgets = widgetsOf(stack);
  const graphs = widgets.filter(({ type }) => type === 'metric');

  it('carries its Region in its name: dashboards belong to the account', () => {
    expectResource(stack, CloudwatchDashboard, { dashboard_name: `healthcare-operations-${region}-dev` });
  });

  it('shows nothing of another Region', () => {
    expect(graphs.length).toBeGreaterThan(10);
    expect(new Set(graphs.map(({ properties }) => properties.region))).toEqual(new Set([region]));
    const arns = widgets.flatMap(({ properties }) => properties.alarms ?? []);
    expect(arns.filter((arn) => !arn.startsWith(`arn:aws:cloudwatch:${region}:111111111111:alarm:`))).toEqual(
      [],
    );
  });

  it('begins with where to read on, and whether dr could take over', () => {
    const [introduction, readiness] = widgets;
    for (const runbook of [
      RUNBOOKS.disaster,
      RUNBOOKS.switchover,
      RUNBOOKS.failback,
      RUNBOOKS.controller,
      RUNBOOKS.restore,
    ])
      expect(introduction?.properties.markdown).toContain(runbook);
    expect(readiness).toMatchObject({ type: 'alarm' });
    expect(readiness?.properties.alarms).toContain(
      `arn:aws:cloudwatch:${region}:111111111111:alarm:healthcare-dr-not-ready-dev`,
    );
  });

  it('shows every alarm of the Region once', () => {
    const shown = widgets
      .flatMap(({ properties }) => properties.alarms ?? [])
      .map((arn) => arn.split(':').at(-1));
    const expected = [...alarmNames(stack), 'dr-not-ready'].map((name) => `healthcare-${name}-dev`);
    expect(shown.toSorted()).toEqual(expected.toSorted());
  });

  it.each([
    ['who writes', 'CommitThroughput'],
    ['lag', 'AuroraGlobalDBReplicationLag'],
    ['where traffic is held', 'TrafficEngaged'],
    ['whether the controller lives', 'Heartbeat'],
    ['errors', 'HTTPCode_Target_5XX_Count'],
    ['hosts', 'HealthyHostCount'],
    ['tasks', 'RunningTaskCount'],
    ['replication of objects', 'ReplicationLatency'],
    ['backups', 'NumberOfBackupJobsCompleted'],
  ])('shows %s', (_what, metric) => {
    expect(graphs.flatMap(({ properties }) => properties.metrics ?? []).map((line) => line[1])).toContain(
      metric,
    );
  });

  it('draws the bound of the configuration beside the lag', () => {
    const lag = graphs.find(({ properties }) => properties.title?.includes('standby is behind'));
    expect(lag?.properties.annotations?.horizontal).toEqual([{ label: 'Bound', value: 900_000 }]);
    const environment = parseEnvironment({
      ...dev,
      alarms: { ...dev.alarms, replicationLag: { thresholdMilliseconds: 60_000, evaluationPeriods: 3 } },
    });
    expect(JSON.stringify(widgetsOf(synthesize(role, environment)))).toContain('"value":60000');
  });

  it('fits the grid, nothing over anything else', () => {
    for (const suffix of ['dev', 'prod', 'us']) {
      const placed = widgetsOf(synthesize(role, fixtureEnvironment(suffix)));
      const cells = placed.flatMap(({ x, y, width, height }) =>
        Array.from(
          { length: width * height },
          (_, index) => `${x + (index % width)},${y + Math.floor(index / width)}`,
        ),
      );
      expect(new Set(cells).size).toBe(cells.length);
      expect(placed.filter(({ x, width }) => x + width > COLUMNS)).toEqual([]);
    }
  });
});

it('a row is as high as its highest widget', () => {
  const narrow = (height: number) => ({ ...text('', height), width: 10 });
  expect(place([narrow(2), narrow(5), narrow(1)]).map(({ x, y }) => [x, y])).toEqual([
    [0, 0],
    [10, 0],
    [0, 5],
  ]);
});
