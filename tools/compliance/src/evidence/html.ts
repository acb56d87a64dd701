import { badge, definitions, markup, htmlTable, page, type Html } from '@healthcare-dr/cli-kit/page';
import type { AuditedControl } from '../audit';
import type { Evidence } from './evidence';
import { exceptionFields } from './exceptions';
import { bySection, citations } from './hipaa-sections';
import { proofsOf, shortened, type Proof } from './proof';

/** The evidence as one HTML file, to read and to print. */
export function evidenceHtml(evidence: Evidence): string {
  const { audit } = evidence;
  const title = `Compliance of environment ${audit.environment}`;
  return page({
    title,
    body: markup`<h1>${title}</h1>
      ${summary(evidence)} ${violations(evidence)}
      <h2>By section of HIPAA</h2>
      <p class="faint">
        A citation is the rule sets’ own; with an asterisk it is that of the nearest control that they do
        cite.
      </p>
      ${bySection(audit.controls).map(
        ({ citation, title: name, controls }) =>
          markup`<h3>${citation} ${name}</h3>
            ${htmlTable(
              ['Control', 'What holds', 'Severity', 'State', 'Looked at'],
              controls.map((control) => [
                markup`<a href="#${control.key}">${control.key}</a>${control.basis === 'analogy' && ' *'}`,
                control.title,
                control.severity,
                state(control.state),
                String(control.examined),
              ]),
            )}`,
      )}
      <h2>Exceptions</h2>
      ${exceptions(evidence)}
      <h2>Opted out by the environment</h2>
      ${
        audit.optOuts.length === 0
          ? markup`<p>nothing</p>`
          : htmlTable(
              ['Setting', 'Reason'],
              audit.optOuts.map(({ setting, reason }) => [setting, reason]),
            )
      }
      <h2>Left to the owner of the account</h2>
      ${htmlTable(
        ['Control', 'What should hold', '45 CFR', 'Why it is not shown here'],
        audit.leftToOwner.map((each) => [each.key, each.title, citations(each), each.reason]),
      )}
      <h2>Control by control</h2>
      ${audit.controls.map(control)}`,
  });
}

function summary({ audit, provenance }: Evidence): Html {
  const count = (wanted: AuditedControl['state']) =>
    audit.controls.filter((each) => each.state === wanted).length;
  return markup`<p>
      ${audit.compliant ? badge('ok', 'No control is violated.') : badge('failed', 'The environment is not compliant.')}
    </p>
    ${definitions([
      [
        'Environment',
        `${audit.environment}, account ${audit.accountId}, deletion policy ${audit.deletionPolicy}`,
      ],
      [
        'Controls',
        `${count('met')} met, ${count('excepted')} excepted, ${count('violated')} violated, ${count('not applicable yet')} not applicable yet, ${audit.leftToOwner.length} left to the owner of the account`,
      ],
      ['Date', provenance.at],
      ['Commit', provenance.commit],
      [
        'Versions',
        Object.entries(provenance.versions)
          .map(([name, version]) => `${name} ${version}`)
          .join(', '),
      ],
      ['Stacks', audit.stacks.join(', ')],
    ])}`;
}

function violations({ audit }: Evidence): Html | undefined {
  const rows = [
    ...audit.controls.flatMap(({ key, violations: found }) =>
      found.map(({ stack, address, violation }) => [key, stack, address, violation]),
    ),
    ...audit.suppressionProblems.map((problem) => ['', '', '', problem]),
  ];
  return rows.length === 0
    ? undefined
    : markup`<h2>Violations</h2>
        ${htmlTable(['Control', 'Stack', 'Resource', 'What is wrong'], rows)}`;
}

function exceptions({ audit }: Evidence): Html {
  if (audit.exceptions.length === 0) return markup`<p>none</p>`;
  return htmlTable(
    ['Control', 'Owner', 'Approver', 'Ticket', 'Expires', 'Reason', 'Resources'],
    audit.exceptions.map((exception) => {
      const { owner, approver, ticket, expires } = exceptionFields(exception);
      return [
        markup`<a href="#${exception.control}">${exception.control}</a>`,
        owner,
        approver,
        ticket,
        expires,
        exception.reason,
        markup`<details>
          <summary>${exception.resources.length}</summary>
          ${exception.resources.map(
            ({ stack, address }) => markup`<div>${stack}: <code>${address}</code></div>`,
          )}
        </details>`,
      ];
    }),
  );
}

function control(each: AuditedControl): Html {
  return markup`<h3 id="${each.key}">${each.key}: ${each.title}</h3>
    <p>${state(each.state)}, severity ${each.severity}. 45 CFR: ${citations(each)}.</p>
    <p class="faint">The same rule elsewhere: ${each.ids.join(', ')}</p>
    ${each.findings.length === 0 ? markup`<p>There is nothing in the stacks that it is about.</p>` : proofsOf(each).map(proof)} `;
}

function proof({ result, violation, lines, where, count }: Proof): Html {
  return markup`<details>
    <summary>
      ${state(result)}: ${count} ${violation !== undefined && markup`– ${violation}`}
      ${lines.length === 1 && markup`<code>${shortened(lines[0] ?? '')}</code>`}
    </summary>
    ${lines.length > 1 && markup`<pre>${lines.map(shortened).join('\n')}</pre>`}
    ${[...where].map(([stack, addresses]) => markup`<p>${stack}: ${addresses.map((address) => markup`<code>${address}</code> `)}</p>`)}
  </details>`;
}

const state = (word: AuditedControl['state']) =>
  badge(
    word === 'met' ? 'ok' : word === 'violated' ? 'failed' : word === 'excepted' ? 'attention' : 'unknown',
    word,
  );
