import js from '@eslint/js';
import boundaries from 'eslint-plugin-boundaries';
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
const folder = (room) => (['tools', 'resources', 'prompts'].includes(room) ? room : `src/${room}`);

export default tseslint.config(
  { ignores: ['dist/', 'node_modules/', 'coverage/'] },
  js.configs.recommended,
  ...tseslint.configs.strict,
  {
    languageOptions: { globals: { process: 'readonly', console: 'readonly', URL: 'readonly', Buffer: 'readonly' } },
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
    },
  },
  {
    files: ['src/**/*.ts', 'tools/**/*.ts', 'resources/**/*.ts', 'prompts/**/*.ts'],
    plugins: { boundaries },
    settings: {
      'import/resolver': { typescript: true, node: { extensions: ['.ts', '.js'] } },
      'boundaries/elements': rooms.map((room) => ({ type: room, pattern: folder(room) })),
    },
    rules: {
      'boundaries/dependencies': [
        'error',
        {
          default: 'disallow',
          policies: rooms.map((room) => ({
            from: { element: { type: room } },
            allow: [room, 'shared', ...allowed[room]].map((type) => ({ to: { element: { type } } })),
          })),
        },
      ],
    },
  },
);
