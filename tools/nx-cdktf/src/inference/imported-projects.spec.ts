import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { importedProjects } from './imported-projects';

const ROOTS = new Map([
  ['kms', 'libs/kms'],
  ['kms-contract', 'libs/kms/contract'],
  ['platform', 'libs/platform'],
  ['testing', 'libs/testing'],
  ['compliance', 'tools/compliance'],
]);
const ALIASES = {
  '@x/kms/contract': ['./libs/kms/contract/index.ts'],
  '@x/platform': ['./libs/platform/src/index.ts'],
  '@x/testing': ['./libs/testing/src/index.ts'],
  '@x/compliance': ['./tools/compliance/src/index.ts'],
};

describe('importedProjects', () => {
  let workspaceRoot: string;

  beforeEach(() => {
    workspaceRoot = mkdtempSync(join(tmpdir(), 'healthcare-dr-imported-'));
    for (const root of ROOTS.values()) mkdirSync(join(workspaceRoot, root), { recursive: true });
  });

  afterEach(() => rmSync(workspaceRoot, { recursive: true }));

  function imported(files: Record<string, string>) {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(join(workspaceRoot, dirname(path)), { recursive: true });
      writeFileSync(join(workspaceRoot, path), text);
    }
    return Object.fromEntries(importedProjects(workspaceRoot, ROOTS, ALIASES));
  }

  it('counts what specs and fixtures import, and what that imports in turn', () => {
    const found = imported({
      'libs/kms/src/kms.spec.ts': "import '@x/testing';",
      'libs/testing/src/index.ts': "import '@x/platform';",
    });

    expect(found['kms']).toEqual(['platform', 'testing']);
    expect(found['testing']).toEqual(['platform']);
  });

  it('does not follow what the specs of another project import', () => {
    const found = imported({
      'libs/kms/src/kms.ts': "import '@x/testing';",
      'libs/testing/src/index.spec.ts': "import '@x/compliance';",
      'libs/testing/src/__fixtures__/x.ts': "export * from '@x/platform';",
    });

    expect(found['kms']).toEqual(['platform', 'testing']);
  });

  it('finds the nearest project of a path, and ends with a circle', () => {
    const found = imported({
      'libs/kms/src/kms.ts': "export * from '../contract';",
      'libs/kms/contract/index.ts': "export { kms } from '../src/kms';",
    });

    expect(found['kms']).toEqual(['kms-contract']);
    expect(found['kms-contract']).toEqual(['kms']);
  });

  it('leaves out packages, templates and aliases that lead nowhere', () => {
    const found = imported({
      'libs/kms/src/kms.ts': "import 'cdktf'; import '@x/nowhere';",
      'libs/kms/src/templates/a.ts': "import '@x/testing';",
    });

    expect(found['kms']).toEqual([]);
  });
});
