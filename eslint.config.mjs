import tseslint from 'typescript-eslint';
import noUnsanitized from 'eslint-plugin-no-unsanitized';
import { rooms } from './scripts/rooms.mjs';

/** Rooms whose every file runs in Node. */
const nodeRooms = ['cli', 'doctor', 'samples'];
const top = [...Object.keys(rooms), 'test', 'bench'];

const ownErrorText = {
  selector:
    "ConditionalExpression[test.operator='instanceof'][test.right.name='Error'] > MemberExpression.consequent[property.name='message']",
  message: 'Use errorText of common/errorText.ts.',
};
const awaitedMessage = {
  selector:
    ":not(UnaryExpression[operator='void']) > CallExpression[callee.property.name=/^show(Error|Warning|Information)Message$/]",
  message:
    'VS Code answers only when the user closes the message, so an await blocks until then. Use showInformation, showError or ask of extension/messages.ts.',
};

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
  patterns.push({
    regex: '/mailbox/(?:client|find)$',
    message: 'Find and read a program through debug-adapter/mailbox/host.',
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
    files: ['**/*.ts'],
    ignores: ['common/errorText.ts'],
    rules: { 'no-restricted-syntax': ['error', ownErrorText] },
  },
  {
    files: ['extension/**/*.ts'],
    ignores: ['extension/messages.ts'],
    rules: { 'no-restricted-syntax': ['error', ownErrorText, awaitedMessage] },
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
