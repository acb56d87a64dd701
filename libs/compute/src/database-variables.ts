import { POSTGRESQL_PORT } from '@healthcare-dr/aurora/contract';
import type { Environment } from '@healthcare-dr/topology';

/**
 * How long an answer of the DNS may be kept, in seconds. The writer endpoint keeps its name when the writer moves and changes
 * its address: AWS advises 5 s for a global database, and the JVM's own default is 30 s or more.
 */
const DNS_TTL_SECONDS = 5;

/** How a task reaches the database: over TLS with the certificate verified, at the endpoint that follows the writer. */
export const databaseVariables = (
  { service, database }: Environment,
  writerEndpoint: string,
): Record<string, string> => ({
  DATABASE_CA_FILE: service.container.databaseCaFile,
  DATABASE_DNS_TTL_SECONDS: String(DNS_TTL_SECONDS),
  DATABASE_HOST: writerEndpoint,
  DATABASE_IAM_USER: service.databaseUser,
  DATABASE_NAME: database.databaseName,
  DATABASE_PORT: String(POSTGRESQL_PORT),
  DATABASE_SSLMODE: 'verify-full',
});
