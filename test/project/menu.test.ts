import assert from 'node:assert/strict';
import { parseLaunchArguments } from '../../debug-adapter/launch/launchArguments';
import { encodeRun, isInteractive, ownPicture } from '../../model/plan/runFile';
import { loadProgram, type LoadedProgram } from '../../project/program/load';
import { adjacentTokenizer, openFile } from '../../project/program/node/files';
import { targets } from '../../targets/targets';
import { tiny } from '../debug-adapter/conversation';

const here = targets.all.map(({ id }) => id);
const { signal } = new AbortController();

describe('the menu of an interactive launch', () => {
  async function load(more: object): Promise<LoadedProgram> {
    const launch = parseLaunchArguments({ ...tiny, target: 'built-in', ...more }, here);
    const loaded = await loadProgram(launch, { openFile, adjacentTokenizer }, () => undefined, signal);
    await loaded.close();
    return loaded;
  }

  it('begins with the prompt of the run, and makes RUN.BIN interactive', async () => {
    const { program, run } = await load({ interactive: true, prompts: ['the cat', tiny.prompt, 'a'] });
    const { tokenizer, plan, choices } = program;
    const expected = [tiny.prompt, 'the cat', 'a'].map((prompt) => tokenizer?.encodePrompt(prompt));
    assert.deepEqual(choices, expected);
    assert.ok(isInteractive(encodeRun(plan, run, ownPicture, choices)));
  });

  it('is there for each target with a television, and for no other', async () => {
    for (const { id, capabilities } of targets.all) {
      const { menu } = parseLaunchArguments({ ...tiny, target: id, interactive: true }, here);
      assert.deepEqual(menu, capabilities.television === 'none' ? undefined : [], id);
    }
    const { program } = await load({});
    assert.equal(program.choices, undefined);
  });

  it('names prompts for which there is no room, and wrong fields', async () => {
    const many = Array.from(
      { length: 300 },
      (_, index) => `the cat and the ${'moon '.repeat(index % 9)}${index}`,
    );
    const { program, warnings } = await load({ interactive: true, prompts: many });
    const has = program.choices?.length ?? 0;
    assert.ok(has > 0 && has < 301, `${has} prompts`);
    assert.ok(
      warnings.some((text) => text.startsWith(`The menu has ${has} of 301 prompts`)),
      warnings.join(),
    );
    assert.throws(
      () => parseLaunchArguments({ ...tiny, prompts: 'a' }, here),
      /"prompts" is "a", expected a list/,
    );
    assert.throws(() => parseLaunchArguments({ ...tiny, interactive: 1 }, here), /"interactive" is 1/);
  });
});
