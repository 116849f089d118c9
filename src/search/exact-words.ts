/**
 * Words of a question that mean just themselves, which nobody says in other words: identifiers, files, names and
 * well-known technologies. A session without them is hardly meant.
 */
export function exactWords(text: string, terms: readonly string[]): Set<string> {
  const names = new Set([...text.matchAll(NAME)].map(([name]) => withoutPossessive(name)));
  return new Set(
    terms
      .filter((term) => IDENTIFIER.test(term) || names.has(term) || TECHNOLOGIES.has(term.toLowerCase()))
      .map((term) => term.toLowerCase()),
  );
}

/** Someone or something by name, as far as the spelling tells: no identifier and no well-known technology. */
export function isPlainName(exactWord: string): boolean {
  return !IDENTIFIER.test(exactWord) && !isTechnology(exactWord);
}

/** "Ruth's" asks for Ruth: the index would hold it as two words side by side. */
export function withoutPossessive(word: string): string {
  return word.replace(/(?<=[\p{L}\p{N}])['’]s$/u, '');
}

/** `auth.ts`, `parse_line`, `parseLine`, `SA5011`, `TUI`, `a/b`; not `heads-up`. */
const IDENTIFIER = /[_./:@\\]|\p{L}\d|\d\p{L}|\p{Ll}\p{Lu}|^\p{Lu}{2,}$/u;

/** A word with a capital that does not begin a sentence. */
const NAME = /(?<=[\p{L}\p{N},'’]\s+)\p{Lu}[\p{L}\p{N}]+(?:['’]s\b)?/gu;

/** Also a language, protocol or format: a session in a Python project need not say so, but its history does somewhere. */
export function isTechnology(word: string): boolean {
  return TECHNOLOGIES.has(word.toLowerCase()) || LANGUAGES.has(word.toLowerCase());
}

const LANGUAGES = new Set(
  (
    'amqp avro bluetooth clojure cobol cors csrf css dotnet elixir erlang fortran gdpr graphql grpc haskell html java ' +
    'javascript jwt kotlin ldap lua mqtt oauth objective-c ocaml openapi perl php powershell protobuf python ruby rust ' +
    'saas saml sass scala scss smtp solidity sql typescript wasm webassembly webgl webrtc websocket websockets'
  ).split(' '),
);

/** Libraries, tools and services in wide use whose names are no words of everyday English. */
const TECHNOLOGIES = new Set(
  (
    'actix airflow akka algolia android angular ansible antd apache apollo appium arduino argocd argon2 ' +
    'auth0 aws azure babel bazel bcrypt bigquery bitbucket bokeh braintree browserify buildkite cakephp ' +
    'cassandra celery ceph chartjs chromium circleci clickhouse cloudflare cloudformation cloudfront ' +
    'cloudwatch cmake cocoapods codeigniter contentful cordova couchbase couchdb cuda cypress dagster ' +
    'datadog dbt deno django docker docusaurus drupal duckdb dynamodb ec2 ecs eks elasticsearch esbuild ' +
    'etcd fastapi fastify ffmpeg figma firebase firefox firestore flink fluentd flutter freebsd gatsby ' +
    'gcp gitlab godot gradle grafana gulp gunicorn hadoop haproxy hasura hbase heroku hibernate hubspot ' +
    'huggingface influxdb intellij ios istio jekyll jenkins jira jquery junit jupyter k8s kafka keras ' +
    'keycloak kibana knex kubectl kubernetes kustomize langchain laravel linkedin linkerd liquibase ' +
    'llama lodash logstash mailchimp mailgun mapbox mariadb matlab matplotlib maven memcached metabase ' +
    'mixpanel mlflow moment.js mongodb mongoose mssql mui mysql neo4j nestjs netlify newrelic next.js ' +
    'nextjs nginx ngrok nixos numpy nuxt nvidia okta onnx openai opensearch openshift opentelemetry ' +
    'pagerduty pandas paypal pinecone playwright plotly podman postgis postgres postgresql posthog ' +
    'prisma prometheus psycopg2 pulumi puppeteer pycharm pydantic pytest pytorch quarkus rabbitmq ' +
    'raspberry react.js redis redshift redux rspec s3 salesforce scikit-learn scrapy selenium sendgrid ' +
    'sentry shopify sidekiq signalr snowflake socket.io solr sonarqube spacy splunk spotify sqlalchemy ' +
    'sqlite sqs squarespace storybook strapi stripe supabase svelte sveltekit swagger swiftui symfony ' +
    'tailwind tauri telegram tensorflow terraform three.js tomcat traefik trello turborepo twilio ' +
    'typeorm vagrant vercel vite vitest vue vue.js vuex webflow webpack whatsapp woocommerce wordpress ' +
    'xamarin xcode xgboost youtube zapier zendesk zeromq zookeeper zustand'
  ).split(' '),
);
