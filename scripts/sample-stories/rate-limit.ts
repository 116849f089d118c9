import { bash, edit, glob, grep, write } from '../sample-writer/tools.ts';
import {
  agent,
  OPUS,
  prompt,
  reply,
  thinking,
  tools,
  toolsTogether,
  type Story,
} from '../sample-writer/story.ts';

export const rateLimit: Story = {
  name: 'rate-limit',
  about:
    'Rate limiting: a sub-agent looks for open endpoints, Redis with Lua is called too complicated, a TypeScript compile error, "pnpm, not npm" again',
  project: 'harbor-api',
  branch: 'feat/rate-limit',
  start: '2026-10-06T13:48:21Z',
  model: OPUS,
  title: 'Rate limiting for the public endpoints',
  steps: [
    prompt(
      'someone scrapes our tide endpoints. find all endpoints without auth and then protect them against too many requests',
    ),
    agent({
      type: 'Explore',
      description: 'Find unauthenticated endpoints',
      prompt:
        'List every Express route in src/ that is reachable without a session. Give file and line for each.',
      steps: [
        toolsTogether(
          glob('src/routes/*.ts', 'src/routes/tides.ts', 'src/routes/berths.ts', 'src/routes/health.ts'),
          grep(
            'router\\.(get|post)',
            'src/routes',
            "src/routes/tides.ts:8:router.get('/tides/:station'\nsrc/routes/tides.ts:21:router.get('/tides/:station/year'\nsrc/routes/berths.ts:12:router.get('/berths', requireSession\nsrc/routes/health.ts:4:router.get('/healthz'",
          ),
        ),
      ],
      report:
        'Three routes need no session:\n- GET /tides/:station (src/routes/tides.ts:8)\n- GET /tides/:station/year (src/routes/tides.ts:21), the expensive one: about 8,700 rows\n- GET /healthz (src/routes/health.ts:4)',
    }),
    thinking('Two tide routes matter. Several replicas might need a shared counter: Redis.'),
    tools(
      write(
        'src/limits/token-bucket.lua',
        "local tokens = tonumber(redis.call('HGET', KEYS[1], 'tokens') or ARGV[1])\nreturn tokens",
      ),
      write(
        'src/limits/redis-limiter.ts',
        'export class RedisTokenBucketLimiter implements Limiter {\n  constructor(private redis: Redis, private options: BucketOptions) {}\n}',
      ),
    ),
    reply(
      'Three endpoints are open; the two tide routes need protection. I began a token bucket in Redis with a Lua script, a `Limiter` interface and a factory, so that other strategies can be added later.',
    ),
    prompt(
      'thats way too complicated. we have ONE process and no redis. just a fixed window in memory, 60 per minute per ip',
      { judged: ['correction', 'overcomplicated'] },
    ),
    tools(
      bash('rm -r src/limits && npm install express-rate-limit', 'added 1 package in 2s', { ms: 2100 }),
      write(
        'src/limits.ts',
        "import { rateLimit } from 'express-rate-limit';\n\nexport const tideLimit = rateLimit({ windowMs: 60_000, limit: 60, standardHeaders: 'draft-8' });",
      ),
    ),
    reply(
      'Agreed, that was too much. It is now one file, `src/limits.ts`: 60 requests a minute for each IP, in memory, with `RateLimit` headers and status 429.',
    ),
    prompt('pnpm! not npm. i said that before', { judged: ['correction', 'ignored_instruction'] }),
    tools(
      bash(
        'rm -f package-lock.json && pnpm add express-rate-limit && pnpm tsc --noEmit',
        'src/limits.ts(3,71): error TS2322: Type \'"draft-8"\' is not assignable to type \'boolean | "draft-6" | "draft-7" | undefined\'.',
        { exit: 2, ms: 5200 },
      ),
      edit('src/limits.ts', "standardHeaders: 'draft-8'", "standardHeaders: 'draft-7'"),
      bash('pnpm tsc --noEmit && pnpm test', '      Tests  46 passed (46)', { ms: 7000 }),
    ),
    reply(
      'Installed with pnpm; I will keep to it in this project. The compiler refused `draft-8` (TS2322) because pnpm resolved version 7.4, which only knows `draft-6` and `draft-7`; with `draft-7` it compiles, and all 46 tests pass.',
    ),
  ],
};
