import { isMachineText } from './machine-text.ts';
import { partsOf } from './prose.ts';
import type { Intent } from './types.ts';

interface IntentRule {
  intent: Intent;
  wording: RegExp;
}

const W = '(?<![\\p{L}\\p{N}_])';
const E = '(?![\\p{L}\\p{N}_])';

/** Only agreement, an option's letter or number, or a word to go on. */
const GO_ON = new RegExp(
  `^(?:[^\\p{L}\\p{N}]*(?:y+e+s+|yeah?|yep|yup|ok(?:ay)?|sure|please|go (?:ahead|for it|on)|do (?:it|that|both|so)|both|all(?: of (?:them|it)| four| three)?|let['’]?s (?:do (?:it|that)|go)|continue|proceed|keep going|carry on|run it|fix it(?: up)?|sounds? good|looks? good|lgtm|perfect|great|cool|nice|right|correct|exactly|its? (?:perfect|fine|good)|done|option|first|second|third|the|one|and|also|then|with|[a-h]|#?\\d{1,4}|ja|genau|passt|weiter|mach (?:das|weiter)|oui|d['’]accord|vas-y|continue|s[ií]|vale|dale|adelante|sim|beleza|pode (?:fazer|seguir)|好的?|可以|继续|行|是的?|はい|お願いします|続けて(?:ください)?|進めて(?:ください)?|了解)(?![\\p{L}\\p{N}]))+[^\\p{L}\\p{N}]*$`,
  'iu',
);
const AGREEING = new RegExp(
  `^(?:y+e+s+|yeah?|yep|yup|sure|agreed|exactly|[a-h]\\)|[a-h][.):]|#?\\d{1,2}[.):,](?!\\d)|option \\w|i think (?:[a-h]|\\d)\\b|no,? |ja|oui|s[ií]|sim|好|はい)${E}`,
  'iu',
);

function start(words: string): RegExp {
  return new RegExp(`^(?:${words})${E}`, 'iu');
}

function any(words: string): RegExp {
  return new RegExp(`${W}(?:${words})${E}`, 'iu');
}

/** What the first verb asks for. */
const BY_VERB: readonly IntentRule[] = [
  {
    intent: 'ops',
    wording: start(
      '(?:re-?)?(?:commit|push|merge|rebase|deploy|release|publish|tag|stash|cherry-?pick|squash|amend|checkout|switch|pull|fetch|install|configure|launch|open up|force push|link|bring it up|complete the merge|pop a|log an?|file an?)|create (?:a|an|the|me a) (?:draft |new )*(?:pr|pull request|branch|issue|ticket|linear)|(?:raise|open|launch|draft|make|write|give me|git me) (?:a|an|the) (?:\\w+ )*(?:pr|pull request|branch|commit message|issue|ticket|comment)|reply|respond|update (?:the |this |our |prior |from |branch|pr)(?!.*(?:readme|docs?\\b|documentation|test)).*(?:pr|branch|main|parent|description|comments?)|committe|pushe|verschiebe den tag|mergen|pousse|sube|commite|faça (?:o )?(?:commit|push|deploy)|haz (?:un |el )?(?:commit|push|deploy)|fais un commit|erstelle einen (?:branch|pr)',
    ),
  },
  {
    intent: 'test',
    wording: start(
      'test|(?:re-?)?run (?:the |all |our |every )?(?:\\w+ )?tests?|(?:add|write|create|implement|include) (?:\\w+ ){0,4}(?:tests?|test cases?|coverage)|retry your|increase coverage|cover|schreibe? (?:\\w+ ){0,3}tests?|écris (?:\\w+ ){0,3}tests?|escribe (?:\\w+ ){0,3}(?:tests?|pruebas?)|escrev[ae] (?:\\w+ ){0,3}testes?|ajoute (?:\\w+ ){0,3}tests?|agrega (?:\\w+ ){0,3}(?:tests?|pruebas?)|adicion[ae] (?:\\w+ ){0,3}testes?',
    ),
  },
  {
    intent: 'docs',
    wording: start(
      'document|(?:update|write|add|adjust|improve|extend|edit) (?:\\w+ |@\\S+ ){0,4}(?:docs?|documentation|readme(?:\\.md)?|changelog|guide|markdown)|describe|dokumentiere|documente|documenta|actualiza (?:el |la )?(?:readme|documentación)|atualiz[ae] (?:o |a )?(?:readme|documentação)|aktualisiere (?:die |das )?(?:readme|dokumentation)|mets à jour (?:le |la )?(?:readme|documentation)',
    ),
  },
  {
    intent: 'review',
    wording: start(
      'review|compare|look at the (?:pr|review)|evaluate this|eval|double-?check|audit|go through|check the (?:pr|review|comments)|überprüfe|relis|revisa|revis[ae]|examine the diff',
    ),
  },
  {
    intent: 'plan',
    wording: start(
      'plan|design|brainstorm|discuss|propose|think (?:about|through)|draft (?:a |the )?(?:plan|design)|write (?:the |a |up )*(?:plan|design|spec)|plane|entwirf|planifie|conçois|planifica|diseña|planej[ae]|projet[ae]',
    ),
  },
  {
    intent: 'refactor',
    wording: start(
      'refactor|rename|clean ?up|simplify|restructure|extract|move|reorgani[sz]e|deduplicate|reduce dup\\w*|delete dup\\w*|split|inline|replace|break up|find unused|consolidate|benenne|refaktorier\\w*|verschiebe|vereinfache|renomme|refactorise|déplace|simplifie|extrais|refactoriza|renombra|mueve|simplifica|extrae|refator[ae]|renomei[ae]|mov[ae]|simplifi(?:ca|que)|extrai[ar]?',
    ),
  },
  {
    intent: 'fix',
    wording: start(
      "fix|debug|solve|repair|resolve|correct|address|investigate|handle|do not|don[’']t|revert|undo|stop|ignore|korrigiere|behebe?|repariere?|corrige|répare|débogue|arregla|corrij[ae]|conserta|arrum[ae]",
    ),
  },
  {
    intent: 'explain',
    wording: start(
      'explain|tell me|show me|describe|summari[sz]e|what|why|how|where|when|who|which|erkläre?|zeige?|was|warum|wie|wo|explique|montre|pourquoi|comment|quel\\w*|explica|muéstrame|qué|por qué|cómo|cuál|dónde|expli(?:ca|que)|mostr[ae]|o que|por que|como|qual|onde',
    ),
  },
  {
    intent: 'continue',
    wording: start(
      "continue|proceed|go ahead|carry on|keep going|do it|let[’']?s go|put it|skip|leave it|fix them all|address (?:all|them)|weiter|continue|sigue|continu[ae]",
    ),
  },
  {
    intent: 'create',
    wording: start(
      'add|create|implement|build|make|write|generate|support|introduce|include|integrate|set ?up|print|show|display|allow|enable|inject|prompt|füge?|erstelle?|implementiere?|baue?|ergänze?|schreibe?|ajoute|crée|implémente|génère|écris|construis|agrega|añade|crea|implementa|genera|escribe|construye|adicion[ae]|cri[ae]|implement[ae]|ger[ae]|escrev[ae]',
    ),
  },
  {
    intent: 'ops',
    wording: start(
      'run|start|restart|execute|clean|delete|remove|clear|empty|update|upgrade|bump|check ?out|starte|führe|lance|exécute|ejecuta|inicia|rod[ae]|execut[ae]|inici[ae]',
    ),
  },
];

/** Words that tell wherever they stand, for prompts whose first verb does not. */
const BY_WORD: readonly IntentRule[] = [
  {
    intent: 'fix',
    wording: any(
      "fail(?:s|ed|ing|z)?|broken|broke|errors?|bugs?|crash\\w*|exception|traceback|does ?n[’']?t (?:work|seem to work)|not working|still (?:not|failing|broken|getting|seeing)|i[’']?m (?:not )?(?:seeing|getting)|missing|wrong|fehler|funktioniert (?:\\w+ )*nicht|kaputt|falsch|erreur|marche pas|fonctionne pas|cassé|no funciona|falla|roto|erro|n[ãa]o funciona|quebr\\w+",
    ),
  },
  {
    intent: 'ops',
    wording: any('commit|push|merge|rebase|branch|prs?|pull request|deploy|release|ci|pipeline|conflicts?'),
  },
  { intent: 'review', wording: any('review(?:ed|er|s)?|feedback|pr comments?|review comments?|comments') },
  { intent: 'test', wording: any('tests?|unit tests?|coverage|testing') },
  { intent: 'docs', wording: any('docs?|documentation|readme|changelog') },
  {
    intent: 'refactor',
    wording: any('refactor|rename|simplify|duplicat\\w+|clean(?:er| up)|consolidate|unused|instead of'),
  },
  {
    intent: 'plan',
    wording: any(
      'plan|design|approach|options?|architecture|think|wonder|could we|should we|we should|what if|idea|scenarios?|proposal|suggest|considering',
    ),
  },
  {
    intent: 'create',
    wording: any(
      "i want|i[’']?d like|i would like|i need|we need|let[’']?s add|add|new|support|implement|ich (?:möchte|will|brauche)|je (?:veux|voudrais)|quiero|necesito|me gustaría|quero|preciso|gostaria",
    ),
  },
];

const EASTERN: readonly IntentRule[] = [
  { intent: 'test', wording: /测试|テスト/ },
  { intent: 'docs', wording: /文档|说明书|ドキュメント|README/i },
  {
    intent: 'ops',
    wording: /提交|推送|合并|分支|部署|发布|コミット|プッシュ|マージ|ブランチ|デプロイ|リリース/,
  },
  { intent: 'review', wording: /审查|评审|レビュー/ },
  { intent: 'refactor', wording: /重构|重命名|简化|リファクタ|リネーム|名前を変/ },
  {
    intent: 'fix',
    wording: /修复|报错|错误|不(?:对|工作|能)|失败|修正|直して|エラー|バグ|動(?:か|き)(?:ない|ません)/,
  },
  { intent: 'plan', wording: /计划|方案|设计|計画|設計|方針/ },
  { intent: 'explain', wording: /解释|什么|为什么|怎么|如何|吗|説明|教えて|なぜ|何|どう|ですか/ },
  { intent: 'create', wording: /添加|增加|创建|实现|写|生成|加|追加|作成|作って|実装|書いて/ },
];

/** Thinks aloud about how it should be, rather than asking how it is. */
const PONDERS =
  /\b(?:i(?:['’]m| am)? ?(?:wonder(?:ing)?|considering)|should (?:we|it|this|there|\w+ be)|couldn['’]?t we|could we|what if|how about|are we able|is there any ?way|does it make sense|would it be (?:better|possible)|in my head|good (?:idea|word|name)|is it possible|better (?:way|approach))\b/i;
const OPENING =
  /^(?:(?:ok(?:ay)?|k|so|and|but|now|then|next|also|just|please|alright|right|well|hmm*|um+|uh+|oh|ah|actually|great|cool|nice|good|thanks?(?: you)?|perfect|awesome|sorry|hey|yes|yeah|yep|sure|first|finally|instead|again|maybe|before we \w+|one more thing|q|learning q|bitte|jetzt|s['’]il te plaît|maintenant|por favor|ahora|agora|请|帮我)(?:[\s,.:;!-]+|$))+/iu;
const POLITE =
  /^(?:(?:can|could|would|will) (?:you|we|i)|let['’]?s|lets|i(?:['’]d| would) like (?:you |us )?to|i want (?:you |us )?to|you (?:can|should)|we (?:should|need to)|need to|help me|kannst du|könntest du|peux-tu|pourrais-tu|puedes|podrías|você pode|pode|poderia)\s+(?:please |also |just |now |maybe )*/iu;

/** What a prompt asks for, from its first verb, else from its words; a machine's text and a slash command are `other`. */
export function judgeIntent(prompt: string): Intent {
  const planned = /^Implement the following plan:[\s#]*(?:Plan:)?\s*(.*)/i.exec(prompt.trim());
  if (planned) return planIntent((planned[1] ?? '').slice(0, 120));
  const command = /^\/([\w:.-]+)\s*([\s\S]*)/.exec(prompt.trim());
  if (command) return commandIntent(command[1] ?? '');
  if (isMachineText(prompt)) return 'other';
  const { prose, pastedError } = partsOf(prompt);
  if (GO_ON.test(prose)) return 'continue';
  if (/[\u3040-\u30ff\u4e00-\u9fff]/.test(prose))
    return EASTERN.find(({ wording }) => wording.test(prose))?.intent ?? 'other';
  const bare = prose.replace(OPENING, '').replace(POLITE, '');
  const verb = BY_VERB.find(({ wording }) => wording.test(bare))?.intent;
  if (verb) return verb;
  if (AGREEING.test(prose)) return 'continue';
  if (pastedError) return 'fix';
  if (PONDERS.test(prose)) return 'plan';
  if (/\?\W*$/.test(prose)) return 'explain';
  return (
    BY_WORD.find(({ wording }) => wording.test(prose))?.intent ?? (prose.includes('?') ? 'explain' : 'other')
  );
}

/** What an approved plan does, from its title. */
function planIntent(title: string): Intent {
  const bare = title.replace(/^(?:[A-Z]+-\d+[:\s]*|plan:?\s*|#\s*)+/i, '');
  if (/\b(?:tests?|coverage)\b/i.test(bare)) return 'test';
  if (
    /\b(?:refactor|rename|consolidate|move|remove|replace|restructure|simplify|extract|unify|invert|clean)\w*/i.test(
      bare,
    )
  )
    return 'refactor';
  return /\b(?:fix|bug|change|correct|handle|don['’]t|error)\w*/i.test(bare) ? 'fix' : 'create';
}

function commandIntent(name: string): Intent {
  if (/review/i.test(name)) return 'review';
  if (/plan|brainstorm|design/i.test(name)) return /execut/i.test(name) ? 'create' : 'plan';
  if (/debug|fix/i.test(name)) return 'fix';
  if (/commit|push|pr\b|deploy|release/i.test(name)) return 'ops';
  return 'other';
}
