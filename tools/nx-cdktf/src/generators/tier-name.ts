import '../module-resolution';
import { Naming } from '@healthcare-dr/platform';
import { MAX_SUFFIX_LENGTH, REGION_ZONES, ROLES, UserError } from '@healthcare-dr/topology';
import { readJson, type Tree } from '@nx/devkit';

/** What every name is made of that becomes part of an AWS name. */
export const KEBAB_CASE = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;

/** Where the library of a tier stands. */
export function libraryOf(tier: string): string {
  return `libs/${tier}`;
}

/**
 * Checks the name of a tier that is to be made.
 *
 * @throws UserError if it cannot be used, saying why
 */
export function assertTierName(tree: Tree, name: string): void {
  const role = ROLES.find((candidate) => name === candidate || name.startsWith(`${candidate}-`));
  if (!KEBAB_CASE.test(name)) {
    throw new UserError({
      problem: `'${name}' cannot be the name of a tier.`,
      allowed:
        'kebab-case: lower-case letters, digits and single hyphens, beginning with a letter, such as backup',
      fix: 'choose such a name.',
    });
  }
  if (role !== undefined || name.endsWith('-contract')) {
    throw new UserError({
      problem: `The tier '${name}' would bear the name of ${role === undefined ? "another tier's contract" : `a stack of the ${role} Region`}.`,
      allowed: `names that do not begin with ${ROLES.join(' or ')} and do not end in contract`,
      fix: 'choose another name.',
    });
  }
  const longest = longestTierName();
  if (name.length > longest) {
    throw new UserError({
      problem: `The tier name '${name}' has ${name.length} characters, and its IAM roles, which are named after it, would break IAM's limit.`,
      allowed: `at most ${longest} characters, the rest being Region and environment`,
      fix: 'choose a shorter name.',
    });
  }
  assertNotTaken(tree, name);
}

/** How many characters the longest name of a Region and the longest suffix leave in the name of an IAM role. */
function longestTierName(): number {
  const [region = ''] = Object.keys(REGION_ZONES).sort((a, b) => b.length - a.length);
  const naming = new Naming({ accountId: '0'.repeat(12), region, suffix: 'x'.repeat(MAX_SUFFIX_LENGTH) });
  const fits = (length: number): boolean => {
    try {
      return naming.name('role', 'x'.repeat(length)) !== '';
    } catch (error) {
      if (error instanceof UserError) return false;
      throw error;
    }
  };
  let length = 1;
  while (fits(length + 1)) length += 1;
  return length;
}

/** Projects are named after their folders, and a name can be given once. */
function assertNotTaken(tree: Tree, name: string): void {
  const taken = [libraryOf(name), `tools/${name}`].find((folder) => {
    const file = `${folder}/project.json`;
    return (
      tree.exists(file) &&
      readJson<{ tags?: readonly string[] }>(tree, file).tags?.includes('type:tier') !== true
    );
  });
  if (taken === undefined) return;
  throw new UserError({
    problem: `${taken} exists and is not a tier: it lacks the tag type:tier.`,
    allowed: 'a name that is free, or that of a tier',
    fix: 'choose another name.',
  });
}
