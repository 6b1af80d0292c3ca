import { convertFile } from '../../model/convert/node/convertFile';
import { runStep } from '../../project/node/build/steps';
import { openProject } from '../../project/node/projectFolder';

/** Builds a project's disc image as the extension does, whose own parts need an editor. */
async function main(folder: string): Promise<void> {
  await runStep('image', {
    folder: await openProject(folder),
    say: () => undefined,
    progress: () => undefined,
    signal: new AbortController().signal,
    convert: convertFile,
  });
}

main(process.argv[2] ?? '.').catch((error: unknown) => {
  process.stderr.write(`${String(error)}\n`);
  process.exitCode = 1;
});
