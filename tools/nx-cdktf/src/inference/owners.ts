/** A pattern of a CODEOWNERS file and the team it names first. */
interface OwnerRule {
  readonly matches: RegExp;
  readonly team: string;
}

/** Who owns which folder, as the CODEOWNERS file says. */
export class Owners {
  readonly #rules: readonly OwnerRule[];

  /** @param text - of a CODEOWNERS file */
  constructor(text: string) {
    this.#rules = text.split('\n').flatMap((line) => {
      const [pattern = '', owner] = line.split(/\s+/);
      return pattern.startsWith('#') || owner === undefined || owner === ''
        ? []
        : [{ matches: expressionOf(pattern), team: owner.replace(/^@(?:[^/]+\/)?/, '') }];
    });
  }

  /**
   * The team that owns a folder, without its organisation: that of the last line that matches counts.
   *
   * @param folder - relative to the workspace; `undefined` if no line matches
   */
  of(folder: string): string | undefined {
    return this.#rules.findLast(({ matches }) => matches.test(`/${folder}/`))?.team;
  }
}

/** @see https://docs.github.com/en/repositories/managing-your-repositorys-settings-and-features/customizing-your-repository/about-code-owners */
function expressionOf(pattern: string): RegExp {
  const source = pattern
    .replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&')
    .replaceAll('**', '\0')
    .replaceAll('*', '[^/]*')
    .replaceAll('\0', '.*');
  return new RegExp(pattern.startsWith('/') ? `^${source}` : `/${source}`);
}
