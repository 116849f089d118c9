import type { Event } from '../../shared/events.ts';
import { asArray, asObject, asString, type JsonObject } from '../../shared/json.ts';
import { textOf, type Placed, type Told } from './parts.ts';

/** Prompts carry no id: the turn's id and their place in it stay the same in the copies of a fork. */
export function prompt(as: string, { text, images }: Typed, base: Placed, told: Told): Event[] {
  if (text.trim() === '' && images === 0) return [];
  told.promptsAs ??= as;
  if (told.promptsAs !== as) return [];
  const place = told.turn ? `${told.turn}#${told.prompts}` : `${base.session}#${base.at ?? text.length}`;
  told.prompts += 1;
  return [
    {
      ...base,
      type: 'prompt',
      role: told.isSubagent ? 'task' : 'person',
      uuid: place,
      parentUuid: null,
      text,
      context: [],
      images,
    },
  ];
}

interface Typed {
  text: string;
  images: number;
}

export function typedPrompt(message: JsonObject): Typed {
  return {
    text: asString(message['message']) ?? '',
    images: asArray(message['images']).length + asArray(message['local_images']).length,
  };
}

export function itemPrompt(item: JsonObject): Typed {
  const blocks = asArray(item['content']);
  const isImage = (block: unknown): boolean => /image/i.test(asString(asObject(block)['type']) ?? '');
  return { text: textOf(blocks), images: blocks.filter(isImage).length };
}
