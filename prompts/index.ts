import { coach } from './coach.ts';
import type { Prompt } from './prompt.ts';
import { recall } from './recall.ts';
import { retro } from './retro.ts';

export const PROMPTS: readonly Prompt[] = [recall, retro, coach];
