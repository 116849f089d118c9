const SHORTEST = 7;
const EDGE = 5;

/**
 * What of the secrets is still readable in a redacted text: their first or last 5 characters or any 7 of them in a
 * row, when the text around them does not hold the same. Undefined when nothing is.
 */
export function leftOf(text: string, secrets: readonly string[], redacted: string): string | undefined {
  const after = redacted.replace(/\[redacted:[^\]]*\]/g, '');
  const around = secrets.reduce((rest, secret) => rest.replaceAll(secret, '\0'), text);
  return secrets
    .flatMap((secret) => [
      secret.slice(0, EDGE),
      secret.slice(-EDGE),
      ...Array.from({ length: Math.max(0, secret.length - SHORTEST + 1) }, (_, i) =>
        secret.slice(i, i + SHORTEST),
      ),
    ])
    .find((piece) => after.includes(piece) && !around.includes(piece));
}
