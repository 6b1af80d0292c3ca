import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { pinePlaces } from '../../../debug-adapter/pine/places';
import { describePlace } from '../../../ps2/pine/place';

const flatpak = '.flatpak/net.pcsx2.PCSX2/xdg-run';

describe('where PCSX2 may listen', () => {
  const places = (...args: Parameters<typeof pinePlaces>): string[] => pinePlaces(...args).map(describePlace);
  const run = { XDG_RUNTIME_DIR: '/run/user/1000' };

  it('is the runtime folder on Linux, the one of the Flatpak, and /tmp', () => {
    assert.deepEqual(places('linux', run), [
      '/run/user/1000/pcsx2.sock',
      `/run/user/1000/${flatpak}/pcsx2.sock`,
      '/tmp/pcsx2.sock',
    ]);
  });

  it('has the slot in its name unless it is the usual one', () => {
    assert.equal(places('linux', run, 28011)[0], '/run/user/1000/pcsx2.sock');
    assert.deepEqual(places('linux', run, 28012).slice(0, 2), [
      '/run/user/1000/pcsx2.sock.28012',
      `/run/user/1000/${flatpak}/pcsx2.sock.28012`,
    ]);
  });

  it('is /tmp where there is no runtime folder', () => {
    assert.equal(places('linux', {})[0], '/tmp/pcsx2.sock');
    assert.equal(places('linux', { XDG_RUNTIME_DIR: '' })[0], '/tmp/pcsx2.sock');
    assert.deepEqual(places('darwin', {}), ['/tmp/pcsx2.sock']);
  });

  it('is the temporary folder on macOS, whose name ends with a slash', () => {
    const found = places('darwin', { ...run, TMPDIR: '/var/folders/x/T/' }, 28013);
    assert.deepEqual(found, ['/var/folders/x/T/pcsx2.sock.28013']);
  });

  it('is a port on Windows', () => {
    assert.deepEqual(places('win32', run), ['127.0.0.1:28011']);
    assert.deepEqual(places('win32', {}, 28020), ['127.0.0.1:28020']);
  });

  it('is nowhere for a slot that cannot be', () => {
    for (const slot of [0, -1, 1.5, 65536, NaN]) {
      assert.throws(() => pinePlaces('linux', run, slot), /^PineError: Invalid PINE slot .*use 1 to 65535/);
    }
  });
});
