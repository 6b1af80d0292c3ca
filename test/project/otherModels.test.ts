import assert from 'node:assert/strict';
import { openFile } from '../../project/program/node/files';
import { OtherModels } from '../../project/program/otherModels';
import { tiny } from '../debug-adapter/conversation';

describe('the models at hand', () => {
  it('that are being opened when the session ends are closed', async () => {
    let open = 0;
    let opens = (): void => undefined;
    const opening = new Promise<void>((resolve) => (opens = resolve));
    let goOn = (): void => undefined;
    const mayOpen = new Promise<void>((resolve) => (goOn = resolve));
    const models = new OtherModels(
      {
        openFile: async (path) => {
          opens();
          await mayOpen;
          const file = await openFile(path);
          open++;
          const close = async (): Promise<void> => {
            open--;
            await file.close();
          };
          return { ...file, close };
        },
        others: { paths: () => Promise.resolve([tiny.program]), tokenizer: () => Promise.resolve(undefined) },
      },
      'another.psnt',
    );
    const [other] = await models.list();
    assert.ok(other);
    const opened = other.open();
    await opening;
    await models.close();
    goOn();
    await assert.rejects(opened, /^Error: The session has ended\.$/);
    assert.equal(open, 0);
  });
});
