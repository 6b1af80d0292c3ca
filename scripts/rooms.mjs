/**
 * The rooms: which folder may import which. The linter allows these arrows and no others
 * (eslint.config.mjs); test/scripts/rooms.test.ts refuses an arrow that nothing uses. `test` and `bench` may import
 * everything and are not listed. docs/architecture.md draws the table.
 * @type {Readonly<Record<string, readonly string[]>>}
 */
export const rooms = {
  extension: [
    'webviews/messages',
    'debug-adapter',
    'language-server',
    'doctor',
    'project',
    'image',
    'model',
    'disc',
  ],
  webviews: ['model'],
  cli: ['debug-adapter', 'doctor', 'project', 'image', 'ps2', 'model', 'disc', 'ee'],
  doctor: ['debug-adapter', 'project', 'ps2'],
  'debug-adapter': ['project', 'image', 'model', 'disc', 'ee', 'ps2'],
  'language-server': ['project', 'image', 'model', 'disc', 'ee'],
  project: ['debug-adapter', 'image', 'model', 'disc', 'ee'],
  image: ['model', 'disc'],
  model: ['disc'],
  ps2: ['disc', 'ee'],
  disc: [],
  ee: [],
  samples: ['model', 'disc'],
};
