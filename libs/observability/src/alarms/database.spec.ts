import { parseEnvironment, ROLES } from '@healthcare-dr/topology';
import { alarmNames, alarmOf, dev, synthesize } from '../__fixtures__/stacks';
import { connectionLimit } from './database';

const GIBIBYTE = 1024 ** 3;

describe.each(ROLES)('the alarms on the database of the %s Region', (role) => {
  const stack = synthesize(role);
  const ofInstance = { DBInstanceIdentifier: 'healthcare-aurora-1-dev' };

  it('go off beyond 80 % of the CPU for five minutes, and page', () => {
    expect(alarmOf(stack, 'database-cpu-1')).toMatchObject({
      namespace: 'AWS/RDS',
      metric_name: 'CPUUtilization',
      dimensions: ofInstance,
      statistic: 'Average',
      period: 60,
      evaluation_periods: 5,
      comparison_operator: 'GreaterThanThreshold',
      threshold: 80,
      treat_missing_data: 'missing',
      alarm_description: expect.stringMatching(/^\[page\] healthcare-aurora-1-dev has used more than 80 %/),
    });
  });

  it('go off when less than a tenth of the memory of the maximum capacity is left', () => {
    // Two capacity units of two GiB each.
    expect(alarmOf(stack, 'database-memory-1')).toMatchObject({
      metric_name: 'FreeableMemory',
      dimensions: ofInstance,
      comparison_operator: 'LessThanThreshold',
      threshold: Math.floor(0.4 * GIBIBYTE),
    });
  });

  it('go off at the ceiling of the capacity, after a quarter of an hour', () => {
    expect(alarmOf(stack, 'database-capacity-1')).toMatchObject({
      metric_name: 'ACUUtilization',
      dimensions: ofInstance,
      comparison_operator: 'GreaterThanThreshold',
      threshold: 95,
      evaluation_periods: 15,
    });
  });

  it('go off at four fifths of the connections that are accepted', () => {
    expect(alarmOf(stack, 'database-connections-1')).toMatchObject({
      metric_name: 'DatabaseConnections',
      dimensions: ofInstance,
      comparison_operator: 'GreaterThanThreshold',
      threshold: 360,
    });
  });

  it('count deadlocks a second, as RDS does, where the configuration says a minute', () => {
    expect(alarmOf(stack, 'database-deadlocks-1')).toMatchObject({
      metric_name: 'Deadlocks',
      dimensions: ofInstance,
      statistic: 'Average',
      threshold: 0.0167,
    });
  });

  it('watch every instance, and no other', () => {
    const expected = Array.from(
      { length: dev.database.instances[role] },
      (_, index) => `database-cpu-${index + 1}`,
    );
    expect(alarmNames(stack).filter((name) => name.startsWith('database-cpu'))).toEqual(expected);
  });
});

it.each([
  [{ minAcu: 0.5, maxAcu: 2 }, 450],
  [{ minAcu: 0.5, maxAcu: 64 }, 2_000],
  [{ minAcu: 8, maxAcu: 16 }, 3_604],
  [{ minAcu: 8, maxAcu: 32 }, 5_000],
])('takes the limit on connections from the capacity: %j', (database, limit) => {
  expect(connectionLimit(database)).toBe(limit);
});

it('takes every bound from the configuration', () => {
  const stack = synthesize(
    'primary',
    parseEnvironment({
      ...dev,
      database: { ...dev.database, maxAcu: 4 },
      alarms: {
        ...dev.alarms,
        database: {
          cpuPercent: 70,
          connectionsPercent: 50,
          freeableMemoryPercent: 25,
          capacityPercent: 90,
          deadlocksPerMinute: 6,
          minutes: 2,
        },
      },
    }),
  );
  expect(alarmOf(stack, 'database-cpu-2')).toMatchObject({ threshold: 70, evaluation_periods: 2 });
  expect(alarmOf(stack, 'database-connections-2')).toMatchObject({ threshold: 450 });
  expect(alarmOf(stack, 'database-memory-2')).toMatchObject({ threshold: 2 * GIBIBYTE });
  expect(alarmOf(stack, 'database-capacity-2')).toMatchObject({ threshold: 90 });
  expect(alarmOf(stack, 'database-deadlocks-2')).toMatchObject({ threshold: 0.1 });
});
