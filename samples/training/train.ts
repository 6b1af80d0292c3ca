import { appendFile, mkdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { errorText } from '../../common/errorText';
import { writeFileAtomically } from '../../disc/node/atomicFile';
import { PieceTokenizer } from '../../model/tokenizer/pieceTokenizer';
import { encodeTokenizerBin } from '../../model/tokenizer/tokenizerBin';
import { loadRun, saveCheckpoint, saveRun } from './checkpoint';
import { stepsOf, storySettings } from './settings';
import { Training } from './training';
import { storyPieces } from './vocabulary';

const help = `Trains the model of samples/stories: npm run train -- [options]
  --out FOLDER   where checkpoint, log and the state of the run go (out/training)
  --steps N      steps to go to (${stepsOf(storySettings)}, the whole run); a run that is there is gone on with
  --save N       steps between two checkpoints (100)`;

/** Steps between two lines of the log. */
const stepsPerLine = 10;
const heldOutBatches = 4;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      out: { type: 'string', default: path.join('out', 'training') },
      steps: { type: 'string', default: String(stepsOf(storySettings)) },
      save: { type: 'string', default: '100' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(help);
    return;
  }
  const folder = path.resolve(values.out);
  const steps = wholeNumber('--steps', values.steps);
  const stepsPerSave = wholeNumber('--save', values.save);
  const settings = storySettings;
  await mkdir(folder, { recursive: true });

  const pieces = storyPieces(settings);
  await writeFileAtomically(path.join(folder, 'tokenizer.bin'), (output) =>
    output.write(encodeTokenizerBin(pieces)),
  );
  const training = await Training.begin(settings, new PieceTokenizer(pieces));
  const stateFile = path.join(folder, 'run.state');
  if (await exists(stateFile)) training.step = await loadRun(stateFile, training.network);
  const tell = async (line: Record<string, unknown>): Promise<void> => {
    console.log(
      Object.entries(line)
        .map(([name, value]) => `${name} ${String(value)}`)
        .join('  '),
    );
    await appendFile(path.join(folder, 'log.jsonl'), `${JSON.stringify(line)}\n`);
  };
  const { parameters } = training.network;
  await tell({ begin: training.step, of: steps, parameters: parameters.count, pieces: pieces.length });

  const stop = new AbortController();
  process.once('SIGINT', () => stop.abort());
  let since = performance.now();
  let losses = 0;
  while (training.step < steps && !stop.signal.aborted) {
    const { step, loss, norm, rate } = training.next();
    losses += loss;
    if (step % stepsPerLine === 0) {
      const seconds = (performance.now() - since) / 1000;
      const tokens = stepsPerLine * settings.sequences * settings.config.seqLen;
      await tell({
        step,
        loss: rounded(losses / stepsPerLine),
        norm: rounded(norm),
        rate: Number(rate.toPrecision(3)),
        tokensPerSecond: Math.round(tokens / seconds),
      });
      since = performance.now();
      losses = 0;
    }
    if (step % stepsPerSave === 0 || step === steps) {
      await saveAll(folder, stateFile, training);
      await tell({ step, heldOutLoss: rounded(training.heldOutLoss(heldOutBatches)) });
    }
    // Lets a signal arrive.
    await new Promise((resolve) => setImmediate(resolve));
  }
  if (stop.signal.aborted) await saveAll(folder, stateFile, training);
}

async function saveAll(folder: string, stateFile: string, training: Training): Promise<void> {
  await saveRun(stateFile, training.network, training.step);
  await saveCheckpoint(path.join(folder, 'checkpoint'), training.network);
}

function wholeNumber(option: string, text: string): number {
  const number = Number(text);
  if (!Number.isSafeInteger(number) || number < 1) {
    throw new RangeError(`${option} is ${JSON.stringify(text)}; give a whole number from 1 on.`);
  }
  return number;
}

function rounded(value: number): number {
  return Number(value.toFixed(4));
}

async function exists(file: string): Promise<boolean> {
  return stat(file).then(
    () => true,
    () => false,
  );
}

main().catch((error: unknown) => {
  console.error(errorText(error));
  process.exitCode = 1;
});
