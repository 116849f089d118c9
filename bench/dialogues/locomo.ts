/**
 * LoCoMo (Maharana et al. 2024, "Evaluating very long-term conversational memory of LLM agents"), read from a copy of its
 * `locomo10.json`: CC BY-NC, so that it is no part of this repository. Only measured: nothing is made from it.
 */
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { DialogueQuestion, Talk } from './lay-out.ts';

const message = z.object({ speaker: z.string(), text: z.string() });
const file = z.array(
  z.object({
    qa: z.array(
      z.object({ question: z.string(), category: z.number(), evidence: z.array(z.string()).default([]) }),
    ),
    /** `session_3` with its messages beside `session_3_date_time`. */
    conversation: z.record(z.string(), z.unknown()),
  }),
);

/** Sessions and questions as typed; those that name no evidence are left out. @throws when the file is none of LoCoMo's */
export function readLocomo(path: string): { talks: Talk[]; questions: DialogueQuestion[] } {
  const talks: Talk[] = [];
  const questions: DialogueQuestion[] = [];
  for (const [index, { qa, conversation }] of file.parse(JSON.parse(readFileSync(path, 'utf8'))).entries()) {
    const pair = index + 1;
    for (const [key, said] of Object.entries(conversation)) {
      const place = /^session_(\d+)$/.exec(key)?.[1];
      if (place === undefined) continue;
      const messages = z.array(message).parse(said);
      if (messages.length === 0) continue;
      const at = timeOf(z.string().parse(conversation[`${key}_date_time`]));
      talks.push({ id: `${pair}-${place}`, pair, at, messages });
    }
    for (const { question, category, evidence } of qa) {
      const places = new Set(
        evidence.flatMap((id) => [...id.matchAll(/D:?(\d+):/g)].map(([, place]) => place)),
      );
      if (places.size === 0) continue;
      const told = [...places].map((place) => `${pair}-${place}`);
      questions.push({ category: String(category), query: question, evidence: told });
    }
  }
  return { talks, questions };
}

/** "1:56 pm on 8 May, 2023" */
function timeOf(text: string): Date {
  const [time = '', day = ''] = text.split(' on ');
  return new Date(`${day.replace(',', '')} ${time} UTC`);
}
