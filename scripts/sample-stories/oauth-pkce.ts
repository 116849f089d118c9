import { bash, edit, grep, read, write } from '../sample-writer/tools.ts';
import {
  OPUS,
  prompt,
  reply,
  say,
  thinking,
  tools,
  toolsTogether,
  type Story,
} from '../sample-writer/story.ts';

export const oauthPkce: Story = {
  name: 'oauth-pkce',
  about:
    'OAuth, part 1: authorization code flow with PKCE chosen over implicit, session cookie over JWT; "pnpm, not npm" for the first time; a commit',
  project: 'harbor-api',
  branch: 'feat/oauth-login',
  start: '2026-08-27T08:41:12Z',
  model: OPUS,
  title: 'OAuth login with PKCE',
  steps: [
    prompt(
      'we need login with the port authority oauth provider. which flow should we use, implicit or code? look what we have first',
    ),
    thinking('I should see what authentication exists before recommending a flow.'),
    toolsTogether(
      grep(
        'passport|session|jwt',
        'src',
        'src/app.ts:14:app.use(requestLog());\nsrc/auth/basic.ts:3:// TODO: replace basic auth before launch',
      ),
      read(
        'src/auth/basic.ts',
        "import type { RequestHandler } from 'express';\n\nexport const basicAuth: RequestHandler = (req, res, next) => next();",
      ),
    ),
    reply(
      'Use the **authorization code flow with PKCE**, not the implicit flow.\n\n- Implicit puts the access token into the URL fragment, where it ends up in browser history and in any script on the page; OAuth 2.1 drops it for that reason.\n- With PKCE the code alone is worthless: the token endpoint wants the `code_verifier` that only our server knows.\n- We have a backend, so the tokens never need to reach the browser at all.\n\nToday there is only a basic-auth stub in `src/auth/basic.ts`, so nothing has to be migrated.',
    ),
    prompt(
      'ok pkce. and after the callback: session cookie or jwt? i want to be able to kick somebody out immediately',
    ),
    thinking('Immediate revocation is the deciding requirement: server-side sessions.'),
    reply(
      'Then a **server-side session with an opaque cookie**. A JWT stays valid until it expires, whatever we do; to kick somebody out at once we would need a deny list, and a deny list is a session store by another name.\n\nDecision: sessions in a Postgres table `user_session`, cookie `harbor_sid` with `HttpOnly`, `Secure`, `SameSite=Lax`, 12 hours. `Strict` would not be sent on the redirect back from the provider, so the callback would arrive without its state. Revoking is one `DELETE`.',
    ),
    prompt('good, build it'),
    say('I will add the login and callback routes and install the session middleware.'),
    tools(
      bash(
        'npm install express-session connect-pg-simple',
        'added 9 packages, and audited 412 packages in 4s',
        { ms: 4200 },
      ),
      write(
        'src/auth/login.ts',
        "import { createHash, randomBytes } from 'node:crypto';\n\nconst base64url = (bytes: Buffer) => bytes.toString('base64url');\n\nexport function pkcePair() {\n  const verifier = base64url(randomBytes(32));\n  const challenge = base64url(createHash('sha256').update(verifier).digest());\n  return { verifier, challenge, method: 'S256' as const };\n}",
      ),
    ),
    reply(
      '`src/auth/login.ts` creates the verifier and the S256 challenge, and `express-session` with `connect-pg-simple` keeps the sessions. Next I would wire the two routes in `src/app.ts`.',
    ),
    prompt('we use pnpm here, not npm! there is a package-lock.json now, remove it', {
      judged: ['correction', 'convention'],
    }),
    tools(
      bash(
        'rm package-lock.json && rm -rf node_modules && pnpm add express-session connect-pg-simple',
        'Packages: +9\nDone in 3.1s',
        { ms: 3300 },
      ),
      edit(
        'src/app.ts',
        'app.use(requestLog());\napp.use(basicAuth);',
        'app.use(requestLog());\napp.use(sessions);\napp.use(authRoutes);',
      ),
      bash('pnpm test', ' Test Files  6 passed (6)\n      Tests  31 passed (31)', { ms: 5100 }),
    ),
    reply(
      'Sorry about that. `package-lock.json` is gone, the packages are installed with pnpm, and the routes are wired. All 31 tests pass.',
    ),
    prompt('commit this'),
    tools(
      bash(
        'git add -A && git commit -m "Log in with PKCE and server-side sessions"',
        '[feat/oauth-login 4f1c2ab] Log in with PKCE and server-side sessions\n 5 files changed, 148 insertions(+), 12 deletions(-)',
      ),
    ),
    reply('Committed as `4f1c2ab` on `feat/oauth-login`.'),
  ],
};
