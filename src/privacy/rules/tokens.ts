/** Tokens that say what they are by how they begin. */
import { distinctCharacters, looksRandom } from '../entropy.ts';
import { isPlaceholder } from '../placeholder.ts';
import { matchAt, startsToken, type Rule } from './rule.ts';

/** `[kind, what it begins with, the rest]`; `prefix` is literal, several are divided by spaces. */
type TokenFormat = readonly [kind: string, prefixes: string, rest: string, check?: 'random'];

const W = '[A-Za-z0-9_-]';
const A = '[A-Za-z0-9]';

/**
 * Lengths are what the providers' own documents and published scanners give today, with room above:
 * a longer token must not leave its tail. `random` marks prefixes that ordinary words begin with, too.
 */
const FORMATS: readonly TokenFormat[] = [
  ['anthropic-key', 'sk-ant-', `${W}{20,400}`],
  ['openai-key', 'sk-proj- sk-svcacct- sk-admin- sk-None- sess-', `${W}{20,400}`],
  ['openrouter-key', 'sk-or-', `${W}{20,200}`],
  ['langfuse-key', 'sk-lf-', `${W}{20,80}`],
  ['openai-key', 'sk-', `${W}{20,200}`, 'random'],
  ['elevenlabs-key', 'sk_', '[0-9a-f]{40,64}(?![A-Za-z0-9])'],
  ['github-token', 'ghp_ gho_ ghu_ ghs_ ghr_', '[A-Za-z0-9_]{30,255}(?:[.-][A-Za-z0-9_-]{16,800}){0,4}'],
  ['github-token', 'github_pat_', '[A-Za-z0-9_]{40,255}'],
  [
    'gitlab-token',
    'glpat- gldt- glrt- glrtr- glcbt- glptt- glft- glimt- glagent- gloas- glsoat- glffct- glwt-',
    '[A-Za-z0-9_=-]{18,300}(?:\\.[0-9a-z]{2}\\.[0-9a-z]{6,12})?',
  ],
  ['gitlab-token', 'GR1348941', `${W}{20,60}`],
  ['gcp-api-key', 'AIza', `${W}{33,80}`],
  ['gcp-oauth', 'ya29.', '[A-Za-z0-9_.-]{20,2000}'],
  ['gcp-oauth', 'GOCSPX-', `${W}{20,60}`],
  ['gcp-oauth', '1//0', `${W}{30,300}`],
  [
    'slack-token',
    'xoxb- xoxp- xoxa- xoxo- xoxr- xoxs- xoxc- xoxd- xoxe- xapp-',
    '[A-Za-z0-9%/+=._-]{12,400}',
  ],
  ['slack-token', 'xoxe.xox', '[bp]-[A-Za-z0-9-]{20,400}'],
  ['slack-webhook', 'hooks.slack.com/', '(?:services|workflows|triggers)/[A-Za-z0-9/_-]{20,200}'],
  [
    'discord-webhook',
    'discord.com/api/webhooks/ discordapp.com/api/webhooks/',
    '\\d{10,25}/[A-Za-z0-9_-]{30,120}',
  ],
  ['teams-webhook', '.webhook.office.com/webhookb2/', '[A-Za-z0-9@/_-]{40,300}'],
  ['stripe-key', 'sk_live_ sk_test_ rk_live_ rk_test_ sk_org_', '[A-Za-z0-9_]{16,250}'],
  ['webhook-secret', 'whsec_', '[A-Za-z0-9+/_-]{20,120}={0,2}'],
  ['twilio-key', 'SK', '[0-9a-f]{32}(?![A-Za-z0-9])'],
  ['sendgrid-key', 'SG.', `${W}{16,40}\\.${W}{30,80}`],
  ['mailgun-key', 'key-', '[0-9a-zA-Z]{32}(?![A-Za-z0-9])', 'random'],
  ['mailgun-key', 'pubkey- private-', '[0-9a-f]{32}(?![A-Za-z0-9])', 'random'],
  ['brevo-key', 'xkeysib- xsmtpsib-', `${W}{40,120}`],
  ['resend-key', 're_', `${A}{6,12}_${A}{18,32}(?![A-Za-z0-9_])`, 'random'],
  ['npm-token', 'npm_', '[A-Za-z0-9]{30,80}'],
  ['pypi-token', 'pypi-', `${W}{40,400}`],
  ['rubygems-key', 'rubygems_', '[0-9a-f]{40,60}'],
  ['nuget-key', 'oy2', '[a-z0-9]{43}(?![A-Za-z0-9])', 'random'],
  ['docker-token', 'dckr_pat_ dckr_oat_', `${W}{20,80}`],
  ['huggingface-token', 'hf_ api_org_', `${A}{30,60}`, 'random'],
  ['cloudflare-token', 'v1.0-', '[0-9a-f]{20,40}-[0-9a-f]{100,200}'],
  ['cloudflare-token', 'cfut_ cfat_ cfk_ cfoat_', `${W}{30,100}`],
  ['digitalocean-token', 'dop_v1_ doo_v1_ dor_v1_', '[0-9a-f]{40,80}'],
  ['heroku-key', 'HRKU-', `${W}{30,80}`],
  ['vercel-token', 'vcp_ vci_ vca_ vcr_ vck_ vercel_blob_rw_', '[A-Za-z0-9_]{20,80}', 'random'],
  ['netlify-token', 'nfp_ nfc_ nfo_ nfb_ nfu_', `${A}{30,60}`],
  ['linear-key', 'lin_api_ lin_oauth_ lin_wh_', '[A-Za-z0-9_]{30,128}'],
  ['notion-token', 'ntn_ secret_', `${A}{40,60}`, 'random'],
  ['figma-token', 'figd_ figo_ figu_ figoh_', `${W}{30,200}`],
  ['shopify-token', 'shpat_ shpca_ shppa_ shpss_ shptka_ shpit_', '[A-Za-z0-9]{30,64}'],
  ['square-token', 'sq0atp- sq0csp- sq0idp-', `${W}{22,60}`],
  ['square-token', 'EAAA', `${W}{56,80}(?![A-Za-z0-9_=+/-])`, 'random'],
  ['facebook-token', 'EAAC EAAB EAAG', `${A}{60,300}(?![A-Za-z0-9_=+/-])`, 'random'],
  ['newrelic-key', 'NRAK- NRAA- NRRA- NRBR- NRIQ- NRII- NRJS-', `${W}{16,60}`],
  ['sentry-token', 'sntrys_ sntryu_ sntrya_ sntryi_', '[A-Za-z0-9+/=_-]{40,500}'],
  ['grafana-token', 'glc_', '[A-Za-z0-9+/_-]{30,500}={0,2}'],
  ['grafana-token', 'glsa_', '[A-Za-z0-9]{20,60}_[A-Fa-f0-9]{8}'],
  ['supabase-key', 'sbp_ sb_secret_', `${W}{20,80}`],
  ['planetscale-token', 'pscale_tkn_ pscale_pw_ pscale_oauth_', '[A-Za-z0-9_.=-]{30,80}'],
  ['databricks-token', 'dapi dkea dose', '[a-fA-F0-9]{32}(?:-\\d)?(?![A-Za-z0-9])'],
  ['vault-token', 'hvs. hvb. hvr.', `${W}{24,400}`],
  ['doppler-token', 'dp.pt. dp.st. dp.ct. dp.sa. dp.scim. dp.audit. dp.said.', '[A-Za-z0-9_.-]{30,120}'],
  ['age-key', 'AGE-SECRET-KEY-', '[0-9A-Za-z-]{50,120}'],
  [
    'tailscale-key',
    'tskey-auth- tskey-api- tskey-client- tskey-scim- tskey-webhook-',
    '[A-Za-z0-9-]{16,120}',
  ],
  ['fly-token', 'FlyV1 ', '[A-Za-z0-9_+/=,.-]{40,4000}'],
  [
    'fly-token',
    'fm2_ fm1r_ fm1a_ fo1_',
    '[A-Za-z0-9_+/=.-]{40,4000}(?:,fm[12][ar]?_[A-Za-z0-9_+/=.-]{40,4000}){0,8}',
  ],
  ['groq-key', 'gsk_', `${A}{40,80}`],
  ['replicate-token', 'r8_', `${A}{30,60}`, 'random'],
  ['perplexity-key', 'pplx-', `${W}{30,80}`],
  ['xai-key', 'xai-', `${W}{40,120}`],
  ['together-key', 'tgp_v1_', `${W}{30,80}`],
  ['fireworks-key', 'fw_', `${A}{20,60}`, 'random'],
  ['cerebras-key', 'csk-', `${A}{40,60}`, 'random'],
  ['nvidia-key', 'nvapi-', `${W}{40,120}`],
  ['langsmith-key', 'lsv2_pt_ lsv2_sk_', '[A-Za-z0-9_]{30,80}'],
  ['pinecone-key', 'pcsk_', '[A-Za-z0-9_]{40,120}'],
  ['airtable-token', 'pat', '[A-Za-z0-9]{14}\\.[a-f0-9]{64}'],
  ['atlassian-token', 'ATATT3 ATCTT3 ATBB ATSTT3', '[A-Za-z0-9_=-]{24,300}', 'random'],
  ['circleci-token', 'CCIPAT_ CCIPRJ_', `${W}{30,100}`],
  ['buildkite-token', 'bkua_ bkat_ bkct_', '[A-Za-z0-9]{32,80}'],
  ['pulumi-token', 'pul-', '[0-9a-f]{40}(?![A-Za-z0-9])'],
  ['postman-key', 'PMAK-', '[0-9a-f]{20,30}-[0-9a-f]{30,40}'],
  ['dynatrace-token', 'dt0c01. dt0s01. dt0s16. dt0s02.', '[A-Z0-9]{20,30}\\.[A-Z0-9]{50,80}'],
  ['contentful-token', 'CFPAT-', `${W}{40,60}`],
  ['sourcegraph-token', 'sgp_', '(?:[a-fA-F0-9]{16}_|local_)?[a-fA-F0-9]{40}'],
  ['posthog-key', 'phx_', '[A-Za-z0-9]{40,60}'],
  ['neon-key', 'napi_', '[A-Za-z0-9]{40,100}'],
  ['render-key', 'rnd_', `${A}{20,60}`, 'random'],
  ['dropbox-token', 'sl.', `${W}{100,2000}`],
  ['typeform-token', 'tfp_', '[A-Za-z0-9_.=-]{40,80}'],
  ['readme-key', 'rdme_', '[a-z0-9]{60,80}'],
  ['adafruit-key', 'aio_', '[A-Za-z0-9]{26,32}(?![A-Za-z0-9_])', 'random'],
  ['plaid-token', 'access-sandbox- access-development- access-production-', '[0-9a-f]{8}-[0-9a-f-]{27}'],
  ['easypost-key', 'EZAK EZTK', `${A}{54}(?![A-Za-z0-9])`],
  ['1password-token', 'ops_', 'ey[A-Za-z0-9+/=_-]{100,4000}'],
  ['1password-token', 'A3-', '[A-Z0-9]{6}-[A-Z0-9]{6}-(?:[A-Z0-9]{5}-){3}[A-Z0-9]{5}'],
  ['alibaba-key', 'LTAI', `${A}{12,30}(?![A-Za-z0-9])`, 'random'],
  ['tencent-key', 'AKID', `${A}{32}(?![A-Za-z0-9])`, 'random'],
  ['cursor-key', 'crsr_', '[A-Za-z0-9]{40,100}'],
  ['duffel-token', 'duffel_live_ duffel_test_', `${W}{40,60}`],
  ['flutterwave-key', 'FLWSECK-', '[A-Za-z0-9-]{20,60}'],
  ['paystack-key', 'psk_live_ psk_test_', '[a-zA-Z0-9]{20,60}'],
  ['prefect-key', 'pnu_', `${A}{36}`],
  ['clojars-token', 'CLOJARS_', '[a-z0-9]{60}'],
];

/** Tokens whose tell-tale letters are shorter than an anchor are found through the character that follows them. */
const HEX_ANCHORS = (letters: string): string[] => [...'0123456789abcdef'].map((digit) => letters + digit);

export const tokenRules: readonly Rule[] = FORMATS.flatMap(([kind, prefixes, rest, check]) =>
  prefixes.split(/ (?=\S)/).map((prefix): Rule => tokenRule(kind, prefix, rest, check === 'random')),
);

function tokenRule(kind: string, prefix: string, rest: string, mustLookRandom: boolean): Rule {
  const literal = prefix.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
  const expression = new RegExp(`${literal}(${rest})`, 'y');
  const lower = prefix.toLowerCase();
  return {
    anchors: lower.length >= 3 ? [lower] : HEX_ANCHORS(lower),
    find(text, at, report) {
      if (/^\w/.test(prefix) && !startsToken(text, at)) return;
      const match = matchAt(expression, text, at);
      if (match === undefined) return;
      const body = match[1]!;
      if (distinctCharacters(body) < 6 || isPlaceholder(body)) return;
      if (mustLookRandom && !(looksRandom(body) && /\d|[a-z][A-Z]|[A-Z][a-z]/.test(body))) return;
      report({ start: at, end: at + match[0].replace(/[.,]+$/, '').length, kind });
    },
  };
}
