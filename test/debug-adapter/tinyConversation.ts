import type { DebugProtocol } from '@vscode/debugprotocol';
import { streamed, tiny, type Conversation } from './conversation';
import { Transcript } from './transcript';

/**
 * One conversation with the generated sample from launch to disconnect. It asks for nothing that depends on what
 * executes the plan, so that every target in EE arithmetic must give the same transcript.
 * @param target name of it in the launch configuration.
 * @param more what else the launch configuration says.
 */
export async function tinyConversation(
  conversation: Conversation,
  target: string,
  more: object = {},
): Promise<string> {
  const transcript = new Transcript(conversation);
  const { client } = conversation;
  const lines = (body: unknown): void => {
    for (const { id, verified, line, message } of (body as DebugProtocol.SetBreakpointsResponse['body'])
      .breakpoints) {
      const place = line === undefined ? '' : ` at line ${line}`;
      transcript.show(verified ? `breakpoint ${id ?? '?'}${place}` : `not set: ${message ?? ''}`);
    }
  };

  await conversation.initialize({ supportsProgressReporting: true });
  await client.request('launch', { ...tiny, ...streamed, target, tokens: 4, ...more });
  transcript.events();

  // Line 7 is empty and stands for the header behind it; nothing follows line 9999.
  const source = { name: 'listing', sourceReference: 1 };
  const breakpoints = [{ line: 45 }, { line: 7 }, { line: 50 }, { line: 9999 }];
  await transcript.ask('setBreakpoints', { source, breakpoints }, lines);
  await transcript.ask(
    'setBreakpoints',
    { source: { path: '/elsewhere.txt' }, breakpoints: [{ line: 1 }] },
    lines,
  );
  await transcript.ask(
    'setFunctionBreakpoints',
    { breakpoints: [{ name: 'L04.attn.attend' }, { name: 'L99' }] },
    lines,
  );
  await transcript.ask('threads', undefined, (body) => transcript.show(JSON.stringify(body)));

  await transcript.stop('configurationDone');
  await transcript.evaluate('x');
  await transcript.stop('next');
  await transcript.stop('stepIn');
  await transcript.stop('next');
  await transcript.stop('next');
  await transcript.evaluate('L00.attn.q');
  await transcript.evaluate('q[1][2]');
  await transcript.evaluate('norm(q[1])');
  await transcript.open('Activations', 'q', '[1]');
  await transcript.open('Weights', 'layers.00.attn.wk', '[0]');
  const [q] = (await conversation.scope('Last result')).map(({ memoryReference }) => memoryReference ?? '');
  await transcript.ask('readMemory', { memoryReference: q, offset: 4, count: 16 }, memory);
  await transcript.ask('completions', { text: 'mean(layers.00.attn.w', column: 22 }, (body) => {
    const { targets } = body as DebugProtocol.CompletionsResponse['body'];
    transcript.show(targets.map(({ label }) => label).join(', '));
  });
  await transcript.stop('stepOut');
  await transcript.stop('continue');
  await transcript.stop('continue');
  await transcript.stop('next');
  await transcript.stop('continue');
  await transcript.open('KV cache', 'L04', 'values.L04');
  await transcript.ask('setFunctionBreakpoints', { breakpoints: [] }, lines);
  await transcript.ask('setBreakpoints', { source, breakpoints: [] }, lines);
  await transcript.stop('stepOut');
  await transcript.stop('stepOut');
  await transcript.stop('ps2ml/stepLayer');
  await transcript.stop('ps2ml/stepToken');
  await transcript.open('Pass', 'tokens');

  // Down to the logits of the next pass, where the choice can be watched.
  await transcript.ask('setFunctionBreakpoints', { breakpoints: [{ name: 'sample' }] }, lines);
  await transcript.stop('continue');
  await transcript.evaluate('topk(logits, 3)');
  await transcript.stop('next');
  await transcript.ask('setFunctionBreakpoints', { breakpoints: [] }, lines);
  const terminated = client.next('terminated');
  await transcript.ask('continue', { threadId: 1 });
  await terminated;
  transcript.events();
  await transcript.ask('next', { threadId: 1 });
  await transcript.ask('disconnect');
  return transcript.sharedText;

  function memory(body: unknown): void {
    const {
      address,
      data = '',
      unreadableBytes,
    } = body as NonNullable<DebugProtocol.ReadMemoryResponse['body']>;
    const bytes = Buffer.from(data, 'base64');
    transcript.show(`${address} ${bytes.toString('hex') || 'nothing'}, unreadable ${unreadableBytes ?? 0}`);
  }
}
