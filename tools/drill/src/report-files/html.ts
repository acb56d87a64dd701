import {
  badge,
  CHART_STYLE,
  definitions,
  markup,
  htmlTable,
  page,
  PAIR_STYLE,
  pairPicture,
  timeChart,
  type Html,
} from '@healthcare-dr/cli-kit/page';
import { ROLES } from '@healthcare-dr/topology';
import type { ClientRequest } from '../client/requests';
import type { Recording } from '../failover/facts';
import { cameBack, clientTables, NO_CLIENT } from './client-section';
import type { DrillReport } from './drill-report';
import { stepsOf } from './events';
import { RECORDED } from './derivations';
import { duration } from './objectives';
import { byQuestion } from './requirements';
import {
  derivationTable,
  documentedLines,
  eventTable,
  leftOutTable,
  objectiveTable,
  partsTable,
  playedLine,
  summaryRows,
  type Table,
} from './tables';

const tableOf = ({ header, rows }: Table): Html => htmlTable(header, rows);

/** The report as one HTML file: what came of it, requirement by requirement, and what was seen of each situation. */
export function reportHtml(report: DrillReport): string {
  const title = `Disaster-recovery drill of ${report.environment.suffix}`;
  return page({
    title,
    style: PAIR_STYLE + CHART_STYLE,
    body: markup`<h1>${title}</h1>
      ${summary(report)}
      <h2>Objectives</h2>
      ${objectives(report)}
      <h2>After the loss</h2>
      ${afterTheLoss(report)}
      <h2>Clients</h2>
      ${clients(report)}
      <h2>By requirement</h2>
      ${byRequirement(report)}
      <h2>Situations</h2>
      <p class="faint">Times are virtual. Open one for its journal, alarms and notifications.</p>
      ${report.recordings.map(situation)} ${notDrilled(report)}
      <h2>Permissions</h2>
      ${report.permissions.map(
        ({ roleArn, used, grantedAndUnused, usedAndNotGranted }) =>
          markup`<details>
            <summary>
              ${roleArn}: ${used} grants used, ${grantedAndUnused.length} not used,
              ${usedAndNotGranted.length} missing
            </summary>
            ${grantedAndUnused.length > 0 && markup`<p>Granted and unused: ${grantedAndUnused.join(', ')}</p>`}${
              usedAndNotGranted.length > 0 &&
              markup`<p class="failed">Used and not granted: ${usedAndNotGranted.join(', ')}</p>`
            }
          </details>`,
      )}`,
  });
}

function summary(report: DrillReport): Html {
  const { held, totals, failure, versions } = report;
  return markup`<p>
      ${held ? badge('ok', 'Every assertion held.') : badge('failed', 'The drill failed.')} ${totals.passed}
      passed, ${totals.failed} failed.
    </p>
    ${failure !== undefined && markup`<pre>${failure}</pre>`}
    ${definitions([
      ...summaryRows(report),
      [
        'Versions',
        Object.entries(versions)
          .map(([name, version]) => `${name} ${version}`)
          .join(', '),
      ],
    ])}`;
}

function objectives(report: DrillReport): Html {
  const { objectives: reached } = report;
  return markup`${tableOf(objectiveTable(reached))}
    <p class="faint">
      Measured here: in virtual time, on a local AWS, which promotes in seconds. The RPO is the last lag that
      was published and the time from then to the loss. Beyond ${duration(reached.rpo.boundMs)} the controller
      promotes nothing without an operator’s approval.
    </p>
    <details>
      <summary>Where the figures are from</summary>
      ${tableOf(derivationTable(report))}
      <p>${RECORDED}</p>
    </details>
    <details>
      <summary>What the modelled time consists of</summary>
      ${tableOf(partsTable(reached))} ${documentedLines().map((line) => markup`<p>${line}</p>`)}
    </details>`;
}

/** Where everything stood once dr served, and what came to that. */
function afterTheLoss({ recordings, objectives: { milestones }, environment }: DrillReport): Html {
  const lost = recordings.find(({ scenario }) => scenario === 'failover');
  if (lost === undefined) return markup`<p>The loss of the primary Region was not played.</p>`;
  const writer = lost.writers.at(-1)?.writer;
  const serves = lost.answers.at(-1)?.serves;
  const [primary, dr] = ROLES.map((role) => ({
    name: `${role} · ${environment.regions[role]}`,
    writes: writer === role,
    serves: serves === role,
    lines:
      lost.dark?.role === role
        ? [{ state: 'attention' as const, text: 'dark' }]
        : [
            {
              state: 'ok' as const,
              text: `answers; ${lost.invocations.filter((each) => each.role === role).length} runs of the controller`,
            },
          ],
  }));
  if (primary === undefined || dr === undefined) return markup``;
  const { served, lost: at } = milestones;
  const isServed = served !== undefined && at !== undefined;
  return markup`${pairPicture({
    sides: [primary, dr],
    link: { state: 'attention', text: 'nothing replicates' },
    clients: isServed
      ? { state: 'ok', text: `served again after ${duration(served - at)}` }
      : { state: 'attention', text: 'not served again' },
  })}
  ${chart(lost)}`;
}

/** What clients saw of each situation, and what of what they were told is gone, or came back. */
function clients({ recordings, recovered }: DrillReport): Html {
  const tables = clientTables(recordings);
  if (tables.length === 0) return markup`<p>${NO_CLIENT}</p>`;
  return markup`${tables.map(
    (table) =>
      markup`<h3>${table.title}</h3>
        ${tableOf(table)}
        <p class="faint">${table.explained}</p>`,
  )}
    <ul>
      ${cameBack(recovered).map((line) => markup`<li>${line}</li>`)}
    </ul>`;
}

/** The longest that two requests of a client are apart, in milliseconds: what is drawn as one span. */
const TICK_MS = 10_000;

function chart(recording: Recording): Html {
  const { title, from, to, client, dark, answers } = recording;
  const outside = client?.requests.filter(({ inside }) => !inside) ?? [];
  const row = (kind: ClientRequest['kind']) => ({
    name: `${kind}s`,
    spans: outside
      .filter((each) => each.kind === kind)
      .map(({ at, outcome, role, reason }) => ({
        from: at - TICK_MS / 2,
        to: at + TICK_MS / 2,
        state: outcome === 'ok' ? ('ok' as const) : ('failed' as const),
        text: `${kind} ${outcome}${role === undefined ? '' : ` by ${role}`}${reason === undefined ? '' : `: ${reason}`}`,
      })),
  });
  return timeChart({
    title,
    from,
    to,
    rows: [
      ...(client === undefined ? [] : [row('write'), row('read')]),
      ...ROLES.map((role) => ({
        name: `DNS → ${role}`,
        spans: answers.flatMap(({ at, serves }, index) =>
          serves === role
            ? [{ from: at, to: answers[index + 1]?.at ?? to, state: 'ok' as const, text: `leads to ${role}` }]
            : [],
        ),
      })),
    ],
    moments: stepsOf(recording).map(({ at, title: what }) => ({ at, text: what })),
    ...(dark === undefined
      ? {}
      : { shade: { from: dark.from, to: Math.min(dark.to, to), text: `${dark.role} is dark` } }),
  });
}

function byRequirement({ assertions }: DrillReport): Html {
  const groups = byQuestion(assertions);
  return markup`${htmlTable(
    ['Asked for', 'Requirement', 'Held', 'Failed'],
    groups.flatMap(({ question, requirements }) =>
      requirements.map(({ title, assertions: all }) => {
        const failed = all.filter(({ ok }) => !ok).length;
        return [
          question,
          title,
          String(all.length - failed),
          failed === 0 ? '0' : badge('failed', String(failed)),
        ];
      }),
    ),
  )}
  ${groups.map(
    ({ question, requirements }) =>
      requirements.length > 0 &&
      markup`<h3>${question}</h3>
        ${requirements.map(
          ({
            title,
            assertions: all,
          }) => markup`<details${all.some(({ ok }) => !ok) && ' open'}><summary>${title}: ${all.length} assertions</summary>
${htmlTable(
  ['', 'Assertion', 'What was seen'],
  all.map(({ ok, title: what, id, detail }) => [
    ok ? badge('ok', 'holds') : badge('failed', 'FAILS'),
    markup`${what}<br /><code class="faint">${id}</code>`,
    markup`<pre>${detail.trim()}</pre>`,
  ]),
)}</details>`,
        )}`,
  )}`;
}

function situation(recording: Recording): Html {
  return markup`<h3>${recording.title}</h3>
    <p class="faint">${playedLine(recording)}</p>
    ${chart(recording)}
    <details>
      <summary>What happened</summary>
      ${tableOf(eventTable(recording))}
    </details>`;
}

function notDrilled(report: DrillReport): Html | undefined {
  return report.leftOut.length === 0
    ? undefined
    : markup`<h2>Not drilled</h2>
        ${tableOf(leftOutTable(report))}`;
}
