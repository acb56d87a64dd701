import { makeClients } from './clients';
import { makeTelemetry, makeTrace } from './telemetry';

/** What is written to standard output while `work` runs, as documents of JSON. */
function written(work: () => void): Record<string, unknown>[] {
  const lines: string[] = [];
  const spies = (['log', 'info', 'warn'] as const).map((method) =>
    jest.spyOn(console, method).mockImplementation((...[line]: unknown[]) => void lines.push(String(line))),
  );
  try {
    work();
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
  return lines.map((line) => JSON.parse(line) as Record<string, unknown>);
}

beforeAll(() => {
  // Powertools then writes to the console that a test can replace.
  process.env['POWERTOOLS_DEV'] = 'true';
  process.env['POWERTOOLS_METRICS_DISABLED'] = 'false';
});
afterAll(() => {
  delete process.env['POWERTOOLS_DEV'];
  delete process.env['POWERTOOLS_METRICS_DISABLED'];
});

describe('the metrics', () => {
  it('carry the environment as their only dimension', () => {
    const telemetry = makeTelemetry('dev');

    const [document] = written(() => {
      telemetry.count('heartbeat');
      telemetry.count('unknownEvents', 3);
      telemetry.flush();
    });

    expect(document).toMatchObject({
      _aws: {
        CloudWatchMetrics: [
          {
            Namespace: 'HealthcareDr/Failover/dev',
            Dimensions: [['Environment']],
            Metrics: [
              { Name: 'Heartbeat', Unit: 'Count' },
              { Name: 'UnknownEvents', Unit: 'Count' },
            ],
          },
        ],
      },
      Environment: 'dev',
      Heartbeat: 1,
      UnknownEvents: 3,
    });
    expect(document).not.toHaveProperty('service');
  });

  it('begin anew with each invocation', () => {
    const telemetry = makeTelemetry('dev');
    written(() => {
      telemetry.count('errors');
      telemetry.flush();
    });

    const [document] = written(() => {
      telemetry.count('heartbeat');
      telemetry.flush();
    });

    expect(document).toMatchObject({ Environment: 'dev', Heartbeat: 1 });
    expect(document).not.toHaveProperty('Errors');
  });
});

it('logs as JSON, with the environment in every line', () => {
  const telemetry = makeTelemetry('dev');

  const [line] = written(() =>
    telemetry.log({ level: 'warn', message: 'held', details: { reason: 'storm' } }),
  );

  expect(line).toMatchObject({ level: 'WARN', message: 'held', environment: 'dev', reason: 'storm' });
});

describe('the trace', () => {
  const clients = makeClients(
    { region: 'eu-west-1', peerRegion: 'eu-west-2', watchRegion: 'eu-central-1' },
    {},
  );

  it.each([
    ['where there is no daemon', {}],
    [
      'where it is turned off',
      { AWS_XRAY_DAEMON_ADDRESS: '127.0.0.1:2000', POWERTOOLS_TRACE_ENABLED: 'false' },
    ],
  ])('is none %s, and work goes on', async (_, variables) => {
    const trace = await makeTrace(variables, clients, makeTelemetry('dev'));

    await expect(trace('## reconcile', () => Promise.resolve('done'))).resolves.toBe('done');
  });
});
