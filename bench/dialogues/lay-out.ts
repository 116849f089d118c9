/**
 * Personal dialogues as Claude Code sessions: pairs of people, dated sessions, one line a message. `talks.txt` holds what
 * is told, and what people say in between (greetings, reactions, goodbyes) is drawn from the pools below, the same every
 * time; `talks-2.txt` holds every message.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { seeded } from '../seeded.ts';

export interface Talk {
  /** Pair and place of the session in it, from 1: `2-14`. */
  id: string;
  pair: number;
  at: Date;
  messages: { speaker: string; text: string }[];
}

export interface DialogueQuestion {
  category: string;
  query: string;
  /** Ids of the talks that hold the evidence. */
  evidence: string[];
}

/** How a message becomes records: one speaker in the place of the user, or everyone in it with the name in front. */
export const LAYOUTS = ['replies', 'named replies', 'named prompts'] as const;
export type Layout = (typeof LAYOUTS)[number];

/** The first was looked at while search was made, the second was not. */
export const SETS = [
  { name: 'first', talks: 'talks.txt', questions: 'questions.txt', isWhole: false },
  { name: 'second', talks: 'talks-2.txt', questions: 'questions-2.txt', isWhole: true },
] as const;
type DialogueSet = (typeof SETS)[number];

const GREETINGS = [
  'Hey {name}! Long time no talk, how have you been?',
  'Hi {name}, so good to hear from you! Anything new?',
  'Hey {name}! What is going on with you these days?',
  'Hello {name}, how was your week?',
  'Hi {name}! It feels like ages since we spoke.',
];
const ANSWERS = [
  'Hey {name}! All good here, just busy. A lot has happened.',
  'Hi {name}! I missed our talks. There is some news.',
  'Hello {name}! A bit tired, but happy. You first?',
  'Hey {name}, I am fine, thanks for asking!',
];
const REACTIONS = [
  'Wow, {name}, that is amazing! How did it feel?',
  'Oh no, {name}, that sounds tough. Are you all right?',
  'That is great, {name}! I am really happy for you.',
  'Really? Tell me more, {name}!',
  'I can imagine! You always find a way, {name}.',
  'That is so cool. What is next?',
  'Ha, I love that! Only you, {name}.',
  'Sounds like quite a journey. I am proud of you, {name}.',
  'Thanks for sharing that with me. Family and friends make all the difference.',
  'Good for you! I should try something like that myself.',
  'That must mean a lot to you. Did you take any pictures?',
  'Nice work, {name}! Keep it up, it will pay off.',
];
const GOODBYES = [
  'Thanks, {name}! Talk soon, and take care.',
  'I have to run, {name}. Let us catch up again next week!',
  'Bye, {name}! Keep me posted.',
];

export function readTalks(set: DialogueSet): Talk[] {
  const random = seeded(7);
  const pick = (pool: readonly string[], name: string): string =>
    pool[Math.floor(random() * pool.length)]!.replace('{name}', name);
  const talks: Talk[] = [];
  let pair = 0;
  let place = 0;
  let people: string[] = [];
  for (const line of linesOf(set.talks)) {
    if (line.startsWith('# ')) {
      people = line.slice(2).split(', ');
      pair++;
      place = 0;
    } else if (line.startsWith('@ ')) {
      place++;
      const [one, other] = place % 2 ? [people[0]!, people[1]!] : [people[1]!, people[0]!];
      talks.push({
        id: `${pair}-${place}`,
        pair,
        at: new Date(`${line.slice(2)}Z`),
        messages: set.isWhole
          ? []
          : [
              { speaker: one, text: pick(GREETINGS, other) },
              { speaker: other, text: pick(ANSWERS, one) },
            ],
      });
    } else {
      const speaker = people.find((name) => name.startsWith(line[0]!))!;
      const listener = people.find((name) => name !== speaker)!;
      const { messages } = talks.at(-1)!;
      if (!set.isWhole && messages.at(-1)!.speaker === speaker)
        messages.push({ speaker: listener, text: pick(REACTIONS, speaker) });
      messages.push({ speaker, text: line.slice(3) });
    }
  }
  if (set.isWhole) return talks;
  for (const { messages } of talks) {
    const [last, other] = [
      messages.at(-1)!.speaker,
      messages.find((m) => m.speaker !== messages.at(-1)!.speaker)!.speaker,
    ];
    messages.push(
      { speaker: other, text: pick(REACTIONS, last) },
      { speaker: last, text: pick(GOODBYES, other) },
    );
  }
  return talks;
}

export function readQuestions(set: DialogueSet): DialogueQuestion[] {
  return linesOf(set.questions)
    .filter((line) => !line.startsWith('#'))
    .map((line) => {
      const [pair, category, query, places] = line.split('|') as [string, string, string, string];
      return { category, query, evidence: places.split(',').map((place) => `${pair}-${place}`) };
    });
}

function linesOf(name: string): string[] {
  return readFileSync(new URL(name, import.meta.url), 'utf8')
    .trim()
    .split('\n');
}

/** Writes one transcript a talk; returns the session id of each talk. @param configFolder gets a folder `projects` */
export function writeTranscripts(
  talks: readonly Talk[],
  layout: Layout,
  configFolder: string,
): Map<string, string> {
  const sessions = new Map<string, string>();
  for (const [index, talk] of talks.entries()) {
    const session = uuid(index + 1, 0);
    sessions.set(talk.id, session);
    const folder = join(configFolder, 'projects', `-home-someone-talks-${talk.pair}`);
    mkdirSync(folder, { recursive: true });
    writeFileSync(
      join(folder, `${session}.jsonl`),
      recordsOf(talk, index + 1, session, layout).join('\n') + '\n',
    );
  }
  return sessions;
}

function recordsOf({ pair, at, messages }: Talk, number: number, session: string, layout: Layout): string[] {
  const user = messages[0]!.speaker;
  return messages.map(({ speaker, text }, index) => {
    const isPrompt = layout === 'named prompts' || speaker === user;
    const said = layout === 'replies' ? text : `${speaker}: ${text}`;
    return JSON.stringify({
      type: isPrompt ? 'user' : 'assistant',
      uuid: uuid(number, index + 1),
      parentUuid: index === 0 ? null : uuid(number, index),
      sessionId: session,
      cwd: `/home/someone/talks/${pair}`,
      version: '2.1.285',
      isSidechain: false,
      userType: 'external',
      timestamp: new Date(at.getTime() + index * 60_000).toISOString(),
      message: isPrompt
        ? { role: 'user', content: said }
        : {
            id: `msg_${number}_${index}`,
            role: 'assistant',
            model: 'claude-opus-4-5',
            content: [{ type: 'text', text: said }],
            usage: { input_tokens: 1, output_tokens: 1 },
          },
    });
  });
}

function uuid(a: number, b: number): string {
  const hex = (value: number, digits: number): string => value.toString(16).padStart(digits, '0');
  return `${hex(a, 8)}-0000-4000-8000-${hex(b, 12)}`;
}
