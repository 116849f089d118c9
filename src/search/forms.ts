import { stemOf } from '../store/stems.ts';

/**
 * Forms of English words that share no stem, which a stemmer does not see: "did Nora run" is answered by "I ran". Left out
 * are those that are more often another word (ate has the stem of at, bit, ground, leaves) or a name (go).
 */
const FAMILIES = (
  'awake awoke awoken|become became|begin began begun|bend bent|bleed bled|blow blew blown|break broke broken|breed bred|' +
  'bring brought|build built|burn burnt|buy bought|catch caught|choose chose chosen|cling clung|come came|creep crept|' +
  'deal dealt|dig dug|draw drew drawn|dream dreamt|drink drank drunk|drive drove driven|eat eaten|fall fell fallen|' +
  'feed fed|feel felt|fight fought|find found|flee fled|fly flew flown|forbid forbade forbidden|forget forgot forgotten|' +
  'forgive forgave forgiven|freeze froze frozen|give gave given|grow grew grown|hang hung|hear heard|hide hid hidden|' +
  'hold held|keep kept|kneel knelt|know knew known|lead led|leap leapt|learn learnt|leave left|lend lent|lose lost|' +
  'make made|mean meant|meet met|mislead misled|mistake mistook mistaken|overcome overcame|override overrode overridden|' +
  'overwrite overwrote overwritten|pay paid|rebuild rebuilt|resend resent|rewrite rewrote rewritten|ride rode ridden|' +
  'ring rang rung|rise rose risen|run ran|see saw seen|seek sought|sell sold|send sent|sew sewn|shake shook shaken|' +
  'shine shone|shoot shot|show shown|shrink shrank shrunk|sing sang sung|sink sank sunk|sit sat|sleep slept|slide slid|' +
  'speak spoke spoken|spell spelt|spend spent|spin spun|spoil spoilt|stand stood|steal stole stolen|stick stuck|' +
  'sting stung|strike struck|strive strove|swear swore sworn|sweep swept|swim swam swum|swing swung|take took taken|' +
  'teach taught|tear tore torn|think thought|throw threw thrown|undergo underwent undergone|understand understood|' +
  'undo undid undone|wake woke woken|wear wore worn|weave wove woven|weep wept|win won|withdraw withdrew withdrawn|' +
  'write wrote written|' +
  'child children|foot feet|goose geese|half halves|knife knives|loaf loaves|man men|mouse mice|person people|' +
  'shelf shelves|thief thieves|tooth teeth|wife wives|wolf wolves|woman women'
)
  .split('|')
  .map((family) => family.split(' '));

const FAMILY_OF = new Map(
  FAMILIES.flatMap((family) => family.map((form): [string, string[]] => [stemOf(form), family])),
);

/** A word and its forms that have other stems, the word first. */
export function formsOf(word: string): string[] {
  const stem = stemOf(word.toLowerCase());
  const others = FAMILY_OF.get(stem)?.filter((form) => stemOf(form) !== stem) ?? [];
  return [word, ...others];
}
