/** All stories of the sample. A fork comes after the story that it was forked from. */
import type { Story } from '../sample-writer/story.ts';
import { chartTimezone } from './chart-timezone.ts';
import { csvImport } from './csv-import.ts';
import { dockerCiCache } from './docker-ci-cache.ts';
import { geocodeCache } from './geocode-cache.ts';
import { layoutA11y } from './layout-a11y.ts';
import { migration } from './migration.ts';
import { oauthLogout, oauthLogoutFork } from './oauth-logout.ts';
import { oauthPkce } from './oauth-pkce.ts';
import { oauthRedirect } from './oauth-redirect.ts';
import { featureFlag, pdfExport } from './pdf-export.ts';
import { rateLimit } from './rate-limit.ts';
import { terraformLock } from './terraform-lock.ts';

export const stories: Story[] = [
  csvImport,
  oauthPkce,
  oauthRedirect,
  chartTimezone,
  migration,
  dockerCiCache,
  rateLimit,
  layoutA11y,
  oauthLogout,
  oauthLogoutFork,
  terraformLock,
  pdfExport,
  featureFlag,
  geocodeCache,
];
