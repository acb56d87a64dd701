export { CHANNEL_VARIABLE, openChannel } from './channel';
export { Databases, type DatabasesOptions, type MeasuredLag } from './databases';
export type { EndpointAddress } from './endpoints';
export type { NoPostgres, PostgresInstallation } from './installation';
export type { Lag } from './lag';
export { lagDatapoints, type LagDatapoint } from './lag-datapoints';
export { publishLag } from './publish-lag';
export type { PostgresServer } from './server';
export { withClient } from './with-client';
