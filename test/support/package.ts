import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { createVSIX } from '@vscode/vsce';
import { projectRoot } from './project';

let packaged: Promise<string> | undefined;

/**
 * Packages the extension as it is published, once for all tests of a run, and resolves to the path of the .vsix.
 * Where PS2ML_VSIX names one it is that, as runs beside each other would package into the same folders.
 */
export function packagedExtension(): Promise<string> {
  packaged ??= (async () => {
    const given = process.env['PS2ML_VSIX'];
    if (given !== undefined) return given;
    const packagePath = path.join(projectRoot, 'out/ps2-ml.vsix');
    await mkdir(path.dirname(packagePath), { recursive: true });
    await createVSIX({
      cwd: projectRoot,
      packagePath,
      dependencies: false,
      allowMissingRepository: true,
      // The links of README.md lead to files of the package.
      rewriteRelativeLinks: false,
    });
    return packagePath;
  })();
  return packaged;
}
