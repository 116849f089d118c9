import { bash, edit, grep } from '../sample-writer/tools.ts';
import { OPUS, prompt, reply, thinking, tools, toolsTogether, type Story } from '../sample-writer/story.ts';

export const oauthLogout: Story = {
  name: 'oauth-logout',
  about:
    'OAuth, part 3: the cookie survives logout; the person says which library to use (openid-client, never passport)',
  project: 'harbor-api',
  branch: 'fix/logout',
  start: '2026-10-22T07:15:33Z',
  model: OPUS,
  title: 'Logout leaves users signed in',
  steps: [
    prompt(
      'after logout people are still logged in when they press back or reload. same oauth code as in september',
    ),
    toolsTogether(
      grep('clearCookie|destroy', 'src/auth', "src/auth/logout.ts:6:  res.clearCookie('harbor_sid');"),
      grep(
        'cookie:',
        'src/auth',
        "src/auth/sessions.ts:11:  cookie: { path: '/', domain: '.harbor.example', sameSite: 'lax', secure: true },",
      ),
    ),
    reply(
      "The cookie is set with `domain: '.harbor.example'` but cleared without a domain. Browsers only remove a cookie when name, path **and** domain match, so `clearCookie('harbor_sid')` does nothing. Besides, the row in `user_session` is never deleted: even a cleared cookie could be replayed.",
    ),
    prompt('fix both. and should the provider session end too?'),
    thinking('RP-initiated logout: end_session_endpoint with id_token_hint.'),
    tools(
      edit(
        'src/auth/logout.ts',
        "  res.clearCookie('harbor_sid');",
        "  await deleteSession(req.sessionID);\n  res.clearCookie('harbor_sid', sessionCookie);",
      ),
      bash('pnpm add passport passport-openidconnect', 'Packages: +6\nDone in 2.2s', { ms: 2300 }),
    ),
    reply(
      'Both are fixed: logout deletes the session row, and set and clear share one `sessionCookie` object. For ending the provider session I added `passport-openidconnect`, which knows the `end_session_endpoint`.',
    ),
    prompt(
      'no passport please. for anything oauth or openid i want openid-client, always. we talked about hiding too much behind strategies',
      {
        judged: ['correction', 'wrong_approach'],
      },
    ),
    tools(
      bash(
        'pnpm remove passport passport-openidconnect && pnpm add openid-client',
        'Packages: +1 -6\nDone in 2.6s',
        { ms: 2700 },
      ),
      edit(
        'src/auth/logout.ts',
        "  res.redirect('/');",
        '  res.redirect(client.buildEndSessionUrl(config, { id_token_hint: idToken }).href);',
      ),
      bash('pnpm test', ' Test Files  9 passed (9)\n      Tests  52 passed (52)', { ms: 5400 }),
    ),
    reply(
      'Understood: `openid-client` for all OAuth and OpenID work in this repository, no passport. Logout now redirects to the URL of `buildEndSessionUrl`, and all 52 tests pass.',
    ),
    prompt('great. commit with the ticket HARB-218 in the subject'),
    tools(
      bash(
        'git commit -am "HARB-218 End the session on logout, here and at the provider"',
        '[fix/logout d20c9e4] HARB-218 End the session on logout, here and at the provider\n 4 files changed, 37 insertions(+), 8 deletions(-)',
      ),
    ),
    reply('Committed as `d20c9e4`.'),
  ],
};

export const oauthLogoutFork: Story = {
  name: 'oauth-logout-fork',
  about: 'Forked from the session above after its first prompt: an attempt at back-channel logout, dropped',
  project: 'harbor-api',
  branch: 'fix/logout',
  start: '2026-10-22T07:15:33Z',
  model: OPUS,
  title: 'Back-channel logout, an attempt',
  forkOf: { name: 'oauth-logout', prompts: 1 },
  steps: [
    prompt('what if the provider tells us about the logout instead (back-channel)?', {
      at: '2026-10-22T13:04:10Z',
    }),
    thinking(
      'Back-channel logout: provider posts a logout_token to us. Check whether their discovery document offers it.',
    ),
    tools(
      bash(
        'curl -s https://id.port.example/.well-known/openid-configuration | jq .backchannel_logout_supported',
        'null',
        { ms: 700 },
      ),
    ),
    reply(
      'The discovery document of the provider does not offer it: `backchannel_logout_supported` is missing. We could build the endpoint, but nobody would ever call it. I would stay with the logout that we start ourselves.',
    ),
    prompt('ok then forget it'),
    reply('Dropped; nothing was changed on this branch of the conversation.'),
  ],
};
