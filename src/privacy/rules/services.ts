/** Services whose keys developers hold: as a part of a name (`STRIPE_KEY`), as a name (`stripe: …`), as what is called (`new Stripe(…)`). */
export const SERVICES: readonly string[] = (
  'stripe sendgrid mailgun twilio openai anthropic azure aws gcp google datadog newrelic cloudflare heroku ' +
  'github gitlab algolia mapbox pusher mailchimp postmark brevo resend cohere mistral groq pinecone supabase ' +
  'sentry wandb huggingface deepseek replicate perplexity xai gemini elevenlabs assemblyai deepgram tavily serper serpapi ' +
  'paypal braintree razorpay adyen plaid coinbase binance infura alchemy etherscan voyage jina firecrawl langsmith ' +
  'langfuse stability mailjet sparkpost telnyx vonage nexmo pagerduty honeycomb posthog amplitude mixpanel statsig launchdarkly ' +
  'contentful storyblok workos okta firebase vercel netlify railway digitalocean linode hetzner vultr scaleway fastly ' +
  'ably airtable anyscale apify asana auth0 azureopenai baseten bitbucket bitly blockfrost bugsnag calendly checkly ' +
  'claude clickup coinmarketcap confluent convertkit customerio databricks datarobot dialpad discord dropbox dynatrace eventbrite fireworks ' +
  'freshdesk fullstory geocodio giphy gitea gladia grafana helicone here homeassistant hubspot hunter imgur instagram ' +
  'intercom ipinfo ipstack jira jotform klaviyo lemonsqueezy linear linkedin litellm livekit loggly logtail loops ' +
  'mailerlite mattermost messagebird moralis nasa newsapi ngrok notion novita nylas ollama omdb onesignal openrouter ' +
  'openweather openweathermap opsgenie optimizely paddle papertrail patreon percy plivo polygon printful pushbullet pushover quickbooks ' +
  'rapidapi rollbar runpod sanity sauce saucelabs scrapingbee scrapfly segment shodan shopify shortcut slack snyk ' +
  'sonar sonarqube spotify square steam strapi sumologic tanium telegram tmdb todoist together togetherai trello ' +
  'tumblr turso twitch twitter typesense unsplash upstash vimeo virustotal weaviate webflow whatsapp wistia woocommerce ' +
  'youtube zendesk zoom'
).split(' ');
