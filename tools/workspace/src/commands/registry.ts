/* eslint-disable workspace/no-sentence-matching -- what a command line shows its reader is what it is held to here */

/** How a documented command line is shown to work, or why it is not. */
export type Registration =
  /** It is executed as it is written, in the order of the register, in a copy of the workspace on a local AWS. */
  | {
      readonly kind: 'here';
      /** What it prints, on standard output or standard error. */
      readonly prints: readonly RegExp[];
      readonly exitCode: number;
      /** Files that it leaves, relative to the workspace. */
      readonly writes: readonly string[];
      /** The file that its standard output goes to. */
      readonly output?: string;
      /** What is put in the place of what a reader has to fill in. */
      readonly fill: Readonly<Record<string, string>>;
    }
  /** A program or a spec gives it: a file of the workspace, and what stands in it. */
  | { readonly kind: 'elsewhere'; readonly by: string; readonly where: string }
  /** It differs by names alone from one that is executed. */
  | { readonly kind: 'like'; readonly command: string }
  | { readonly kind: 'not-executed'; readonly reason: string };

const runs = (
  prints: RegExp,
  given: Partial<Omit<Extract<Registration, { kind: 'here' }>, 'kind' | 'prints'>> = {},
): Registration => ({ kind: 'here', prints: [prints], exitCode: 0, writes: [], fill: {}, ...given });
const by = (file: string, where: string): Registration => ({ kind: 'elsewhere', by: file, where });
const like = (command: string): Registration => ({ kind: 'like', command });
const not = (reason: string): Registration => ({ kind: 'not-executed', reason });

const PROOF = '.ci/run';
const TESTED = by(PROOF, 'count npm test');
const DRILLED = by(PROOF, 'count npm run drill -- --destroy');
const RUNBOOKS = 'tools/drill/src/runbooks/registry.ts';
const SIMULATED = by(
  'tools/failover-simulation/src/simulation.nightly.spec.ts',
  'simulate(SIMULATION, SEED, 200_000)',
);
const MOVES = by('tools/drctl/src/commands/move.spec.ts', 'switchover');

const NAME = not('names a program within a sentence; its command lines stand in this register');
const ACCOUNT = not('asks services of a deployed environment that a person names');
const OPENS = not('shows something to a person until it is closed');
const MEASURES = not('takes a quarter of an hour, and measures a machine that other specs share');
const NOT_OURS = not('is a program of others, which npm would download');
const NIGHTLY = not('takes hours: GitHub runs it every night');
const WITHOUT_END = not('runs until it is interrupted, with what a shorter command line shows already');

/** Every command line of the documents, the workflows and `.ci/run`, but those of the runbooks. */
export const COMMANDS: Readonly<Record<string, Registration>> = {
  // What a checkout is made of.
  'npm ci': by(PROOF, 'npm ci'),
  'npm test': TESTED,
  'npm test -- --only test-long': by(PROOF, 'npm test -- --only test-long'),
  'npm test -- --long --skip-cache': NIGHTLY,
  'npm test -- --long': NIGHTLY,
  'npm test -- --skip-cache': NIGHTLY,
  'npm run drill': DRILLED,
  'npm run drill -- --destroy': DRILLED,
  'npm run drill -- --all --destroy': NIGHTLY,
  'npm run drill -- --environment org --destroy': NIGHTLY,
  'ENVIRONMENTS_DIR=tools/drill/environments npm run drill -- --environment org --destroy': NIGHTLY,
  'npm run drill -- --destroy --report release/drill': DRILLED,
  'npm run drill -- --destroy --record-permissions': not(
    'writes the policies of the deploy role anew from twenty minutes of a drill; the drill holds them to its calls',
  ),
  'npm run drill -- --help': by('tools/workspace/src/command-lines.long.spec.ts', "start(command, '--help')"),
  'ENVIRONMENT_SUFFIX=pr42 npm run drill': DRILLED,
  'npm run bench': MEASURES,
  'npm run simulate': SIMULATED,
  'npm run simulate -- --replay 4711': runs(/No guarantee is broken/),
  'npm run simulate -- --replay <seed>': like('npm run simulate -- --replay 4711'),
  'npm run simulate -- --runs 1 --mutants lease': runs(/lease/),
  'npm run simulate -- --runs 200000 --seed 1 --enumerate --mutants': SIMULATED,
  'npm run simulate -- --runs 4000000 --seed "$((NIGHT % 500 * 4000000))" --enumerate --mutants': NIGHTLY,
  'nx run failover-simulation:test-nightly': NIGHTLY,
  'npm run cdk-terrain': by(
    'tools/nx-cdktf/src/cdk-terrain/cdk-terrain.long.spec.ts',
    'synthesizes every stack as it is',
  ),
  'npm run format': runs(/README\.md/),
  'nx graph': OPENS,
  'less cdktf.out/stacks/primary-kms/cdk.tf.json': OPENS,
  'nx affected': NAME,
  'nx plan': NAME,
  'nx destroy': NAME,
  'npm run drctl': NAME,
  'npm run drctl -- <command>': NAME,
  'npx ajv-cli validate -s oscal_assessment-results_schema.json -d oscal-assessment-results.json': NOT_OURS,

  // Stacks, offline.
  'npm run synth': runs(/Environment dev: \d+ stacks/, {
    writes: ['cdktf.out/stacks/primary-kms/cdk.tf.json'],
  }),
  'ENVIRONMENT_SUFFIX=us npm run synth': runs(/Environment us: \d+ stacks/),
  'ENVIRONMENT_SUFFIX=staging npm run synth': runs(/Environment staging: \d+ stacks/),
  'ENVIRONMENTS_DIR=../our-environments npm run synth': runs(/Environment dev: \d+ stacks/),
  'npm run synth -- --all-environments --outdir release/stacks': runs(/Environment prod: \d+ stacks/, {
    writes: ['release/stacks/dev/stacks/dr-kms/cdk.tf.json', 'release/stacks/us/stacks/dr-kms/cdk.tf.json'],
  }),
  'nx run-many -t synth': runs(/for \d+ projects/),
  'nx run-many -t synth validate -p primary-backup dr-backup': runs(/primary-backup is valid/),
  'nx run-many -t synth validate -p primary-failover-lambda dr-failover-lambda': like(
    'nx run-many -t synth validate -p primary-backup dr-backup',
  ),
  'nx affected -t synth test': runs(/No tasks were run/),
  'nx affected -t synth validate': runs(/No tasks were run/),
  'nx affected -t test': runs(/No tasks were run/),
  'nx show projects --affected': runs(/^$/),
  'nx run-many -t test': TESTED,
  'nx test kms': runs(/Successfully ran target test/),
  ...Object.fromEntries(
    [
      'backup',
      'compute',
      'dns',
      'failover-lambda',
      'notifications',
      'observability',
      'patient-records',
      's3-replication',
    ].map((project) => [`nx test ${project}`, like('nx test kms')]),
  ),
  'nx lint kms': runs(/Successfully ran target lint/),
  'nx run kms:format': runs(/Successfully ran target format/),
  'ENVIRONMENT_SUFFIX=us npm run drctl -- describe': runs(/us-east-1/),
  'ENVIRONMENT_SUFFIX=staging npm run drctl -- describe': runs(/staging/),
  'npm run drctl -- describe': runs(/eu-west-2/),
  'npm run drctl:bundle -- --out drctl.cjs': runs(/wrote drctl\.cjs/, { writes: ['drctl.cjs'] }),
  'npm run drctl:bundle -- --out release/drctl.cjs': runs(/wrote release\/drctl\.cjs/),
  'node drctl.cjs …': runs(/eu-west-2/, { fill: { '…': 'describe' } }),
  'npm run compliance': runs(/dev/),
  'npm run compliance -- --json': runs(/"compliant": true/),
  'npm run compliance -- --markdown FILE': runs(/dev/, {
    writes: ['compliance.md'],
    fill: { FILE: 'compliance.md' },
  }),
  'npm run compliance -- --out FOLDER': runs(/Filed in/, {
    writes: ['evidence/SHA256SUMS'],
    fill: { FOLDER: 'evidence' },
  }),
  'npm run compliance -- --out release/compliance': runs(/Filed in/, {
    writes: ['release/compliance/SHA256SUMS'],
  }),
  'npm run estimate': runs(/\$/),
  'npm run estimate -- --usage usage.json': runs(/\$/),
  'npm run estimate -- --base main --markdown cost.md': runs(/\$/, { writes: ['cost.md'] }),
  'npm run estimate -- --environment "$ENVIRONMENT" --base "$BASE" --markdown cost.md': runs(/\$/, {
    writes: ['cost.md'],
  }),
  'npm run graph:diff': runs(/./),
  'npm run graph:diff -- --base "$BASE" --markdown graph.md': runs(/./, { writes: ['graph.md'] }),
  'npm run freeze -- <version>': runs(/9\.9\.9/, {
    writes: ['tools/workspace/src/upgrade/released/9.9.9.json'],
    fill: { '<version>': '9.9.9' },
  }),
  'npm run sbom': runs(/"bomFormat": "CycloneDX"/),

  // A tier of one's own.
  'nx g @healthcare-dr/nx-cdktf:tier audit-evidence --owner security': runs(
    /CREATE libs\/audit-evidence\/src\/audit-evidence\.ts/,
  ),
  'nx g @healthcare-dr/nx-cdktf:tier <name> --owner <team>': like(
    'nx g @healthcare-dr/nx-cdktf:tier audit-evidence --owner security',
  ),
  'nx g @healthcare-dr/nx-cdktf:tier backup --owner data-platform': like(
    'nx g @healthcare-dr/nx-cdktf:tier audit-evidence --owner security',
  ),
  'nx g @healthcare-dr/nx-cdktf:region-stack backup --role dr': runs(/NX {2}Generating/),
  'nx sync': runs(/up to date|in sync|synced/i),
  'nx sync:check': runs(/up to date|in sync/i),
  'npm run reference': runs(/wrote README\.md/),
  'npm test -- audit-evidence primary-audit-evidence dr-audit-evidence': runs(/\d+ passed, 0 failed/),
  'npm test -- kms': like('npm test -- audit-evidence primary-audit-evidence dr-audit-evidence'),
  'npm test -- aurora': like('npm test -- audit-evidence primary-audit-evidence dr-audit-evidence'),

  // An account, before anything is deployed.
  'npm run drctl -- preflight': runs(/^NOT READY: /m, { exitCode: 1 }),
  'ENVIRONMENT_SUFFIX=dev npm run drctl -- preflight': like('npm run drctl -- preflight'),
  'npm run bootstrap': runs(/healthcare-tfstate-\d+-eu-west-1-dev/),
  'ENVIRONMENT_SUFFIX=dev npm run bootstrap': runs(/healthcare-tfstate-\d+-eu-west-1-dev/),
  'npm run bootstrap -- --environment "$ENVIRONMENT"': runs(/healthcare-tfstate-\d+-eu-west-1-pr42/),
  'npm run bootstrap -- --roles': runs(/deploy/),
  'ENVIRONMENT_SUFFIX=dev npm run bootstrap -- --hosted-zone-role arn:aws:iam::111111111111:role/operator':
    runs(/role\/operator/, { fill: { 'ENVIRONMENT_SUFFIX=dev': 'ENVIRONMENT_SUFFIX=zone' } }),
  'npm run drift': runs(/not deployed/i),
  'npm run drift -- --environment dev': runs(/not deployed/i),
  'npm run drift -- --environment prod': like('npm run drift -- --environment dev'),
  'npm run drift -- --environment "$ENVIRONMENT" --role "$ROLE" --out drift.json': runs(/not deployed/i, {
    writes: ['drift.json'],
  }),
  'npm run issues -- drift drift.json --role "$ROLE"': runs(/Issues of .*: created 0/),
  'npm run issues -- drift drift.json --role dr': runs(/Issues of .*: created 0/),
  'npm run drctl -- --environment "$ENVIRONMENT" readiness --json': runs(/"ready": ?false/, {
    exitCode: 1,
    output: 'readiness.json',
  }),
  'npm run drctl -- --environment dev readiness': runs(/^NOT READY/m, { exitCode: 1 }),
  'npm run drctl -- --environment prod readiness': like('npm run drctl -- --environment dev readiness'),
  'npm run drctl -- readiness': by(RUNBOOKS, 'NOT_READY'),
  'npm run issues -- readiness readiness.json': runs(/Issues of .*: created #1/),
  'npm run drctl -- status': by(RUNBOOKS, "'failback/7': look(WRITES)"),
  'npm run drctl -- switchover': MOVES,
  'npm run drctl -- switchover --yes': MOVES,
  'npm run drctl -- hold --reason …': by(RUNBOOKS, "'hold/2': act("),

  // An environment that stands: nothing has changed since it was deployed.
  'npm run deploy': runs(/primary-dns: stands already/),
  'ENVIRONMENT_SUFFIX=dev npm run deploy': runs(/primary-dns: stands already/),
  'npm run deploy -- --environment dev': runs(/primary-dns: stands already/),
  'npm run deploy -- --environment "$ENVIRONMENT"': runs(/primary-dns: stands already/),
  'npm run deploy -- --status': runs(/dr-kms +yes/),
  'npm run deploy -- --role dr': runs(/dr-kms: stands already/),
  'npm run deploy -- --only dr-aurora,…': runs(/dr-kms: stands already/, { fill: { '…': 'dr-kms' } }),
  'npm run deploy -- --only primary-backup,dr-backup': runs(/dr-backup: stands already/),
  'nx run-many -t deploy': runs(/primary-dns: stands already/),
  'nx affected -t deploy': by(
    'tools/nx-cdktf/src/executors/affected-deploy.long.spec.ts',
    "'affected', '-t', 'deploy'",
  ),
  'nx affected -t deploy --base=…': runs(/No tasks were run/, { fill: { '…': 'main' } }),
  'nx deploy primary-networking': runs(/primary-kms: stands already/),
  ...Object.fromEntries(
    [
      'dr-failover-lambda',
      'dr-notifications',
      'dr-observability',
      'primary-backup',
      'primary-compute',
      'primary-dns',
      'primary-s3-replication',
    ].map((stack) => [`nx deploy ${stack}`, like('nx deploy primary-networking')]),
  ),
  'npm run plan:summary': runs(/primary-dns/),
  'npm run plan:summary -- --cost-base main': runs(/Cost a month/),
  'ENVIRONMENT_SUFFIX=prod npm run plan:summary -- --out plan.json': runs(/primary-dns/, {
    writes: ['plan.json'],
  }),
  'ENVIRONMENT_SUFFIX=prod npm run plan:summary -- --out plan.json --markdown plan.md': runs(/primary-dns/, {
    writes: ['plan.json', 'plan.md'],
  }),
  'npm run plan:summary -- --environment prod --out plan.json --markdown plan.md': runs(/primary-dns/, {
    writes: ['plan.json', 'plan.md'],
  }),
  'ENVIRONMENT_SUFFIX=prod npm run deploy -- --approve-plan plan.json': runs(/primary-dns: stands already/),
  'npm run deploy -- --environment prod --approve-plan plan.json': runs(/primary-dns: stands already/),
  'npm run plan:gate': runs(/primary-dns/),
  'npm run plan:gate -- --environment "$ENVIRONMENT" --cost-base "$BASE" --markdown plan.md': runs(
    /primary-dns/,
    {
      writes: ['plan.md'],
    },
  ),
  'git switch --detach <commit>': by('tools/delivery/src/deploy/rollback.local-aws.long.spec.ts', 'before'),
  'npm run drctl -- unlock': runs(/Nobody holds a lock there/),
  'npm run drctl -- unlock dr-aurora': by(
    'tools/deployment-records/src/unlock.spec.ts',
    'is shown as Terraform wrote it, and broken',
  ),
  'npm run drctl -- --environment "$ENVIRONMENT" unlock "${options[@]}"': runs(/Nobody holds a lock there/),
  'npm run destroy -- --removed': runs(/Nothing of environment dev is left/),

  // And goes.
  'npm run reap -- --environment dev --max-age-hours 72': runs(/pr42: stays/),
  'npm run reap -- --environment dev --max-age-hours 72 --yes': runs(/pr42: stays/),
  'npm run destroy': runs(/Nothing of environment dev is left/),
  'ENVIRONMENT_SUFFIX=pr42 npm run destroy': runs(/Nothing of environment pr42 is left/),
  'npm run destroy -- --environment "$ENVIRONMENT" --yes': runs(/Nothing of environment pr42 is left/),
  'npm run bootstrap -- --environment "$ENVIRONMENT" --destroy': runs(
    /healthcare-tfstate-\d+-eu-west-1-pr42/,
  ),

  // The local AWS.
  'npm run local-aws': by('tools/local-aws/src/command.long.spec.ts', 'says how to use it'),
  'npm run local-aws -- --account-id 111111111111': by(
    'tools/local-aws/src/command.long.spec.ts',
    "'--account-id'",
  ),
  'npm run local-aws -- --alive': WITHOUT_END,
  'curl -X PUT http://127.0.0.1:38491/_gateway/faults/eu-west-2 -d \'{"kind":"black-out","mode":"reset"}\'':
    by('tools/local-aws/src/command.long.spec.ts', '/_gateway/faults'),
  'export ENVIRONMENT_SUFFIX=dev': by(
    'tools/workspace/src/commands/executed.nightly.spec.ts',
    "ENVIRONMENT_SUFFIX: 'dev'",
  ),

  // What a person does by hand.
  'E=dev R=eu-west-2': ACCOUNT,
  ...Object.fromEntries(
    [
      "NETWORK=$(aws ecs describe-services --region $R --cluster healthcare-cluster-$E --services healthcare-service-$E --query 'services[0].networkConfiguration' --output json)",
      'TASK=$(aws ecs run-task --region $R --cluster healthcare-cluster-$E --task-definition healthcare-migration-$E --launch-type FARGATE --network-configuration "$NETWORK" --query \'tasks[0].taskArn\' --output text)',
      'aws ecs wait tasks-stopped --region $R --cluster healthcare-cluster-$E --tasks "$TASK"',
      'aws ecs describe-tasks --region $R --cluster healthcare-cluster-$E --tasks "$TASK" --query \'tasks[0].containers[0].[exitCode,reason]\'',
      'aws application-autoscaling register-scalable-target --region <dr> --service-namespace ecs --scalable-dimension ecs:service:DesiredCount --min-capacity <drMin> --resource-id service/healthcare-cluster-<suffix>/healthcare-service-<suffix>',
      'aws cloudwatch put-metric-data --region <dr> --namespace HealthcareDr/Failover/<suffix> --metric-name TrafficEngaged --dimensions Environment=<suffix> --value 0',
    ].map((command) => [command, ACCOUNT]),
  ),
};
