import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { afterEach, describe, it } from 'mocha';
import { codeOf, errorIdOf } from '../../debug-adapter/errors/codeOf';
import { errorCodes } from '../../debug-adapter/errors/errorCodes';
import { FormatError } from '../../model/formatError';
import { PlanError } from '../../model/plan/error';
import { projectRoot } from '../support/project';
import { Conversation, tiny } from './conversation';

describe('error codes of the debug adapter', () => {
  let conversation: Conversation | undefined;
  afterEach(() => conversation?.close());

  /** The id and the sentence of a refused request. */
  async function refusal(command: string, args: object): Promise<{ id: number; format: string }> {
    const answer = await conversation?.client.ask(command, args);
    assert.equal(answer?.success, false, command);
    const { error } = answer.body as DebugProtocol.ErrorResponse['body'];
    assert.ok(error, command);
    return error;
  }

  it('are listed in docs/debugging.md with their ids', () => {
    const text = readFileSync(path.join(projectRoot, 'docs/debugging.md'), 'utf8');
    const listed = [...text.matchAll(/^\| (\d+) +\| `(\w+)` /gm)].map(([, id, code]) => [code, Number(id)]);
    assert.deepEqual(Object.fromEntries(listed), errorCodes);
    assert.equal(new Set(Object.values(errorCodes)).size, Object.keys(errorCodes).length);
  });

  it('tell what was wrong with a request', async () => {
    conversation = new Conversation();
    await conversation.initialize();
    assert.equal((await refusal('next', { threadId: 1 })).id, errorCodes.noProgram);
    assert.equal((await refusal('ps2ml/fly', {})).id, errorCodes.unknownRequest);
    assert.equal((await refusal('launch', { ...tiny, tokens: 'many' })).id, errorCodes.launchConfiguration);
    assert.equal((await refusal('launch', { ...tiny, program: '/none.psnt' })).id, errorCodes.file);
  });

  it('tell what cannot be done at a stop', async () => {
    conversation = await Conversation.launch({ ...tiny, stopOnEntry: true });
    assert.equal((await refusal('launch', tiny)).id, errorCodes.programExists);
    assert.equal((await refusal('evaluate', { expression: 'max(' })).id, errorCodes.expression);
    assert.equal((await refusal('readMemory', { memoryReference: 'x', count: 1 })).id, errorCodes.arguments);
    assert.equal((await refusal('ps2ml/runTo', { pass: -0.5 })).id, errorCodes.arguments);
    assert.equal((await refusal('ps2ml/returnToCheckpoint', {})).id, errorCodes.noCheckpoint);
    const disassembly = { memoryReference: '0x100000', instructionCount: 1 };
    assert.equal((await refusal('disassemble', disassembly)).id, errorCodes.notSupported);
  });

  it('follow the class of an error from another room', () => {
    const fault = { label: 'a.psnt', field: 'magic', found: '0', expected: '"PSNT"', advice: 'open a PSNT' };
    assert.equal(codeOf(new FormatError(fault)), 'file');
    assert.equal(codeOf(new PlanError('it does not fit')), 'plan');
    assert.equal(codeOf(new TypeError('x is undefined')), 'unexpected');
    assert.equal(codeOf('a text'), 'unexpected');
    assert.equal(errorIdOf(new Error('a sentence')), errorCodes.general);
  });
});
