import type { State } from '../terminal';
import { markup, type Html } from './html';
import { badge } from './page';

/** One of two Regions as a picture shows it. */
export interface PictureSide {
  /** Such as `primary · eu-west-2`. */
  readonly name: string;
  readonly writes: boolean;
  /** Whether clients are led there. */
  readonly serves: boolean;
  /** What stands there, each with its state. */
  readonly lines: readonly { readonly state: State; readonly text: string }[];
}

/** Two Regions, what is between them, and where clients go. */
export interface PairPicture {
  readonly sides: readonly [PictureSide, PictureSide];
  /** Replication: from the writer to the other. */
  readonly link: { readonly state: State; readonly text: string };
  /** What of clients is known. */
  readonly clients: { readonly state: State; readonly text: string };
}

/** The style of {@link pairPicture}: three columns, one below the other where the page is narrow. */
export const PAIR_STYLE = `
.pair { display: grid; grid-template-columns: 1fr minmax(8rem, 13rem) 1fr; gap: .25rem .75rem; margin: 1rem 0; }
.pair > * { min-width: 0; }
.pair .clients { text-align: center; padding: .25rem; }
.pair .clients.first { grid-column: 1; } .pair .clients.second { grid-column: 3; } .pair .clients.nobody { grid-column: 1 / -1; }
.pair .side { border: 2px solid var(--line); border-radius: 6px; background: var(--panel); padding: .6rem .8rem; grid-row: 2; }
.pair .side.writes { border-color: var(--accent); }
.pair .side h3 { margin: 0 0 .25rem; display: flex; justify-content: space-between; gap: .5rem; flex-wrap: wrap; }
.pair .side p { margin: .15rem 0; }
.pair .role { border: 1px solid currentColor; border-radius: 1rem; padding: 0 .6rem; font-size: .85rem; font-weight: 600; }
.pair .writes .role { color: var(--accent); }
.pair .link { grid-row: 2; align-self: center; text-align: center; }
.pair .arrow { font-size: 1.4rem; line-height: 1; display: block; }
@media (max-width: 40rem) {
  .pair { grid-template-columns: 1fr; }
  .pair .side, .pair .link, .pair .clients, .pair .clients.first, .pair .clients.second { grid-column: 1; grid-row: auto; }
  .pair .side.first { order: 1; } .pair .link { order: 2; } .pair .clients.second { order: 3; } .pair .side.second { order: 4; }
  .pair .clients .arrow { display: inline; font-size: 1rem; }
  .pair .link .arrow { transform: rotate(90deg); }
}
`;

/** Both Regions as boxes, the writer's marked, with the arrow of replication between and that of clients above. */
export function pairPicture({ sides, link, clients }: PairPicture): Html {
  const [first, second] = sides;
  const place = first.serves ? 'first' : second.serves ? 'second' : 'nobody';
  const served = first.serves ? first : second.serves ? second : undefined;
  const arrow = first.writes ? '→' : second.writes ? '←' : '·';
  return markup`<div class="pair">
    <div class="clients ${place}">
      <strong>Clients</strong> ${badge(clients.state, clients.text)}${
        served !== undefined && markup` <span class="arrow" title="are led to ${served.name}">↓</span>`
      }
    </div>
    ${side(first, 'first')}
    <div class="link"><span class="arrow">${arrow}</span>${badge(link.state, link.text)}</div>
    ${side(second, 'second')}
  </div>`;
}

const side = ({ name, writes, lines }: PictureSide, place: 'first' | 'second'): Html =>
  markup`<div class="side ${place}${writes && ' writes'}">
    <h3>${name}<span class="role">${writes ? 'writer' : 'standby'}</span></h3>
    ${lines.map(({ state, text }) => markup`<p>${badge(state, text)}</p>`)}
  </div>`;
