import { bash, edit, grep, read } from '../sample-writer/tools.ts';
import {
  agent,
  interruptedTool,
  notified,
  OPUS,
  prompt,
  reply,
  thinking,
  tools,
  type Story,
} from '../sample-writer/story.ts';

export const dockerCiCache: Story = {
  name: 'docker-ci-cache',
  about:
    'A slow Docker build (order of COPY, cache mount), a tool interrupted while it ran, the CI cache key, an agent in the background with its notification',
  project: 'lighthouse-infra',
  branch: 'main',
  start: '2026-09-24T14:02:18Z',
  model: OPUS,
  title: 'Docker build takes eleven minutes',
  steps: [
    prompt('docker build of harbor-api takes 11 minutes every time even if i only change one line'),
    tools(
      read(
        'images/harbor-api/Dockerfile',
        'FROM node:24-slim\nWORKDIR /app\nCOPY . .\nRUN corepack enable && pnpm install --frozen-lockfile\nRUN pnpm build',
      ),
    ),
    reply(
      '`COPY . .` stands before `pnpm install`, so each changed line invalidates the layer with all dependencies, and they are downloaded anew.\n\n1. Copy `package.json` and `pnpm-lock.yaml` first, install, then copy the source.\n2. Mount the pnpm store as a cache: `RUN --mount=type=cache,target=/pnpm/store`.\n3. Add a `.dockerignore`: the context is 1.3 GB because of `.git` and `node_modules`.',
    ),
    prompt('do all three. and let some agent check the other images for the same thing meanwhile'),
    agent({
      type: 'general-purpose',
      description: 'Check other Dockerfiles',
      prompt:
        'Look at every Dockerfile in images/ except harbor-api. Report those that copy the source before they install dependencies.',
      background: true,
      steps: [
        tools(
          grep(
            'COPY|RUN',
            'images',
            'images/tidepool-web/Dockerfile:3:COPY . .\nimages/tidepool-web/Dockerfile:4:RUN pnpm install\nimages/gauge-reader/Dockerfile:3:COPY go.mod go.sum ./\nimages/gauge-reader/Dockerfile:4:RUN go mod download',
          ),
        ),
      ],
      report:
        'tidepool-web has the same fault (COPY . . on line 3, install on line 4). gauge-reader copies go.mod first and is fine.',
    }),
    tools(
      edit(
        'images/harbor-api/Dockerfile',
        'COPY . .\nRUN corepack enable && pnpm install --frozen-lockfile',
        'COPY package.json pnpm-lock.yaml ./\nRUN --mount=type=cache,target=/pnpm/store corepack enable && pnpm install --frozen-lockfile\nCOPY . .',
      ),
    ),
    interruptedTool(
      bash('docker build --no-cache -t harbor-api images/harbor-api', '', {
        ms: 41_000,
        description: 'Build without cache',
      }),
    ),
    prompt('not with --no-cache, then we measure nothing', { judged: ['correction', 'wrong_approach'] }),
    tools(
      bash(
        'docker build -q -t harbor-api images/harbor-api && touch images/harbor-api/src/app.ts && time docker build -q -t harbor-api images/harbor-api',
        'real    0m38.2s',
        { ms: 92_000 },
      ),
    ),
    reply(
      'Right. With a warm cache and one touched file the build takes **38 seconds** instead of 11 minutes.',
    ),
    notified('Check other Dockerfiles'),
    reply(
      'The background check is done: `tidepool-web` has the same fault, `gauge-reader` is fine. Shall I change `tidepool-web` in the same way?',
    ),
    prompt('yes. and the ci cache never hits, look at that too pls'),
    thinking('Cache key includes github.sha: never equal.'),
    tools(
      edit(
        'images/tidepool-web/Dockerfile',
        'COPY . .\nRUN pnpm install',
        'COPY package.json pnpm-lock.yaml ./\nRUN pnpm install --frozen-lockfile\nCOPY . .',
      ),
      edit(
        '.github/workflows/images.yml',
        '          key: pnpm-${{ github.sha }}',
        "          key: pnpm-${{ runner.os }}-${{ hashFiles('**/pnpm-lock.yaml') }}\n          restore-keys: pnpm-${{ runner.os }}-",
      ),
      bash(
        'git commit -am "Install before copying the source; key the CI cache by lock file"',
        '[main c3a91f4] Install before copying the source; key the CI cache by lock file\n 4 files changed, 14 insertions(+), 5 deletions(-)',
      ),
    ),
    reply(
      'The cache key held `github.sha`, which is new with every commit, so it could never hit. It is now the hash of `pnpm-lock.yaml`, with `restore-keys` for the case that the lock file changed. Committed as `c3a91f4` together with the `tidepool-web` image.',
    ),
  ],
};
