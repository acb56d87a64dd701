/** Says whether a Python with moto can be had, installing it if need be: nothing if so, else why not. */
import { findMotoPython } from '../moto/python';

findMotoPython({ log: (message) => process.stderr.write(`${message}\n`) }).catch((error: unknown) => {
  process.stdout.write(error instanceof Error ? error.message : String(error));
});
