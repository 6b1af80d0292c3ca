import tseslint from 'typescript-eslint';
import noUnsanitized from 'eslint-plugin-no-unsanitized';

/**
 * Who may import whom. A folder is a room with one job; an import that is not in this table is an error.
 * `test` and `bench` may import everything and are not listed.
 */
const rooms = {
  extension: ['webviews/messages', 'debug-adapter', 'language-server', 'ps2', 'model', 'disc', 'ee', 'cli'],
  webviews: ['model'],
  'debug-adapter': ['model', 'disc', 'ee', 'ps2'],
  'language-server': ['model', 'disc', 'ee'],
  ps2: ['disc', 'ee', 'model/trace'],
  ee: [],
  disc: [],
  model: ['disc'],
  cli: ['debug-adapter', 'language-server', 'ps2', 'model', 'disc', 'ee'],
  samples: ['model', 'disc'],
};
/** Rooms whose every file runs in Node. */
const nodeRooms = ['cli', 'samples'];
const top = [
  'extension',
  'webviews',
  'debug-adapter',
  'language-server',
  'ps2',
  'ee',
  'disc',
  'model',
  'cli',
  'test',
  'bench',
  'samples',
];

/** A relative import that leaves the room and does not lead into one that the room may use. */
function roomRule(room, allowed) {
  const others = top.filter((name) => name !== room && !allowed.includes(name));
  const partly = allowed.filter((name) => name.includes('/'));
  const patterns = others.map((name) => {
    const inside = partly
      .filter((path) => path.startsWith(`${name}/`))
      .map((path) => path.slice(name.length + 1));
    const except = inside.length > 0 ? `(?!/(?:${inside.join('|')})(?:/|$))` : '';
    return {
      regex: `^(?:\\.\\./)+${name}${except}(?:/|$)`,
      message: `${room}/ may import only ${allowed.join(', ') || 'itself'}.`,
    };
  });
  if (room !== 'extension')
    patterns.push({ regex: '^vscode$', message: 'Only extension/ may import vscode.' });
  return patterns;
}
const builtins = {
  regex:
    '^(?:node:.*|fs|fs/promises|path|os|net|dgram|crypto|child_process|worker_threads|stream|url|util|events|buffer|assert|zlib|http|tty|readline|process)$',
  message: 'Node built-ins only in folders named node/.',
};

export default tseslint.config(
  { ignores: ['dist/**', 'out/**', 'node_modules/**', '.vscode-test/**'] },
  ...tseslint.configs.strictTypeChecked.map((config) => ({ ...config, files: ['**/*.ts'] })),
  {
    files: ['**/*.ts'],
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/no-extraneous-class': 'off',
      '@typescript-eslint/unified-signatures': 'off',
      '@typescript-eslint/no-unnecessary-condition': ['error', { allowConstantLoopConditions: true }],
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
    },
  },
  ...Object.entries(rooms).flatMap(([room, allowed]) => [
    {
      files: [`${room}/**/*.ts`],
      ignores: [`${room}/**/node/**`, `${room}/node.ts`, `${room}/**/*.node.ts`],
      rules: {
        'no-restricted-imports': [
          'error',
          { patterns: [...roomRule(room, allowed), ...(nodeRooms.includes(room) ? [] : [builtins])] },
        ],
      },
    },
    {
      files: [`${room}/**/node/**/*.ts`, `${room}/node.ts`, `${room}/**/*.node.ts`],
      rules: { 'no-restricted-imports': ['error', { patterns: roomRule(room, allowed) }] },
    },
  ]),
  {
    files: ['extension/**/*.ts'],
    ignores: ['extension/messages.ts'],
    rules: {
      'no-restricted-syntax': [
        'error',
        {
          selector:
            ":not(UnaryExpression[operator='void']) > CallExpression[callee.property.name=/^show(Error|Warning|Information)Message$/]",
          message:
            'VS Code answers only when the user closes the message, and whoever waits hangs until then: use showInformation, showError or ask of extension/messages.ts.',
        },
      ],
    },
  },
  {
    files: ['webviews/**/*.ts'],
    plugins: { 'no-unsanitized': noUnsanitized },
    rules: { 'no-unsanitized/method': 'error', 'no-unsanitized/property': 'error' },
  },
  {
    files: ['test/**/*.ts'],
    rules: {
      '@typescript-eslint/no-floating-promises': [
        'error',
        { allowForKnownSafeCalls: [{ from: 'package', name: ['it', 'describe'], package: 'mocha' }] },
      ],
      '@typescript-eslint/no-unused-expressions': 'off',
    },
  },
);
