import { readMigrationSettings, readServiceSettings, SettingsError } from './settings';

const ENVIRONMENT = {
  AWS_REGION: 'eu-west-2',
  DATABASE_HOST: 'records.global.example',
  DATABASE_READER_HOST: 'records.reader.example',
  DATABASE_PORT: '5432',
  DATABASE_NAME: 'records',
  DATABASE_IAM_USER: 'healthcare_service',
  DATABASE_SSLMODE: 'verify-full',
  DATABASE_CA_FILE: '/etc/ssl/rds.pem',
  DATABASE_DNS_TTL_SECONDS: '5',
  DOCUMENTS_BUCKET: 'documents',
  PORT: '8443',
};
const MASTER = { DATABASE_USERNAME: 'master', DATABASE_PASSWORD: 'a-long-password' };

const problemsOf = (read: () => unknown): string => {
  try {
    read();
  } catch (error) {
    if (error instanceof SettingsError) return error.message;
  }
  return 'nothing';
};

describe('the settings of the service', () => {
  it('are read from the environment of the task', () => {
    expect(readServiceSettings(ENVIRONMENT)).toEqual({
      region: 'eu-west-2',
      port: 8443,
      database: {
        port: 5432,
        name: 'records',
        iamUser: 'healthcare_service',
        caFile: '/etc/ssl/rds.pem',
        writerHost: 'records.global.example',
        readerHost: 'records.reader.example',
        dnsTtlSeconds: 5,
      },
      documentsBucket: 'documents',
      certificate: undefined,
    });
  });

  it.each([
    ['DATABASE_SSLMODE', 'require', "DATABASE_SSLMODE is 'require'; allowed: verify-full"],
    ['DATABASE_PORT', '5432x', "DATABASE_PORT is '5432x'; allowed: a port"],
    [
      'DATABASE_DNS_TTL_SECONDS',
      '3600',
      "DATABASE_DNS_TTL_SECONDS is '3600'; allowed: whole seconds, 1 to 60",
    ],
    ['DOCUMENTS_BUCKET', undefined, 'DOCUMENTS_BUCKET is not set'],
    ['TLS_CERTIFICATE_FILE', '/tls.pem', 'TLS_CERTIFICATE_FILE and TLS_PRIVATE_KEY_FILE: one is set'],
  ])('refuse %s = %j, and say what is allowed', (name, value, expected) => {
    const problems = problemsOf(() => readServiceSettings({ ...ENVIRONMENT, [name]: value }));
    expect(problems).toContain(expected);
    expect(problems).toContain('Fix:');
  });

  it('are refused with all that is wrong at once', () => {
    const problems = problemsOf(() => readServiceSettings({}));
    for (const name of Object.keys(ENVIRONMENT)) expect(problems).toContain(`${name} is not set`);
  });

  it('of a migration need the master user, and never repeat its password', () => {
    expect(readMigrationSettings({ ...ENVIRONMENT, ...MASTER })).toMatchObject({
      host: 'records.global.example',
      username: 'master',
      password: 'a-long-password',
    });
    expect(problemsOf(() => readMigrationSettings(ENVIRONMENT))).toContain('DATABASE_USERNAME is not set');
    const wrong = { ...ENVIRONMENT, ...MASTER, DATABASE_NAME: '' };
    expect(problemsOf(() => readMigrationSettings(wrong))).not.toContain(MASTER.DATABASE_PASSWORD);
  });
});
