import assert from 'node:assert/strict';
import { withDefaults } from '../../extension/debug/defaults';
import { parseLaunchArguments } from '../../debug-adapter/launch/launchArguments';

describe('launch defaults', () => {
  const defaults = {
    tokens: 32,
    stopAtEnd: true,
    arithmetic: 'ieee',
    tokenizer: '/models/tok.bin',
    prompt: 'Once',
    listingUri: 'ps2ml:/0123456789abcdef/a.ps2ml?file:///a.psnt',
    origins: { tokenizer: 'remembered', layout: 'from ps2ml.json', disc: 'default' },
  };

  it('fill in what the configuration does not say', () => {
    const launch = parseLaunchArguments(withDefaults({ program: '/a.psnt' }, defaults), ['reference']);
    assert.equal(launch.tokens, 32);
    assert.equal(launch.arithmetic, 'ieee');
    assert.equal(launch.stopAtEnd, true);
    assert.equal(launch.tokenizer, '/models/tok.bin');
    assert.equal(launch.prompt, 'Once');
    assert.equal(launch.listingUri, defaults.listingUri);
    assert.deepEqual(launch.origins, defaults.origins);
  });

  it('leave what it says', () => {
    const own = {
      program: '/a.psnt',
      tokens: 5,
      arithmetic: 'ee',
      prompt: 'Hi',
      tokenizer: '/own.bin',
      stopAtEnd: false,
    };
    const launch = parseLaunchArguments(withDefaults(own, defaults), ['reference']);
    assert.deepEqual(
      { ...own },
      {
        program: launch.program,
        tokens: launch.tokens,
        arithmetic: launch.arithmetic,
        prompt: launch.prompt,
        tokenizer: launch.tokenizer,
        stopAtEnd: launch.stopAtEnd,
      },
    );
  });

  it('add no prompt where there is no tokenizer to read it', () => {
    const configuration = withDefaults({ program: '/a.psnt' }, { ...defaults, tokenizer: undefined });
    assert.ok(!('prompt' in configuration));
    assert.ok(!('tokenizer' in configuration));
  });
});
