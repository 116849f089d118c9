import js from '@eslint/js';
import tseslint from 'typescript-eslint';

/**
 * Who may import whom (CONTRIBUTING.md). Every room may use `shared`; what is not listed is refused.
 * Downwards only, so there can be no circle between rooms.
 */
const answering = ['search', 'insight', 'replay', 'render', 'store', 'embed', 'privacy'];
const surface = [...answering, 'ingest', 'sources'];
const allowed = {
  shared: [],
  sources: [],
  privacy: [],
  insight: [],
  store: [],
  embed: [],
  ingest: ['sources', 'privacy', 'store', 'embed', 'insight'],
  search: ['store', 'embed'],
  replay: ['store'],
  render: [],
  tools: answering,
  resources: [...answering, 'tools'],
  prompts: ['tools'],
  server: [...surface, 'tools', 'resources', 'prompts'],
  cli: [...surface, 'server', 'tools'],
};

const rooms = Object.keys(allowed);
const atTop = ['tools', 'resources', 'prompts'];
const folder = (room) => (atTop.includes(room) ? room : `src/${room}`);

/** Refuses a room the rooms it may not import, however deep the importing file lies. */
function importRule(room) {
  const refused = rooms.filter(
    (other) => other !== room && other !== 'shared' && !allowed[room].includes(other),
  );
  return {
    files: [`${folder(room)}/**/*.ts`],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: refused.map((other) => ({
            regex: `^(?:\\.\\./)+(?:src/)?${other}/`,
            message: `${room} may not import ${other} (CONTRIBUTING.md).`,
          })),
        },
      ],
    },
  };
}

export default tseslint.config(
  { ignores: ['dist/', 'node_modules/', 'coverage/'] },
  js.configs.recommended,
  ...tseslint.configs.strict,
  {
    languageOptions: {
      globals: { process: 'readonly', console: 'readonly', URL: 'readonly', Buffer: 'readonly' },
    },
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
    },
  },
  ...rooms.map(importRule),
);
