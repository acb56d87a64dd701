const preset = require('./jest.preset.js');

/**
 * One configuration for the whole workspace. A project's own `test` target narrows it with `--roots`.
 * @type {import('jest').Config}
 */
module.exports = { ...preset, rootDir: __dirname };
