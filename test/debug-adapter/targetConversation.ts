import type { DebugProtocol } from '@vscode/debugprotocol';
import type { TraceEvent } from '../../model/trace/events';
import { streamed, tiny, type Conversation } from './conversation';
import { Transcript } from './transcript';

/** Times differ from run to run, and places on the disc from program to program. */
const measured = ['ms', 'at', 'lba'];
const masked = (events: readonly TraceEvent[]): string[] =>
  events.map((event) =>
    JSON.stringify(event, (key, value: unknown) => (measured.includes(key) ? '…' : value)),
  );

/** A short conversation about what differs from target to target, by capability. @param launch more fields of it. */
export async function targetConversation(
  conversation: Conversation,
  target: string,
  launch: object = {},
): Promise<string> {
  const transcript = new Transcript(conversation);
  await conversation.initialize();
  await conversation.client.request('launch', { ...tiny, ...streamed, target, tokens: 4, ...launch });
  const [told] = conversation.bodies('capabilities') as DebugProtocol.CapabilitiesEvent['body'][];
  transcript.show(
    `can, beside what all can: ${Object.keys(told?.capabilities ?? {}).join(', ') || 'nothing'}`,
  );
  transcript.show(`figures come from: ${conversation.plan.provenance}`);
  await conversation.stop('configurationDone');
  await conversation.stop('next');
  transcript.show(`scopes: ${(await conversation.scopes()).map(({ name }) => name).join(', ')}`);
  const memoryReference = '0x00100000';
  await transcript.ask('readMemory', { memoryReference, count: 4 }, (body) => {
    const { data = '', unreadableBytes = 0 } = body as NonNullable<DebugProtocol.ReadMemoryResponse['body']>;
    transcript.show(`${Buffer.from(data, 'base64').length} bytes, unreadable ${unreadableBytes}`);
  });
  const data = Buffer.from('text').toString('base64');
  await transcript.ask('writeMemory', { memoryReference: '0x01fffff0', data }, (body) =>
    transcript.show(JSON.stringify(body)),
  );
  await transcript.ask('disassemble', { memoryReference, instructionCount: 2 }, (body) => {
    const { instructions } = body as NonNullable<DebugProtocol.DisassembleResponse['body']>;
    transcript.show(
      `${instructions.length} instructions, the first of ${instructions[0]?.symbol ?? 'nothing'}`,
    );
  });
  const stopped = conversation.client.next('stopped', 'terminated');
  const answers: unknown[] = [];
  await transcript.ask('stepBack', { threadId: 1 }, (body) => answers.push(body));
  if (answers.length > 0) {
    await stopped;
    transcript.show(`stands at ${await conversation.place()}`);
  }
  await transcript.ask('ps2ml/saveCheckpoint');
  await transcript.ask('ps2ml/returnToCheckpoint');
  await conversation.stop('next');
  const reads = conversation.trace.filter(({ type }) => type === 'read').slice(0, 2);
  const operations = conversation.trace.filter(({ type }) => type === 'operation').slice(0, 2);
  for (const line of masked([...reads, ...operations])) transcript.show(line);
  await conversation.end('continue');
  const ended = conversation.trace.findLast(({ type }) => type !== 'operation');
  transcript.show(`last of the trace: ${ended?.type ?? 'nothing'}`);
  await conversation.close();
  return transcript.text;
}
