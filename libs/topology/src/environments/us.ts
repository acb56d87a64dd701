import type { EnvironmentInput } from '../schema';

/** The same footprint in a pair of US Regions: only configuration differs. */
export const us: EnvironmentInput = {
  suffix: 'us',
  accountId: '333333333333',
  deletionPolicy: 'production',
  primary: { region: 'us-east-1', vpcCidr: '10.16.0.0/16', zones: ['us-east-1a', 'us-east-1b'] },
  dr: { region: 'us-west-2', vpcCidr: '10.17.0.0/16', zones: ['us-west-2a', 'us-west-2b'] },
  retention: { logDays: 30, auditLogDays: 2192 },
  database: {
    minAcu: 8,
    maxAcu: 32,
    instances: { dr: 2 },
    // Two in the morning in the east, eleven at night in the west.
    backupWindow: '07:00-08:00',
    maintenanceWindow: 'sun:09:00-sun:10:00',
  },
  dns: { domainName: 'us.healthcare.example', hostedZone: 'given' },
  notifications: {
    subscriptions: [
      { protocol: 'email', address: 'oncall@us.healthcare.example', severity: 'page' },
      { protocol: 'email', address: 'operations@us.healthcare.example', severity: 'ticket' },
    ],
  },
  tags: { CostCenter: 'platform-us' },
};
