import { readdirSync } from 'node:fs';
import { join } from 'node:path';

const LONG_SPEC = /\.long\.spec\.ts$/;

/** Whether a project has specs that take minutes. @param root - relative to the workspace */
export const hasLongSpecs = (workspaceRoot: string, root: string): boolean =>
  readdirSync(join(workspaceRoot, root), { recursive: true, encoding: 'utf8' }).some((file) =>
    LONG_SPEC.test(file),
  );
