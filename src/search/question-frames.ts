/**
 * Verbs that only ask: "what went wrong with …", "what happened to …", "how did it go with …". Elsewhere the same words may
 * be meant: "the hook went silent", "how did we test go".
 */
const WHAT = String.raw`\bwhat(?:ever|['’]?s)? (?:(?:has|had|is|was|all|else|exactly|really) )?`;
const HOW = String.raw`\bhow (?:(?:did|does|is|was|has|had) )?`;
const ASKING = [
  `(?<=${WHAT})(?:went|goes|going|gone)(?= (?:wrong|on|down|well|badly)\\b)`,
  `${WHAT}happen(?:ed|s|ing)?\\b`,
  `(?<=${WHAT})(?:came|comes?|became|becomes?)(?= of\\b)`,
  `(?<=${HOW}(?:it|that|this|things|everything|all) )(?:went|go|goes|going|gone)\\b`,
  `(?<=${HOW}(?:the|our|my|your|their) (?:\\S+ ){1,3}(?<!\\b(?:in|to|for|from|of|with) ))(?:went|go|going|gone)(?=\\s*(?:$|[?.!,]))`,
].map((verb) => new RegExp(verb, 'gi'));

export function withoutAskingVerbs(question: string): string {
  return ASKING.reduce((text, verb) => text.replace(verb, ' '), question);
}
