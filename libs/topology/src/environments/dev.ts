import type { EnvironmentInput } from '../schema';

/** The shared development environment; every `pr<number>` environment is a copy of it under its own suffix. */
export const dev: EnvironmentInput = {
  suffix: 'dev',
  accountId: '111111111111',
  deletionPolicy: 'ephemeral',
  primary: { region: 'eu-west-2', vpcCidr: '10.0.0.0/16', zones: ['eu-west-2a', 'eu-west-2b'] },
  dr: { region: 'eu-west-1', vpcCidr: '10.1.0.0/16', zones: ['eu-west-1a', 'eu-west-1b'] },
  retention: { logDays: 14 },
  dns: { domainName: 'dev.healthcare.example', hostedZone: 'given' },
  notifications: {
    subscriptions: [
      { protocol: 'email', address: 'oncall@dev.healthcare.example', severity: 'page' },
      { protocol: 'email', address: 'operations@dev.healthcare.example', severity: 'ticket' },
    ],
  },
  tags: { CostCenter: 'platform-dev' },
};
