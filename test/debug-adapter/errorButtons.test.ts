import assert from 'node:assert/strict';
import path from 'node:path';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { actionOf, linkFailure } from '../../debug-adapter/errors/actionOf';
import { AdapterError } from '../../debug-adapter/errors/adapterError';
import { nodeTargets, shippedFiles } from '../../debug-adapter/node/targets';
import type { SessionHost } from '../../debug-adapter/session/sessionHost';
import { locatePcsx2 } from '../../targets/action';
import { Conversation, tiny } from './conversation';

// These launches fail before a worker starts, so the bundles need not be built.
const targets = nodeTargets(shippedFiles(path.join(__dirname, '../../dist')));

/** What the response to a launch that fails says. */
async function failure(launch: object, host: Partial<SessionHost> = {}): Promise<DebugProtocol.Message> {
  const conversation = new Conversation({ host: { targets, ...host } });
  let answered: DebugProtocol.Message | undefined;
  conversation.session.onDidSendMessage((message) => {
    const { command, body } = message as DebugProtocol.ErrorResponse;
    if (command === 'launch') answered = body.error;
  });
  await conversation.initialize();
  await assert.rejects(conversation.client.request('launch', { ...tiny, ...launch }));
  return answered ?? assert.fail('no answer');
}

describe('the button of an error', () => {
  const actionUrl: SessionHost['actionUrl'] = ({ kind }) => `command:test.${kind}`;

  it('does what the error asks for', async () => {
    const address = await failure({ target: 'ps2link' }, { actionUrl });
    assert.deepEqual([address.url, address.urlLabel], ['command:test.setting', 'Set Address']);
    const path = { path: '/no/such/pcsx2' };
    const missing = await failure({ target: 'pcsx2', pcsx2: path }, { actionUrl });
    assert.deepEqual([missing.url, missing.urlLabel], ['command:test.locatePcsx2', 'Locate PCSX2…']);
    const arithmetic = await failure({ target: 'built-in', arithmetic: 'ieee' }, { actionUrl });
    assert.deepEqual([arithmetic.url, arithmetic.urlLabel], ['command:test.chooseTarget', 'Choose Target…']);
    const away = { address: '127.0.0.1', filePort: 9, commandPort: 9, logPort: 0 };
    const silent = await failure({ target: 'ps2link', ps2link: away }, { actionUrl });
    assert.deepEqual([silent.url, silent.urlLabel], ['command:test.openDoctor', 'Open Doctor']);
  });

  it('is absent where nothing can be done, and in editors without commands', async () => {
    const file = await failure({ program: '/no/such/model.psnt' }, { actionUrl });
    assert.equal(file.url, undefined);
    const other = await failure({ target: 'ps2link' });
    assert.equal(other.url, undefined);
  });

  it('is that of the cause where a failure wraps another', () => {
    const cause = new AdapterError('launchConfiguration', 'No PCSX2.', locatePcsx2);
    const wrapped = new Error('It did not start.', { cause });
    assert.equal(actionOf(wrapped), locatePcsx2);
    assert.equal(linkFailure(wrapped), wrapped);
  });
});
