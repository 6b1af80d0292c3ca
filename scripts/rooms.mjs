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
    'targets',
    'project',
    'image',
    'model',
    'disc',
    'common',
  ],
  webviews: ['targets', 'model', 'common'],
  cli: ['debug-adapter', 'doctor', 'targets', 'project', 'image', 'ps2', 'model', 'disc', 'ee', 'common'],
  doctor: ['debug-adapter', 'targets', 'project', 'common'],
  'debug-adapter': ['targets', 'project', 'image', 'model', 'disc', 'ee', 'ps2', 'common'],
  'language-server': ['targets', 'project', 'image', 'model', 'disc', 'ee', 'common'],
  project: ['targets', 'image', 'model', 'disc', 'ee', 'common'],
  image: ['model', 'disc', 'common'],
  model: ['targets', 'disc', 'common'],
  targets: ['disc', 'common'],
  ps2: ['disc', 'ee', 'common'],
  disc: ['common'],
  ee: ['common'],
  common: [],
  samples: ['model', 'disc', 'common'],
};
