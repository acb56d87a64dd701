import { z } from 'zod';

/** What is wrong with the environment of a task, for whoever starts it: what was given, what is allowed and how to fix it. */
export class SettingsError extends Error {
  constructor(problems: readonly string[]) {
    super(
      [
        'The environment of the task is not usable:',
        ...problems.map((problem) => `  ${problem}`),
        '  Fix: set these variables in the task definition.',
      ].join('\n'),
    );
    this.name = 'SettingsError';
  }
}

const text = z.string().min(1);
const whole = (least: number, most: number) =>
  z
    .string()
    .regex(/^\d+$/)
    .transform(Number)
    .refine((value) => value >= least && value <= most);

/** Every variable, with what it allows in words. */
const VARIABLES = {
  AWS_REGION: [text, 'the Region that the task runs in, such as eu-west-2'],
  DATABASE_HOST: [text, 'the global writer endpoint'],
  DATABASE_READER_HOST: [text, "the reader endpoint of this Region's cluster"],
  DATABASE_PORT: [whole(1, 65_535), 'a port, 1 to 65535'],
  DATABASE_NAME: [text, 'the name of a database'],
  DATABASE_IAM_USER: [text, 'the database user that signs in with IAM tokens'],
  DATABASE_SSLMODE: [z.literal('verify-full'), 'verify-full'],
  DATABASE_CA_FILE: [text, 'the path of the certificates that the database is verified with'],
  DATABASE_DNS_TTL_SECONDS: [whole(1, 60), 'whole seconds, 1 to 60'],
  DOCUMENTS_BUCKET: [text, "the name of this Region's bucket"],
  PORT: [whole(0, 65_535), 'a port, 0 to 65535'],
  DATABASE_USERNAME: [text, 'the master user, for migrate alone'],
  DATABASE_PASSWORD: [text, "the master user's password, for migrate alone"],
} as const;

type Variable = keyof typeof VARIABLES;
type Value<Name extends Variable> = z.output<(typeof VARIABLES)[Name][0]>;

/** How a database is reached, whoever signs in. */
export interface DatabaseSettings {
  readonly port: number;
  readonly name: string;
  readonly iamUser: string;
  readonly caFile: string;
}

/** What the service is told. */
export interface ServiceSettings {
  readonly region: string;
  /** 0: a free one. */
  readonly port: number;
  readonly database: DatabaseSettings & {
    /** The global writer endpoint: it leads to whichever Region writes. */
    readonly writerHost: string;
    /** This Region's own. */
    readonly readerHost: string;
    /** How long a connection may be idle: the name may lead elsewhere after it, in seconds. */
    readonly dnsTtlSeconds: number;
  };
  readonly documentsBucket: string;
  /** Where the service's own certificate is. @default - undefined: it makes one, which a load balancer does not verify */
  readonly certificate: { readonly certificateFile: string; readonly privateKeyFile: string } | undefined;
}

/** What a migration is told. */
export interface MigrationSettings {
  readonly host: string;
  readonly database: DatabaseSettings;
  readonly username: string;
  readonly password: string;
}

/** @throws SettingsError if a variable is missing or not usable */
export function readServiceSettings(environment: NodeJS.ProcessEnv): ServiceSettings {
  const read = new Reader(environment);
  const database = {
    ...readDatabase(read),
    writerHost: read.value('DATABASE_HOST'),
    readerHost: read.value('DATABASE_READER_HOST'),
    dnsTtlSeconds: read.value('DATABASE_DNS_TTL_SECONDS'),
  };
  const region = read.value('AWS_REGION');
  const documentsBucket = read.value('DOCUMENTS_BUCKET');
  const port = read.value('PORT');
  const certificate = read.certificate();
  read.check();
  return { region, port, database, documentsBucket, certificate };
}

/** @throws SettingsError if a variable is missing or not usable */
export function readMigrationSettings(environment: NodeJS.ProcessEnv): MigrationSettings {
  const read = new Reader(environment);
  const database = readDatabase(read);
  const host = read.value('DATABASE_HOST');
  const username = read.value('DATABASE_USERNAME');
  const password = read.value('DATABASE_PASSWORD');
  read.check();
  return { host, database, username, password };
}

function readDatabase(read: Reader): DatabaseSettings {
  read.value('DATABASE_SSLMODE');
  return {
    port: read.value('DATABASE_PORT'),
    name: read.value('DATABASE_NAME'),
    iamUser: read.value('DATABASE_IAM_USER'),
    caFile: read.value('DATABASE_CA_FILE'),
  };
}

/** Reads variables one by one and keeps what is wrong, to tell all of it at once. */
class Reader {
  readonly #problems: string[] = [];

  constructor(private readonly environment: NodeJS.ProcessEnv) {}

  /** The value of a variable; of one that is not usable nothing that {@link check} lets through. */
  value<Name extends Variable>(name: Name): Value<Name> {
    const [schema, allowed] = VARIABLES[name];
    const given = this.environment[name];
    const parsed = schema.safeParse(given);
    if (!parsed.success) this.#problems.push(`${name} is ${shown(name, given)}; allowed: ${allowed}`);
    return parsed.data as Value<Name>;
  }

  certificate(): ServiceSettings['certificate'] {
    const { TLS_CERTIFICATE_FILE: certificateFile, TLS_PRIVATE_KEY_FILE: privateKeyFile } = this.environment;
    if (certificateFile !== undefined && privateKeyFile !== undefined)
      return { certificateFile, privateKeyFile };
    if (certificateFile !== undefined || privateKeyFile !== undefined)
      this.#problems.push(
        'TLS_CERTIFICATE_FILE and TLS_PRIVATE_KEY_FILE: one is set; allowed: both, or neither',
      );
    return undefined;
  }

  check(): void {
    if (this.#problems.length > 0) throw new SettingsError(this.#problems);
  }
}

/** A password is never repeated. */
const shown = (name: Variable, given: string | undefined): string =>
  given === undefined ? 'not set' : name === 'DATABASE_PASSWORD' ? 'empty' : `'${given}'`;
