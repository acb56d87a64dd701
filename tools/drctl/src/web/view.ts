import {
  badge,
  htmlTable,
  markup,
  pairPicture,
  timeChart,
  type Html,
  type PictureSide,
} from '@healthcare-dr/cli-kit/page';
import { ROLES, type Role } from '@healthcare-dr/topology';
import { valueOf, type Answer } from '../answer';
import type { StatusRow, StatusView } from '../assess/status';
import { clock, duration } from '../assess/words';
import type { PairFacts } from '../facts';
import { REQUEST_WINDOW_MS, type RequestMinute } from '../facts/requests';
import { foldSilent } from '../views/fold-silent';
import { stepsOf, type Step } from '../views/steps';
import { shownIncident } from '../views/watch-text';

/** What a look found, and what is kept of it. */
export interface Sample {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly service: StatusView['clients']['service'];
  readonly writer: Role | undefined;
}

/** All that the page shows. */
export interface WebView {
  readonly view: StatusView;
  readonly facts: PairFacts;
  /** What was found since somebody watches, oldest first. */
  readonly samples: readonly Sample[];
  readonly requests: Readonly<Record<Role, Answer<readonly RequestMinute[] | undefined>>>;
}

/** The page's changing part: conclusion and next command first, as on a terminal. */
export function viewHtml(shown: WebView): Html {
  const { view } = shown;
  const { conclusion, rows, at, silent } = view;
  const trouble = foldSilent(
    rows.filter(({ state }) => state !== 'ok'),
    silent,
  );
  const calm = rows.filter(({ state }) => state === 'ok');
  return markup`<h1>${badge(conclusion.state, conclusion.line)}</h1>
${conclusion.next !== undefined && markup`<p>Next:</p><pre>${conclusion.next}</pre>`}
${conclusion.runbook !== undefined && markup`<p>See ${conclusion.runbook}</p>`}
<p class="faint">As of <time id="at" datetime="${new Date(at).toISOString()}">${new Date(at).toISOString().slice(0, 19)}Z</time></p>
${pair(shown)}
${incident(shown)}
${trouble.length > 0 && markup`<h2>Not as it should be</h2>${table(trouble)}`}
<h2>Requests of clients</h2>
${requests(shown)}
<h2>While this is watched</h2>
${watched(shown)}
${calm.length > 0 && markup`<h2>As it should be</h2>${table(calm)}`}`;
}

const table = (rows: readonly StatusRow[]): Html =>
  htmlTable(
    ['', 'What', 'Region', 'How it stands'],
    rows.map(({ subject, region = '', state, text }) => [badge(state, state), subject, region, text]),
  );

/** What is shown in a Region's box; the rest is in the tables. */
const IN_THE_BOX: readonly string[] = ['database', 'controller', 'service', 'hold'];

function pair({ view, facts }: WebView): Html {
  const { rows, writer, clients, silent } = view;
  const sideOf = (role: Role): PictureSide => {
    const { region } = facts.sides[role];
    return {
      name: `${role} · ${region}`,
      writes: writer?.role === role,
      serves: clients.ledTo === role,
      lines: silent.includes(region)
        ? [{ state: 'attention', text: 'does not answer' }]
        : rows
            .filter((row) => row.region === region && IN_THE_BOX.includes(row.subject))
            .map(({ state, subject, text }) => ({ state, text: `${subject}: ${text}` })),
    };
  };
  const of = (subject: string) => {
    const row = rows.find((each) => each.subject === subject);
    return { state: row?.state ?? ('unknown' as const), text: row?.text ?? 'not known' };
  };
  const lag = of('replication lag');
  return pairPicture({
    sides: [sideOf(ROLES[0]), sideOf(ROLES[1])],
    link: { ...lag, text: `replication lag: ${lag.text}` },
    clients: of('clients'),
  });
}

const STEP_MARKS: Readonly<Record<Step['state'], Html>> = {
  done: badge('ok', 'done'),
  active: markup`<strong>▸ active</strong>`,
  pending: markup`<span class="faint">· pending</span>`,
  failed: badge('failed', 'failed'),
};

function incident({ facts }: WebView): Html | undefined {
  const shown = shownIncident(facts);
  if (shown === undefined) return undefined;
  const history = valueOf(shown.side.history) ?? [];
  return markup`<h2>Incident ${shown.incident.id}</h2>
${htmlTable(
  ['Began', 'Step', 'Took', 'State'],
  stepsOf(shown.incident).map(({ title, state, from, to }) => [
    from === undefined ? '' : clock(from, facts.at),
    title,
    from === undefined ? '' : duration((to ?? facts.at) - from),
    STEP_MARKS[state],
  ]),
)}
${htmlTable(
  ['Time', 'Event', ''],
  history.toReversed().map(({ at, title, text }) => [clock(at, facts.at), title, text]),
)}`;
}

function requests({ requests: asked, facts }: WebView): Html {
  const known = ROLES.map((role) => ({ role, region: facts.sides[role].region, answer: asked[role] }));
  const from = facts.at - REQUEST_WINDOW_MS;
  return markup`${known.map(({ region, answer }) => markup`<p>${region}: ${inTotal(answer)}</p>`)}
${timeChart({
  title: 'Requests at the load balancers in the last half an hour',
  from,
  to: facts.at,
  rows: known.map(({ region, answer }) => ({
    name: region,
    spans: (valueOf(answer) ?? []).map(({ at, requests: count, failed }) => ({
      from: Math.max(at, from),
      to: Math.min(at + 60_000, facts.at),
      state: failed > 0 ? ('failed' as const) : ('ok' as const),
      text: `${clock(at, facts.at)}: ${count} requests, ${failed} failed`,
    })),
  })),
  moments: [],
})}`;
}

function inTotal(answer: Answer<readonly RequestMinute[] | undefined>): string | Html {
  if (!answer.known) return badge('unknown', `does not answer (${answer.reason})`);
  if (answer.value === undefined) return 'there is no load balancer';
  const total = (of: 'requests' | 'failed') =>
    answer.value?.reduce((sum, minute) => sum + minute[of], 0) ?? 0;
  const text = `${total('requests')} requests in half an hour, ${total('failed')} failed`;
  return total('failed') > 0 ? badge('attention', text) : text;
}

const SERVICE_STATES = { full: 'ok', 'read-only': 'attention', none: 'failed', unknown: 'unknown' } as const;

function watched({ samples, facts }: WebView): Html {
  const first = samples[0]?.at ?? facts.at;
  const spans = samples.map((sample, index) => ({
    ...sample,
    from: sample.at,
    to: samples[index + 1]?.at ?? facts.at,
  }));
  const history = Object.values(facts.sides).flatMap(({ history: lines }) => valueOf(lines) ?? []);
  return timeChart({
    title: 'What each look found',
    from: first,
    to: facts.at,
    rows: [
      {
        name: 'clients',
        spans: spans.map(({ from, to, service }) => ({
          from,
          to,
          state: SERVICE_STATES[service],
          text: `service: ${service}`,
        })),
      },
      ...ROLES.map((role) => ({
        name: `${role} writes`,
        spans: spans.flatMap(({ from, to, writer }) =>
          writer === role ? [{ from, to, state: 'ok' as const, text: `${role} writes` }] : [],
        ),
      })),
    ],
    moments: history
      .filter(({ at }) => at >= first)
      .slice(-8)
      .map(({ at, title }) => ({ at, text: title })),
  });
}
