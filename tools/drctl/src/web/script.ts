/** What the page does by itself: it asks for the newest view, and says so when nobody answers any more. */
export const FOLLOWING_SCRIPT = `
const view = document.getElementById('view');
const connection = document.getElementById('connection');
let heard = Date.now();
async function follow() {
  try {
    const answer = await fetch('/view', { cache: 'no-store', signal: AbortSignal.timeout(4000) });
    if (!answer.ok) throw new Error(String(answer.status));
    view.innerHTML = await answer.text();
    heard = Date.now();
    connection.textContent = '';
  } catch {
    const seconds = Math.round((Date.now() - heard) / 1000);
    connection.textContent = '✖ drctl does not answer for ' + seconds + ' s: what stands below is old. Start it again.';
  }
  const title = view.querySelector('h1');
  if (title !== null) document.title = title.textContent;
}
setInterval(follow, 2000);
follow();
`;
