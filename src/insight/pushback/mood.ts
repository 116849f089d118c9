/** What a sentence does: asks, tells to do, agrees, or states something. */
export type Mood = 'question' | 'request' | 'approval' | 'statement';

export interface Sentence {
  text: string;
  mood: Mood;
}

const MOST = 4;
const LEAD_IN =
  /^(?:(?:ok(?:ay)?|k|so|and|but|or|now|then|next|also|just|please|pls|alright|right|well|hmm*|hm|um+|uh+|uhh?|oh|ah|eh+|erm?|actually|great|cool|nice|good|thanks?(?: you)?|perfect|awesome|sorry|hey|yes|yeah|yep|sure|first|finally|instead|again|quick(?:ly)?|maybe|perhaps|while (?:you['’]re|we['’]re) (?:at it|here)|one more thing|follow-?up|q)[\s,.:;!-]+)+/i;
const POLITE =
  /^(?:can|could|would|will) (?:you|we|u)(?! (?:not|guarantee|be sure|even|really))\b|^(?:let['’]?s|lets|i(?:['’]d| would) (?:also )?(?:like|love)|i (?:also |now |just |do |do also )*(?:want|need)|we (?:also |now )?want to|you (?:can|should|need to|may)|go ahead|feel free|make sure|help me|give me|show me|tell me)\b/i;
const VERBS =
  /^(?:add|address|adjust|allow|amend|analy[sz]e|apply|archive|ask|assess|attach|audit|brainstorm|break|bring|bump|build|bundle|call|change|check|clean|clear|clone|close|combine|commit|compare|complete|configure|consider|continue|convert|copy|create|debug|define|delete|deploy|describe|design|disable|discuss|do(?! (?:we|you|i|they|these|those|the))|document|download|draft|edit|empty|enable|ensure|evaluate|eval|examine|execute|expand|explain|explore|export|extend|extract|fetch|figure|file|fill|find|finish|fix|follow|force|format|generate|get|give|go|grab|handle|have(?! (?:we|you|i|they))|hide|ignore|implement|import|improve|include|increase|initialize|insert|inspect|install|integrate|investigate|keep|launch|leave|link|list|load|log|look|make|mark|merge|migrate|mock|move|note|open|optimi[sz]e|organi[sz]e|output|package|parse|pick|plan|polish|pop|prepare|print|proceed|profile|propose|provide|publish|pull|push|put|raise|re-?\w+|read|rebase|reduce|refactor|release|remember|remove|rename|render|repeat|replace|reply|report|research|resolve|respond|restart|resume|retry|revert|review|rewrite|run|save|scan|search|see|send|set|setup|ship|show|simplify|skip|sort|split|squash|start|stash|step|stop|store|study|suggest|summari[sz]e|support|switch|sync|tag|take|teach|tell|test|think|track|translate|trim|try|turn|undo|uninstall|update|upgrade|upload|use|validate|verify|wait|walk|wire|work|wrap|write|do not|don['’]?t(?! (?:we|you|i|they))|never)(?![\p{L}'’])/iu;
const QUESTION_START =
  /^(?:what|why|how|which|where|when|who|whose|is|are|was|were|does|do (?:we|you|i|they|these|those|the)|did|has|have (?:we|you|i|they)|can|could|should|would|will|isn|aren|doesn|don['’]t (?:we|you)|didn|shouldn|wouldn|couldn|any)(?![\p{L}])/iu;
const AGREES =
  /^(?:y+e+s+|yeah?|yep|yup|ya|ok(?:ay)?|k|sure|great|perfect|awesome|nice|cool|good|thanks?|thank you|thx|lgtm|go (?:ahead|for it)|do it|proceed|continue|sounds good|(?:it |this |that )?looks? (?:good|great|fine|nice|perfect|awesome)|agreed?|exactly|fine|excellent|love it|alright|all good|ship it|makes sense|correct|right)(?![\p{L}])/iu;

const OTHER_REQUESTS =
  /^(?:(?:bitte|jetzt|nun|und|dann|s['’]il te plaît|maintenant|et|puis|por favor|ahora|y|agora|e|depois|现在|请|然后|再)[\s,]*)*(?:(?:kannst|könntest) du|können wir|lass uns|ich (?:möchte|will|hätte gern)|füge?|erstelle?|schreibe?|mache?|zeige?|erkläre?|implementiere?|prüfe?|starte?|aktualisiere?|ergänze?|führe?|benenne?|verschiebe?|peux-tu|tu peux|pourrais-tu|je (?:veux|voudrais)|j['’]aimerais|ajoute|crée|écris|fais|montre|explique|implémente|mets|lance|vérifie|renomme|déplace|génère|puedes|podrías|quiero|me gustaría|agrega|añade|crea|escribe|haz|muestra|muéstrame|explica|implementa|ejecuta|revisa|actualiza|renombra|mueve|genera|você pode|pode|poderia|quero|gostaria|adicion[ae]|cri[ae]|escrev[ae]|faç[ao]|mostr[ae]|expli(?:ca|que)|implement[ae]|rod[ae]|execut[ae]|verifi(?:ca|que)|atualiz[ae]|renomei[ae]|vamos|帮我|给|添加|增加|创建|写|实现|生成|解释|运行|检查|更新|重命名|看看|加)/iu;
const OTHER_AGREES =
  /^(?:ja|genau|gut|super|perfekt|danke|prima|klasse|toll|passt|weiter|oui|d['’]accord|parfait|merci|bien|très bien|génial|vas-y|s[ií]|vale|perfecto|genial|gracias|muy bien|excelente|adelante|dale|sim|beleza|perfeito|[óo]timo|obrigad[oa]|valeu|legal|certo|pode (?:fazer|ir|seguir))(?![\p{L}])|^(?:好的?|可以|行|没问题|继续|谢谢|完美|不错|很好|同意|はい|了解|いいね|いいです|完璧|ありがとう|続けて|進めて|その通り|大丈夫)/iu;
const JAPANESE_REQUEST = /(?:ください|下さい|お願い(?:します)?|ましょう|してほしい|して)[。!]?$/u;

/** The first four sentences of a text with their moods. */
export function sentencesOf(prose: string): Sentence[] {
  return prose
    .split(/(?<=[.!?\u3002\uff01\uff1f…])\s*(?=\s|[\u3040-\u30ff\u4e00-\u9fff])|\s+[-–—]\s+|;\s/u)
    .map((text) => text.trim())
    .filter((text) => /[\p{L}\p{N}\p{Extended_Pictographic}]/u.test(text))
    .slice(0, MOST)
    .map((text) => ({ text, mood: moodOf(text) }));
}

const HESITATES = /^(?:(?:u+h+m*|u+m+|h+m+|e+h+|e+r+m*|well|so)[\s,.…:;!-]+)+/i;

function moodOf(given: string): Mood {
  const sentence = given.replace(HESITATES, '').replace(/^\(?[a-h\d][).:]\s+/i, '');
  if (/^(?:\w+ )?q:/i.test(given)) return 'question';
  const bare = sentence.replace(LEAD_IN, '');
  const asks = /[?\uff1f]\W*$/.test(sentence) || /[吗呢][\u3002?\uff1f]?$/.test(sentence);
  if (POLITE.test(bare) || VERBS.test(bare) || OTHER_REQUESTS.test(bare))
    return asks && !/^(?:can|could|would|will) /i.test(bare) && !VERBS.test(bare) ? 'question' : 'request';
  if (asks || QUESTION_START.test(bare)) return 'question';
  if (AGREES.test(sentence) || OTHER_AGREES.test(sentence)) return 'approval';
  return JAPANESE_REQUEST.test(sentence) ? 'request' : 'statement';
}
