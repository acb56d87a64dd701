/**
 * A command that makes a thing every 20 ms, as a file in the folder it is given, and knows of it only 40 ms later, in `state`; an
 * interrupt lets it finish what it has begun. Says `working` and its process id at once.
 */
'use strict';
const { writeFileSync } = require('node:fs');
const { join } = require('node:path');

const [, , folder = '.', exitCode = '0'] = process.argv;
/** @type {string[]} */
const known = [];
let stopping = false;
process.on('SIGINT', () => {
  stopping = true;
});
process.stdout.write(`working ${process.pid}\n`);
(async () => {
  for (let index = 0; index < 100 && !stopping; index += 1) {
    writeFileSync(join(folder, `thing-${index}`), '');
    await new Promise((resolve) => setTimeout(resolve, 40));
    known.push(`thing-${index}`);
    writeFileSync(join(folder, 'state'), known.join('\n'));
  }
  process.stderr.write(stopping ? 'stopped\n' : 'finished\n');
  process.exit(Number(exitCode));
})();
