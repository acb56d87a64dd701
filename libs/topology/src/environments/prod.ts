import type { EnvironmentInput } from '../schema';

/** Production in the default pair of Regions: three zones, protected against deletion. */
export const prod: EnvironmentInput = {
  suffix: 'prod',
  accountId: '222222222222',
  deletionPolicy: 'production',
  primary: { region: 'eu-west-2', vpcCidr: '10.0.0.0/16', zones: ['eu-west-2a', 'eu-west-2b', 'eu-west-2c'] },
  dr: { region: 'eu-west-1', vpcCidr: '10.1.0.0/16', zones: ['eu-west-1a', 'eu-west-1b', 'eu-west-1c'] },
  retention: { logDays: 30, auditLogDays: 2192 },
  database: { minAcu: 8, maxAcu: 32, instances: { dr: 2 } },
  dns: { domainName: 'healthcare.example', hostedZone: 'given' },
  notifications: {
    subscriptions: [
      { protocol: 'email', address: 'oncall@healthcare.example', severity: 'page' },
      { protocol: 'email', address: 'operations@healthcare.example', severity: 'ticket' },
    ],
  },
  tags: { CostCenter: 'platform' },
};
