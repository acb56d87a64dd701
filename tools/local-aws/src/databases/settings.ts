/** The parameters of a cluster parameter group, by name. */
export type Parameters = Readonly<Record<string, string>>;

/** What a server is told beyond its parameters. */
export interface ServerSettings {
  /** Its port of the loopback interface, and of its socket. */
  readonly port: number;
  /** Absolute path of the folder of its socket. */
  readonly socketFolder: string;
  /** From whom it replicates once it is a standby. */
  readonly primary: PrimaryConnection;
  readonly parameters: Parameters;
}

/** How a standby reaches its writer. */
export interface PrimaryConnection {
  readonly port: number;
  readonly user: string;
  readonly password: string;
  /** What the writer calls the standby. */
  readonly applicationName: string;
}

/** Libraries to preload that these builds bring along. Aurora has others, such as pgaudit and pg_cron. */
const LIBRARIES: ReadonlySet<string> = new Set(['auto_explain', 'pg_prewarm', 'pg_stat_statements']);

/**
 * Parameters of PostgreSQL that a server here takes from its cluster parameter group as they are. Where files, ports, memory and
 * replication are concerned, the run decides.
 */
const APPLIED: readonly RegExp[] = [
  /^log_(autovacuum_min_duration|connections|disconnections|duration|error_verbosity|hostname|lock_waits)$/,
  /^log_(min_duration_statement|min_error_statement|min_messages|replication_commands|statement|temp_files)$/,
  /^(client_min_messages|datestyle|intervalstyle|timezone|search_path|password_encryption)$/,
  /^(statement_timeout|lock_timeout|deadlock_timeout|idle_in_transaction_session_timeout|idle_session_timeout)$/,
  /^default_(transaction_(isolation|read_only|deferrable)|toast_compression)$/,
  /^(row_security|standard_conforming_strings|session_replication_role|transform_null_equals)$/,
  /^(autovacuum|autovacuum_\w+|vacuum_\w+|track_\w+|work_mem|maintenance_work_mem|temp_buffers|random_page_cost)$/,
  /^(pg_stat_statements|auto_explain)\.\w+$/,
];

/** Of the wire proxy, or of IAM: they are applied, but not by PostgreSQL. */
const BY_THE_PROXY: ReadonlySet<string> = new Set(['rds.force_ssl']);

/** What becomes of the parameters of a cluster parameter group. */
export interface AppliedParameters {
  readonly applied: Parameters;
  /** By name, why not. */
  readonly notApplied: Readonly<Record<string, string>>;
}

/** Sorts what a server here can take from what it cannot. */
export function applicable(parameters: Parameters): AppliedParameters {
  const applied: Record<string, string> = {};
  const notApplied: Record<string, string> = {};
  for (const [name, value] of Object.entries(parameters)) {
    if (name === 'shared_preload_libraries') {
      const wanted = value.split(',').map((library) => library.trim());
      const lacking = wanted.filter((library) => !LIBRARIES.has(library));
      applied[name] = wanted.filter((library) => LIBRARIES.has(library)).join(',');
      if (lacking.length > 0) notApplied[name] = `the local PostgreSQL lacks ${lacking.join(', ')}`;
    } else if (APPLIED.some((pattern) => pattern.test(name))) applied[name] = value;
    else if (!BY_THE_PROXY.has(name)) notApplied[name] = 'the local PostgreSQL does not take it';
  }
  return { applied, notApplied };
}

/** Up to where a copy is recovered. */
export interface Recovery {
  /** A position of the log, such as `0/16B3748`: what begins there is left out. Something must, or recovery fails. */
  readonly position: string;
}

/** The text of `postgresql.conf`. What is set last counts. */
export function configurationFile(settings: ServerSettings, recovery?: Recovery): string {
  const { port, socketFolder, primary } = settings;
  const conninfo = Object.entries({
    host: '127.0.0.1',
    port: primary.port,
    user: primary.user,
    password: primary.password,
    application_name: primary.applicationName,
    sslmode: 'disable',
    gssencmode: 'disable',
  }).map(([name, value]) => `${name}=${value}`);
  const own: Record<string, string | number> = {
    listen_addresses: '127.0.0.1',
    port,
    unix_socket_directories: socketFolder,
    unix_socket_permissions: '0700',
    primary_conninfo: conninfo.join(' '),
    cluster_name: primary.applicationName,
    // A link that is dark or slow ends no connection by itself: the network does.
    wal_receiver_timeout: 0,
    wal_sender_timeout: 0,
    wal_retrieve_retry_interval: '50ms',
    wal_receiver_status_interval: '1s',
    wal_level: 'replica',
    wal_keep_size: '256MB',
    max_wal_size: '512MB',
    max_wal_senders: 10,
    hot_standby: 'on',
    max_connections: 60,
    shared_buffers: '16MB',
    // Its files are the run's, and go with it: nothing is left in /dev/shm.
    dynamic_shared_memory_type: 'mmap',
    // Processes are killed here, machines are not.
    fsync: 'off',
    logging_collector: 'off',
    log_destination: 'stderr',
    log_line_prefix: '%b %u@%d ',
    lc_messages: 'C',
  };
  const until: Record<string, string> =
    recovery === undefined
      ? {}
      : {
          // All of the log that there is lies beside the data.
          restore_command: 'false',
          recovery_target_lsn: recovery.position,
          recovery_target_inclusive: 'off',
          recovery_target_action: 'promote',
          // It answers once it has come to its end.
          hot_standby: 'off',
        };
  const lines = [applicable(settings.parameters).applied, own, until].flatMap((each) => Object.entries(each));
  return lines.map(([name, value]) => `${name} = ${quoted(String(value))}\n`).join('');
}

const quoted = (value: string) => `'${value.replaceAll("'", "''")}'`;

/**
 * The text of `pg_hba.conf`. Whoever reaches the socket is the run itself: its proxy, after it has checked an IAM token. Whoever comes
 * by the port has a password, which PostgreSQL checks.
 */
export const HOST_BASED_AUTHENTICATION = `
local all all trust
host replication all 127.0.0.1/32 scram-sha-256
host all +rds_iam 127.0.0.1/32 reject
host all all 127.0.0.1/32 scram-sha-256
`.trimStart();
