/**
 * The style of every page: light and dark as the reader's system has it, in one column on a narrow screen, and on paper in black on
 * white with everything unfolded. State is told by a word and a symbol; colour only repeats it.
 */
export const PAGE_STYLE = `
:root {
  color-scheme: light dark;
  --ground: #ffffff; --panel: #f5f6f8; --line: #cdd2d9; --text: #16191d; --faint: #545c66;
  --ok: #176639; --attention: #8a4b00; --failed: #a8141b; --accent: #0b57a4;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #14171b; --panel: #1e2329; --line: #3d454f; --text: #e8eaed; --faint: #a5aeb9;
    --ok: #6fd394; --attention: #f2b35c; --failed: #ff8b85; --accent: #8ab8f0;
  }
}
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 72rem; padding: 1rem 1.25rem 3rem; background: var(--ground); color: var(--text);
  font: 15px/1.5 system-ui, 'Segoe UI', 'Liberation Sans', sans-serif; overflow-wrap: anywhere; }
h1 { font-size: 1.5rem; line-height: 1.25; margin: .5rem 0; }
h2 { font-size: 1.15rem; margin: 2rem 0 .5rem; border-bottom: 1px solid var(--line); padding-bottom: .25rem; }
h3 { font-size: 1rem; margin: 1.25rem 0 .25rem; }
p { margin: .4rem 0; }
a { color: var(--accent); }
code, pre { font: 13px/1.45 ui-monospace, 'Liberation Mono', monospace; }
pre { background: var(--panel); border: 1px solid var(--line); border-radius: 4px; padding: .6rem .8rem; white-space: pre-wrap; }
.faint { color: var(--faint); }
.ok { color: var(--ok); } .attention { color: var(--attention); } .failed { color: var(--failed); }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; margin: .5rem 0; }
th, td { text-align: left; vertical-align: top; overflow-wrap: break-word; padding: .3rem .75rem .3rem 0; border-bottom: 1px solid var(--line); }
th { color: var(--faint); font-weight: 600; }
td.whole, td > .ok, td > .attention, td > .failed { white-space: nowrap; }
td code, td pre { overflow-wrap: anywhere; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .2rem 1rem; margin: .5rem 0; }
dt { color: var(--faint); } dd { margin: 0; }
details { margin: .3rem 0; }
summary { cursor: pointer; }
svg { max-width: 100%; height: auto; display: block; }
svg text { fill: var(--text); font-family: inherit; }
@media (max-width: 40rem) { body { padding: .5rem .75rem 2rem; } dl { grid-template-columns: 1fr; gap: 0; } dd { margin-bottom: .4rem; } }
@media print {
  :root { color-scheme: light; --ground: #fff; --panel: #fff; --line: #999; --text: #000; --faint: #333; --ok: #0b4a26;
    --attention: #6b3a00; --failed: #8a0f15; --accent: #000; }
  body { max-width: none; font-size: 10pt; padding: 0; }
  details::details-content { content-visibility: visible; block-size: auto; }
  tr, svg { break-inside: avoid; }
  h2, h3 { break-after: avoid; }
}
`;
