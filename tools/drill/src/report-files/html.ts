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
import type { JournalEvent } from '@healthcare-dr/failover-controller';
import type { Recording } from '../failover/facts';
import { cameBack, clientTable, NO_CLIENT, OBJECTS_EXPLAINED } from './client-section';
import { DOCUMENTED } from './documented-durations';
import type { DrillReport } from './drill-report';
import { eventsOf } from './events';
import { duration, TARGETS } from './objectives';
import { QUESTIONS, REQUIREMENTS } from './requirements';

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

function summary({
  held,
  totals,
  failure,
  startedAt,
  durationMs,
  commit,
  environment,
  versions,
}: DrillReport): Html {
  const { suffix, accountId, regions } = environment;
  return markup`<p>
      ${held ? badge('ok', 'Every assertion held.') : badge('failed', 'The drill failed.')} ${totals.passed}
      passed, ${totals.failed} failed.
    </p>
    ${failure !== undefined && markup`<pre>${failure}</pre>`}
    ${definitions([
      ['Began', `${startedAt}, took ${duration(durationMs)} of real time`],
      ['Commit', commit],
      ['Environment', `${suffix}, account ${accountId}`],
      ['Regions', `primary ${regions.primary}, dr ${regions.dr}`],
      [
        'Versions',
        Object.entries(versions)
          .map(([name, version]) => `${name} ${version}`)
          .join(', '),
      ],
    ])}`;
}

function objectives({ objectives: { rto, rpo } }: DrillReport): Html {
  const optional = (ms: number | undefined) => (ms === undefined ? 'not reached' : duration(ms));
  return markup`${htmlTable(
    ['Objective', 'Target', 'Measured here', 'Modelled on AWS'],
    [
      ['RTO', `< ${duration(TARGETS.rtoMs)}`, optional(rto.measuredMs), duration(rto.modelledMs)],
      ['RPO', `< ${duration(TARGETS.rpoMs)}`, optional(rpo.measuredMs), duration(rpo.modelledMs)],
    ],
  )}
    <p class="faint">
      Measured here: in virtual time, on a local AWS, which promotes in seconds. The RPO is the last lag that
      was published and the time from then to the loss. Beyond ${duration(rpo.boundMs)} the controller
      promotes nothing without an operator’s approval.
    </p>
    <details>
      <summary>What the modelled time consists of</summary>
      ${htmlTable(
        ['Part of the RTO', 'Seconds', 'From'],
        rto.parts.map(({ what, seconds, from }) => [what, String(seconds), from]),
      )}
      ${Object.values(DOCUMENTED).map(({ what, seconds, says, source }) => markup`<p>${what}: ${seconds} s; ${says} (${source})</p>`)}
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
  const { header, rows } = clientTable(recordings);
  if (rows.length === 0) return markup`<p>${NO_CLIENT}</p>`;
  return markup`${htmlTable(header, rows)}
    <p class="faint">${OBJECTS_EXPLAINED}</p>
    <ul>
      ${cameBack(recovered).map((line) => markup`<li>${line}</li>`)}
    </ul>`;
}

/** What the controller did that clients notice. */
const STEPS: ReadonlySet<string> = new Set<JournalEvent>([
  'failover-suspected',
  'promotion-requested',
  'writer-moved',
  'traffic-routed-to-dr',
  'traffic-routed-to-primary',
]);

/** The longest that two requests of a client are apart, in milliseconds: what is drawn as one span. */
const TICK_MS = 10_000;

function chart(recording: Recording): Html {
  const { title, from, to, client, dark, history, home, answers } = recording;
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
  const steps = [...history, ...home.history]
    .filter(({ event, at }) => event !== undefined && STEPS.has(event) && at >= from && at <= to)
    .sort((a, b) => a.at - b.at);
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
    moments: steps.map(({ at, title: what }) => ({ at, text: what })),
    ...(dark === undefined
      ? {}
      : { shade: { from: dark.from, to: Math.min(dark.to, to), text: `${dark.role} is dark` } }),
  });
}

function byRequirement({ assertions }: DrillReport): Html {
  const groups = QUESTIONS.map((question) => ({
    question,
    requirements: Object.entries(REQUIREMENTS).flatMap(([id, requirement]) => {
      const all = assertions.filter((each) => each.requirement === id);
      return requirement.question === question && all.length > 0 ? [{ ...requirement, all }] : [];
    }),
  }));
  return markup`${htmlTable(
    ['Asked for', 'Requirement', 'Held', 'Failed'],
    groups.flatMap(({ question, requirements }) =>
      requirements.map(({ title, all }) => {
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
            all,
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
  const { title, from, to, realMs, invocations } = recording;
  return markup`<h3>${title}</h3>
    <p class="faint">
      ${duration(to - from)} of virtual time, played in ${(realMs / 1000).toFixed(1)} s; ${invocations.length}
      runs of the controller.
    </p>
    ${chart(recording)}
    <details>
      <summary>What happened</summary>
      ${htmlTable(
        ['Virtual time', 'What', ''],
        eventsOf(recording).map(({ at, what, more }) => [
          new Date(at).toISOString().slice(11, 23),
          what,
          more,
        ]),
      )}
    </details>`;
}

function notDrilled({ leftOut }: DrillReport): Html | undefined {
  return leftOut.length === 0
    ? undefined
    : markup`<h2>Not drilled</h2>
        ${htmlTable(
          ['Stack', 'Because'],
          leftOut.map(({ name, reason }) => [name, reason]),
        )}`;
}
