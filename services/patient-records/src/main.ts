import type { AddressInfo } from 'node:net';
import { serverCertificate } from './certificate';
import { Database } from './database';
import { Documents } from './documents';
import { codeOf, consoleLog as log } from './log';
import { migrate } from './migrate';
import { Records } from './records';
import { createService } from './server';
import { readMigrationSettings, readServiceSettings, SettingsError } from './settings';

/** The exit code for what whoever starts a task can fix. */
const BAD_INPUT = 2;

const COMMANDS = ['serve', 'migrate'];

/** Serves until it is told to end. A load balancer stops sending clients once the task says that it drains. */
async function serve(): Promise<void> {
  const settings = readServiceSettings(process.env);
  const writer = new Database('writer', settings, log);
  const reader = new Database('reader', settings, log);
  const documents = new Documents(settings.documentsBucket, settings.region);
  let draining = false;
  const server = createService({
    certificate: await serverCertificate(settings.certificate),
    records: new Records({ writer, reader, documents, log }),
    isDraining: () => draining,
    log,
  });
  process.once('SIGTERM', () => {
    draining = true;
    log('draining');
    server.close(() => {
      documents.close();
      void Promise.all([writer.close(), reader.close()]).then(() => process.exit(0));
    });
    server.closeIdleConnections();
  });
  server.listen(settings.port, () => log('listening', { port: (server.address() as AddressInfo).port }));
}

async function main([command = 'serve', ...rest]: readonly string[]): Promise<void> {
  if (rest.length > 0 || !COMMANDS.includes(command))
    throw new SettingsError([`the command is '${[command, ...rest].join(' ')}'; allowed: serve, migrate`]);
  if (command === 'serve') return serve();
  await migrate(readMigrationSettings(process.env));
  log('migrated');
}

main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(
    error instanceof SettingsError
      ? `${error.message}\n`
      : `patient-records failed: ${codeOf(error)} ${String(error)}\n`,
  );
  process.exit(error instanceof SettingsError ? BAD_INPUT : 1);
});
