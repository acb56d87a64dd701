'use strict';
/** Runs in the realm of a spec file, before it: lets the environment ask which modules jest has loaded there. */
Object.assign(globalThis, { [Symbol.for('healthcare-dr.loaded-modules')]: () => Object.keys(require.cache) });
