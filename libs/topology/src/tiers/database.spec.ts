import { dev, fixtureEnvironment } from '../__fixtures__';
import { parseEnvironment } from '../environment';
import { ConfigurationError } from '../errors';
import type { EnvironmentInput } from '../schema';
import { ENGINE_VERSIONS, RETIRED_ENGINE_VERSIONS } from './database';

/** What parsing says of `dev` with this database; the fields may be anything a person could type. */
const complaintAbout = (database: Readonly<Record<string, unknown>>): string => {
  try {
    parseEnvironment({ ...dev, database } as EnvironmentInput);
  } catch (error) {
    if (error instanceof ConfigurationError) return error.message;
    throw error;
  }
  return 'nothing';
};

describe('the database, unless an environment says otherwise,', () => {
  const { database } = parseEnvironment({ ...dev, database: {} });

  it('is Aurora PostgreSQL 15.10, of 0.5 to 2 capacity units', () => {
    expect(database).toMatchObject({ engineVersion: '15.10', minAcu: 0.5, maxAcu: 2 });
  });

  it('has two instances in the primary Region and one in dr', () => {
    expect(database.instances).toEqual({ primary: 2, dr: 1 });
  });

  it('is backed up and patched at night, apart from each other', () => {
    expect(database).toMatchObject({
      backupWindow: '02:00-03:00',
      maintenanceWindow: 'sun:04:00-sun:05:00',
    });
  });

  it('logs changes of the schema and whatever takes a second, and is measured every minute', () => {
    expect(database).toMatchObject({
      logStatement: 'ddl',
      slowQueryMilliseconds: 1000,
      monitoringIntervalSeconds: 60,
    });
  });
});

describe('production', () => {
  it.each(['prod', 'us'])(
    'in %s has the capacity a busy global database wants, and two instances in dr',
    (suffix) => {
      const { database } = fixtureEnvironment(suffix);
      expect(database.minAcu).toBeGreaterThanOrEqual(8);
      expect(database.maxAcu).toBeGreaterThan(database.minAcu);
      expect(database.instances).toEqual({ primary: 2, dr: 2 });
    },
  );

  it('in us is backed up when it is night there', () => {
    expect(fixtureEnvironment('us').database).toMatchObject({
      backupWindow: '07:00-08:00',
      maintenanceWindow: 'sun:09:00-sun:10:00',
    });
  });
});

describe('the engine version', () => {
  it.each(ENGINE_VERSIONS)('may be %s', (engineVersion) => {
    expect(complaintAbout({ engineVersion })).toBe('nothing');
  });

  it.each(RETIRED_ENGINE_VERSIONS)('may not be %s, with the reason and the versions that work', (version) => {
    const complaint = complaintAbout({ engineVersion: version });
    expect(complaint).toContain(
      `database.engineVersion is '${version}', which AWS has retired: a cluster of that version can no longer be created`,
    );
    expect(complaint).toContain('allowed (Aurora PostgreSQL): 15.10, 15.12, 15.13, 15.14, 15.15, 15.17');
  });

  it('counts 15.3 among the retired', () => {
    expect(RETIRED_ENGINE_VERSIONS).toContain('15.3');
  });

  it.each([
    ['15.99', 'not known to be available in both Regions'],
    ['15', 'another major version'],
    ['14.6', 'another major version'],
    ['16.4', 'another major version'],
    ['latest', 'another major version'],
  ])('may not be %s', (engineVersion, reason) => {
    expect(complaintAbout({ engineVersion })).toContain(reason);
  });
});

describe('the capacity', () => {
  it.each([
    [0.5, 0.5],
    [1.5, 256],
  ])('may be %d to %d', (minAcu, maxAcu) => {
    expect(complaintAbout({ minAcu, maxAcu })).toBe('nothing');
  });

  it.each([0, 0.25, 0.7, -1, 256.5, Number.NaN, '2'])('may not be at least %p', (minAcu) => {
    expect(complaintAbout({ minAcu, maxAcu: 256 })).toContain(
      `database.minAcu is ${typeof minAcu === 'string' ? `'${minAcu}'` : String(minAcu)}; allowed: 0.5 to 256 Aurora capacity units in steps of 0.5`,
    );
  });

  it('may not be more at least than at most', () => {
    expect(complaintAbout({ minAcu: 4 })).toContain('database.minAcu is 4, more than maxAcu, which is 2');
  });
});

describe('the number of instances', () => {
  it.each([[{ primary: 2, dr: 1 }], [{ primary: 15, dr: 15 }]])('may be %p', (instances) => {
    expect(complaintAbout({ instances })).toBe('nothing');
  });

  it('may not be none in dr: such a cluster cannot be promoted', () => {
    expect(complaintAbout({ instances: { dr: 0 } })).toContain(
      'database.instances.dr is 0; allowed: 1 to 15 instances, because a secondary cluster without an instance cannot be promoted',
    );
  });

  it('may not be one in the primary Region: the cluster must outlive a zone', () => {
    expect(complaintAbout({ instances: { primary: 1 } })).toContain(
      'database.instances.primary is 1; allowed: 2 to 15 instances',
    );
  });

  it.each([16, 1.5, '2'])('may not be %p', (dr) => {
    expect(complaintAbout({ instances: { dr } })).toContain('database.instances.dr');
  });
});

describe('the windows', () => {
  it.each([
    ['23:30-00:00', 'sun:04:00-sun:05:00'],
    ['23:00-01:00', 'sat:22:00-sat:23:00'],
    ['02:00-03:00', 'sun:03:00-sun:04:00'],
    ['02:00-03:00', 'sun:23:30-mon:00:30'],
  ])('may be %s and %s', (backupWindow, maintenanceWindow) => {
    expect(complaintAbout({ backupWindow, maintenanceWindow })).toBe('nothing');
  });

  it.each([
    ['02:00-03:00', 'sun:02:30-sun:03:30'],
    ['02:00-03:00', 'mon:01:30-mon:02:30'],
    ['23:00-01:00', 'mon:00:30-mon:01:30'],
    ['23:00-01:00', 'sun:23:30-mon:00:30'],
    ['00:00-01:00', 'sun:23:30-mon:00:30'],
    ['02:00-03:00', 'sun:04:00-mon:04:00'],
  ])('may not overlap: %s and %s', (backupWindow, maintenanceWindow) => {
    expect(complaintAbout({ backupWindow, maintenanceWindow })).toContain(
      `database.maintenanceWindow is '${maintenanceWindow}', which overlaps the backupWindow '${backupWindow}'`,
    );
  });

  it.each(['02:00-02:15', '2:00-3:00', '24:00-25:00', 'mon:02:00-mon:03:00', ''])(
    "may not be '%s' for backups",
    (backupWindow) => {
      expect(complaintAbout({ backupWindow })).toContain(
        `database.backupWindow is '${backupWindow}'; allowed: hh:mm-hh:mm in UTC, 30 minutes or longer`,
      );
    },
  );

  it.each(['sun:04:00-sun:04:15', 'sun:04:00-tue:04:00', 'Sun:04:00-Sun:05:00', '04:00-05:00'])(
    "may not be '%s' for maintenance",
    (maintenanceWindow) => {
      expect(complaintAbout({ maintenanceWindow })).toContain(
        `database.maintenanceWindow is '${maintenanceWindow}'; allowed: ddd:hh:mm-ddd:hh:mm in UTC`,
      );
    },
  );
});

describe('what is logged and measured', () => {
  it("may not be every statement: 'all' writes queries about patients to the log", () => {
    expect(complaintAbout({ logStatement: 'all' })).toContain(
      "database.logStatement is 'all'; allowed: ddl, mod",
    );
  });

  it.each([0, -1, 1.5, 3_600_001])('may not be a slow query of %d ms', (slowQueryMilliseconds) => {
    expect(complaintAbout({ slowQueryMilliseconds })).toContain('database.slowQueryMilliseconds');
  });

  it.each([0, 2, 120])('may not be measured every %d s', (monitoringIntervalSeconds) => {
    expect(complaintAbout({ monitoringIntervalSeconds })).toContain(
      `database.monitoringIntervalSeconds is ${monitoringIntervalSeconds}; allowed: 1, 5, 10, 15, 30, 60 seconds`,
    );
  });
});

describe('the names', () => {
  it.each(['postgres', 'admin', 'rdsadmin', 'Master', '1st', 'a-b', 'seventeenletters_', ''])(
    "may not be '%s' for the master user",
    (masterUsername) => {
      expect(complaintAbout({ masterUsername })).toContain(`database.masterUsername is '${masterUsername}'`);
    },
  );

  it.each(['postgres', 'template1', 'health-care'])("may not be '%s' for the database", (databaseName) => {
    expect(complaintAbout({ databaseName })).toContain(`database.databaseName is '${databaseName}'`);
  });
});

describe('the version of the master password', () => {
  it.each([0, 1.5, '1'])('may not be %p', (masterPasswordVersion) => {
    expect(complaintAbout({ masterPasswordVersion })).toContain('database.masterPasswordVersion');
  });
});
