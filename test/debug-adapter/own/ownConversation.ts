import path from 'node:path';
import type { Conversation } from '../conversation';
import { projectRoot } from '../../support/project';
import { Transcript } from '../transcript';

const stories = path.join(projectRoot, 'samples', 'stories');
export const ownElf = path.join(projectRoot, 'samples', 'own-runtime', 'own.elf');
/** The model that it runs in these tests. */
export const ownModel = {
  program: path.join(stories, 'stories.psnt'),
  tokenizer: path.join(stories, 'stories.tokenizer.bin'),
} as const;

/** The debug conversation about `samples/own-runtime`, which describes itself. @param begin launches it or attaches. */
export async function ownConversation(
  conversation: Conversation,
  begin: () => Promise<unknown>,
): Promise<string> {
  const transcript = new Transcript(conversation);
  await conversation.initialize({ supportsProgressReporting: false });
  await begin();
  await transcript.stop('configurationDone');
  await transcript.ask('source', { sourceReference: 1 }, (body) => {
    for (const line of (body as { content: string }).content.split('\n')) transcript.show(line);
  });
  await transcript.stop('next');
  await transcript.stop('stepIn');
  await transcript.stop('next');
  for (const expression of [
    'x',
    'x[3]',
    'keys.L00',
    'L00.attn.norm',
    'L01.attn.wq',
    'layers.00.attn.wq',
    'header',
  ])
    await transcript.evaluate(expression);
  await transcript.ask('setFunctionBreakpoints', { breakpoints: [{ name: 'L*.ffn.w2+add' }] });
  await transcript.stop('continue');
  await transcript.stop('next');
  await transcript.ask('setFunctionBreakpoints', { breakpoints: [] });
  await transcript.stop('ps2ml/stepLayer');
  await transcript.stop('ps2ml/stepToken');
  await transcript.evaluate('topk(logits, 3)');
  await transcript.ask('setFunctionBreakpoints', { breakpoints: [{ name: 'sample' }] });
  await transcript.stop('continue');
  await transcript.stop('next');
  return transcript.sharedText;
}

/** A launch of the sample. */
export const ownLaunch = (target: string, elf = ownElf): object => ({
  ...ownModel,
  prompt: 'Once upon a time',
  target,
  disc: { elf, reads: 'psnt' },
});

/** A transcript without what differs from machine to machine: when growth of the listing is noticed. */
export const alike = (transcript: string): string =>
  transcript
    .split('\n')
    .filter((line) => !line.startsWith('  loadedSource'))
    .join('\n');
