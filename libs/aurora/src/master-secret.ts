import { SecretsmanagerSecret } from '@cdktf/provider-aws/lib/secretsmanager-secret';
import { SecretsmanagerSecretVersion } from '@cdktf/provider-aws/lib/secretsmanager-secret-version';
import { masterSecretName, POSTGRESQL_PORT } from '@healthcare-dr/aurora/contract';
import { suppress, TierStack } from '@healthcare-dr/platform';
import { Fn, ref } from 'cdktf';
import { Construct } from 'constructs';

/** How long a deleted secret can be restored in production, in days: the longest that Secrets Manager allows. */
const RECOVERY_WINDOW_DAYS = 30;

const PASSWORD_LENGTH = 40;

/**
 * What RDS does not take in a master password: https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBCluster.html;
 * beside it what would have to be escaped in a connection string or in JSON.
 */
const EXCLUDED_CHARACTERS = '/@" \'\\`$%:?#&<>';

const RANDOM_PASSWORD = 'aws_secretsmanager_random_password';
const SECRET_VERSION = 'aws_secretsmanager_secret_version';
const ID = 'master';

/** Props of {@link MasterSecret}. */
export interface MasterSecretProps {
  /** The key of the secret in the primary Region. */
  readonly kmsKeyArn: string;
  /** The key of its replica in the dr Region. */
  readonly drKmsKeyArn: string;
  /** The endpoint that leads to whichever cluster writes. */
  readonly writerEndpoint: string;
}

/**
 * The master credentials: in Secrets Manager, in both Regions, and nowhere else.
 *
 * The password is drawn at random into an ephemeral value that goes to a write-only argument, so neither the state nor a saved
 * plan ever holds it. The cluster takes it from the secret, not from the same draw: every run of Terraform draws anew, so a run
 * that broke off between the two would otherwise leave a secret that does not open the database.
 * https://developer.hashicorp.com/terraform/language/resources/ephemeral
 *
 * RDS cannot manage this password itself (`manage_master_user_password`): a global database does not support it.
 */
export class MasterSecret extends Construct {
  /** In the primary Region. */
  readonly arn: string;
  /** In the dr Region: a replica has the primary's ARN but for the Region. */
  readonly drArn: string;
  /** The expression of the password, ephemeral, for a write-only argument. */
  readonly password: string;

  constructor(scope: Construct, id: string, props: MasterSecretProps) {
    super(scope, id);
    const stack = TierStack.of(this);
    const { database, primary, dr } = stack.environment;
    const name = masterSecretName(stack.naming);
    const secret = new SecretsmanagerSecret(this, 'secret', {
      name,
      description: `${name}: master credentials of the global database, to make its schema and its IAM users with`,
      kmsKeyId: props.kmsKeyArn,
      replica: [{ region: dr.region, kmsKeyId: props.drKmsKeyArn }],
      recoveryWindowInDays: stack.ephemeral ? 0 : RECOVERY_WINDOW_DAYS,
      tags: { Name: name },
      ...(stack.ephemeral ? {} : { lifecycle: { preventDestroy: true } }),
    });
    suppress(secret, {
      check: 'secret-rotation',
      reason:
        'Rotation by a function would have to reach the writer, which may be in either Region, and a global database supports no ' +
        'managed rotation. Queries are made with IAM tokens; raising database.masterPasswordVersion gives another password.',
      owner: 'database',
    });

    // cdktf knows no ephemeral blocks.
    stack.addOverride(`ephemeral.${RANDOM_PASSWORD}.${ID}`, {
      password_length: PASSWORD_LENGTH,
      exclude_characters: EXCLUDED_CHARACTERS,
      require_each_included_type: true,
    });
    const version = new SecretsmanagerSecretVersion(this, 'secret-version', {
      secretId: secret.id,
      secretStringWo: Fn.jsonencode({
        username: database.masterUsername,
        password: ref(`ephemeral.${RANDOM_PASSWORD}.${ID}.random_password`, stack),
        engine: 'postgres',
        host: props.writerEndpoint,
        port: POSTGRESQL_PORT,
        dbname: database.databaseName,
      }),
      secretStringWoVersion: database.masterPasswordVersion,
      // A new password is a new version: the secret holds one at any time.
      lifecycle: { createBeforeDestroy: true },
    });
    stack.addOverride(`ephemeral.${SECRET_VERSION}.${ID}`, {
      // Not the secret's own id: unlike that, this one is unknown until the version is written, and the read waits for it.
      secret_id: version.arn,
    });

    this.arn = secret.arn;
    this.drArn = Fn.replace(secret.arn, `:${primary.region}:`, `:${dr.region}:`);
    this.password = `\${jsondecode(ephemeral.${SECRET_VERSION}.${ID}.secret_string)["password"]}`;
  }
}
