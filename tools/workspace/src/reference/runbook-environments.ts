import { serviceNames, UserError, type Environment } from '@healthcare-dr/topology';

const MARKERS = {
  begin: '<!-- environments: written by npm run reference -->',
  end: '<!-- environments: end -->',
};

/** The first line of a page: the names of one environment, and what else the page needs. */
const NAMES = /^export E=(\S+) ACCOUNT=\S+ PRIMARY=\S+ DR=\S+( APP=\S+)?/gm;

/** The names of every environment that a page may be used for, as a table: what the first line of each page is replaced by. */
export function environmentTable(environments: readonly Environment[]): string {
  const rows = environments.map((environment) => [
    environment.deletionPolicy,
    ...[
      environment.suffix,
      environment.accountId,
      environment.primary.region,
      environment.dr.region,
      serviceNames(environment).service,
    ].map((name) => `\`${name}\``),
  ]);
  return [
    ['Deletion policy', '`E`', '`ACCOUNT`', '`PRIMARY`', '`DR`', '`APP`'],
    Array.from({ length: 6 }, () => '---'),
    ...rows,
  ]
    .map((row) => `| ${row.join(' | ')} |`)
    .join('\n');
}

/**
 * The index of the runbooks with the table between its markers.
 *
 * @throws UserError if it has no place for it
 */
export function withEnvironmentTable(document: string, environments: readonly Environment[]): string {
  const [begin, end] = [document.indexOf(MARKERS.begin), document.indexOf(MARKERS.end)];
  if (begin < 0 || end < begin) {
    throw new UserError({
      problem: 'docs/runbooks/README.md has no place for the table of environments.',
      allowed: `${MARKERS.begin}, and below it ${MARKERS.end}`,
      fix: 'write both lines where the table is to stand.',
    });
  }
  const table = environmentTable(environments);
  return `${document.slice(0, begin + MARKERS.begin.length)}\n\n${table}\n\n${document.slice(end)}`;
}

/**
 * A page with the names of its environment as that is configured now. A page of an environment that is there no more is one of
 * production: the first environment that is protected, else the first of all.
 */
export function withEnvironmentNames(page: string, environments: readonly Environment[]): string {
  const usual = environments.find(({ deletionPolicy }) => deletionPolicy === 'production') ?? environments[0];
  return page.replace(NAMES, (line, suffix: string, app: string | undefined) => {
    const environment = environments.find((each) => each.suffix === suffix) ?? usual;
    if (environment === undefined) return line;
    const { accountId, primary, dr } = environment;
    const names = `export E=${environment.suffix} ACCOUNT=${accountId} PRIMARY=${primary.region} DR=${dr.region}`;
    return app === undefined ? names : `${names} APP=${serviceNames(environment).service}`;
  });
}
