/** All that a start leads to, directly or through others; itself only by a circle. */
export function reachableFrom(start: string, nextOf: (from: string) => readonly string[]): Set<string> {
  const found = new Set<string>();
  const open = [...nextOf(start)];
  for (let each = open.pop(); each !== undefined; each = open.pop()) {
    if (found.has(each)) continue;
    found.add(each);
    open.push(...nextOf(each));
  }
  return found;
}
