/** A command line that runs a worker under a supervisor, prints what it prints, and is in the way of nobody who ends it. */
import { runSupervised } from '../index';

const [, , worker = '', folder = ''] = process.argv;
void runSupervised(process.execPath, [worker, folder], { onLine: (line) => console.log(line) });
