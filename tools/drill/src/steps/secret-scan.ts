import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { SynthesizedFile } from '@healthcare-dr/nx-cdktf';
import { stateBackend } from '@healthcare-dr/platform';
import type { TerraformRoot } from '@healthcare-dr/terraform';
import { isEphemeral, ROLES } from '@healthcare-dr/topology';
import { bootstrapClients } from '@healthcare-dr/drctl/bootstrap';
import { filledSecretFields, secretsIn, textsOfPlan, writeOnlyResources } from '../secret-search';
import { secondPlanOf } from '../second-plan';
import { secretsOf } from '../secrets';
import type { DependencyScheduler } from '../schedule';
import type { DrillSession, Step } from '../session';
import { stateVersions } from '../state-versions';

/** A text that was searched, and what was found in it. */
interface Searched {
  readonly where: string;
  readonly found: readonly string[];
}

/** What the scan waits for, stack by stack. */
export interface Deployment {
  readonly applied: Pick<DependencyScheduler, 'finished'>;
  /** The second plans, which are saved. */
  readonly planned: Pick<DependencyScheduler, 'finished'>;
}

/**
 * Looks for the passwords that Secrets Manager really holds, and for anything else in the place of one, in every version of every
 * state and in saved plans: one as it is, and one that gives every write-only argument its value again, so that the password
 * passes through the plan.
 */
export function secretScan(session: DrillSession, { applied, planned }: Deployment): Step[] {
  const { recorder } = session.props;
  const after = ({ name }: SynthesizedFile) => planned.finished(name, `Search ${name}`);
  let reading: ReturnType<typeof readSecrets> | undefined;
  // Whoever comes first reads them: a search that did not wait would find nothing for want of anything to look for.
  const secrets = () => (reading ??= readSecrets(session, applied));
  return [
    {
      title: 'Read the secrets that exist',
      task: async (_, task) => {
        const { count, passwords } = await secrets();
        task.title = `Read ${count} secrets with ${passwords.length} passwords`;
      },
    },
    {
      title: 'Look for them in every state and saved plan',
      task: (_, task) =>
        task.newListr(
          session.onStacks(
            session.stacks,
            { verb: 'Search', as: 'plan', after, aside: true },
            async (root, stack) => {
              const { passwords } = await secrets();
              const searched = [
                ...(await searchStates(session, stack, passwords)),
                ...(await searchPlans(root, stack, session, passwords)),
              ];
              const leaks = searched.flatMap(({ where, found }) => found.map((what) => `${where}: ${what}`));
              recorder.record({
                id: `no-password-in-state/${stack.name}`,
                title: `No state and no saved plan of ${stack.name} holds a password`,
                ok: leaks.length === 0 && searched.length > 0,
                detail: leaks.join('\n') || searchedFor(searched, passwords.length),
              });
            },
          ),
          { concurrent: true },
        ),
    },
  ];
}

/** Reads what Secrets Manager holds once the databases stand, and asserts that both Regions have the same. */
async function readSecrets(
  session: DrillSession,
  applied: Deployment['applied'],
): Promise<{ readonly count: number; readonly passwords: readonly string[] }> {
  const { environment, recorder } = session.props;
  for (const { name } of session.databaseStacks) await applied.finished(name, 'The search for passwords');
  const variables = session.aws.environment;
  const [primary = [], dr = []] = await Promise.all(
    ROLES.map((role) => secretsOf(environment, session.regionOf(role), variables)),
  );
  const named = ({ name, values }: (typeof primary)[number]) => JSON.stringify([name, values]);
  recorder.record({
    id: 'secret-replicated',
    title: 'The master secret stands in both Regions with one value',
    ok:
      primary.length > 0 && primary.every((secret) => dr.some((replica) => named(replica) === named(secret))),
    detail: [...primary, ...dr].map(({ name, region }) => `${name} in ${region}`).join('\n'),
  });
  const all = [...primary, ...dr];
  return { count: all.length, passwords: [...new Set(all.flatMap(({ values }) => values))] };
}

/** What was looked for and where, so that a clean search can be told from none. */
const searchedFor = (searched: readonly Searched[], passwords: number): string =>
  [
    passwords === 0
      ? 'Secrets Manager holds no password here, so what was looked for is a field for one that is filled'
      : `looked for ${passwords} passwords that Secrets Manager holds, in each form that they take in a file, and for a field for one that is filled`,
    ...searched.map(({ where }) => `nothing in ${where}`),
  ].join('\n');

const searchJson = (where: string, text: string, passwords: readonly string[]): Searched => ({
  where,
  found: [
    ...secretsIn(text, passwords),
    ...filledSecretFields(JSON.parse(text)).map((path) => `${path} is filled`),
  ],
});

/** Searches every version of a stack's state in its bucket. */
async function searchStates(
  session: DrillSession,
  stack: SynthesizedFile,
  passwords: readonly string[],
): Promise<Searched[]> {
  const { suffix, accountId } = session.props.environment;
  const region = session.regionOf(stack.role);
  const clients = bootstrapClients(session.aws.environment, region);
  try {
    const { bucket } = stateBackend({ suffix, accountId, region });
    const versions = await stateVersions(clients.s3, bucket, `${stack.name}.tfstate`);
    if (versions.length === 0) throw new Error(`${bucket} holds no state of ${stack.name}.`);
    return versions.map(({ versionId, text }) => searchJson(`state, version ${versionId}`, text, passwords));
  } finally {
    clients.destroy();
  }
}

/**
 * Searches the file of the saved second plan. Where write-only arguments take a password, also what Terraform shows of that plan, and a
 * plan that writes them again, which a production environment refuses: it would replace its database.
 */
async function searchPlans(
  root: TerraformRoot,
  { name, file }: SynthesizedFile,
  { standing, props: { environment } }: DrillSession,
  passwords: readonly string[],
): Promise<Searched[]> {
  const searchFile = (where: string, plan: string): Searched[] =>
    textsOfPlan(readFileSync(plan)).map((part) => ({
      where: `${where}, ${part.name} in its file`,
      found: secretsIn(part.text, passwords),
    }));
  const searchShown = async (where: string, plan: string) =>
    searchJson(`${where}, as shown`, await root.showPlan(plan), passwords);

  const second = secondPlanOf(file);
  const searched = searchFile('plan', second);
  const rewritten = writeOnlyResources(standing.find((stack) => stack.name === name)?.resources ?? []);
  if (rewritten.length === 0) return searched;
  searched.push(await searchShown('plan', second));
  if (!isEphemeral(environment)) return searched;

  const rewriting = join(dirname(file), 'rewrite.tfplan');
  const where = `plan to replace ${rewritten.join(' and ')}`;
  await root.plan({ out: rewriting, replace: rewritten });
  return [...searched, await searchShown(where, rewriting), ...searchFile(where, rewriting)];
}
