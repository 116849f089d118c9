import type { Features } from './features.ts';
import type { PushbackCause, PushbackKind } from './types.ts';

interface CauseRule {
  cause: PushbackCause;
  wording: RegExp;
}

/** Wording that names its cause; the first that fits decides. */
const RULES: readonly CauseRule[] = [
  {
    cause: 'ignored_instruction',
    wording:
      /\b(?:i (?:already |explicitly |specifically |just )*(?:told|asked|said|instructed)|as i (?:said|mentioned)|i['’]ve (?:already )?(?:told|said|asked)|like i said|claude\.md|agents\.md|the (?:rules?|instructions?|guidelines?)|how many times|remember)\b|(?:ich (?:habe|hatte) (?:\w+ )?gesagt|wie gesagt|je t['’]ai (?:dit|demandé)|j['’]avais dit|te (?:dije|he dicho|pedí)|eu (?:já )?(?:disse|falei|pedi))|我(?:说过|已经说|不是说)|(?:言|頼|お願い)(?:った|んだ|しました)(?:はず|のに)/i,
  },
  {
    cause: 'hallucinated',
    wording:
      /\b(?:does(?: not|n['’]?t) exist|no such|made (?:that|this|it) up|hallucinat\w*|invented|never existed|not a (?:real|valid) \w+|there(?:['’]s| is| are) no (?:\w+ ){0,2}(?:function|method|flag|option|file|api|package|class|field|endpoint|command)|incorrect:|not correct:)|(?:existiert nicht|gibt es (?:gar )?nicht|erfunden|n['’]existe pas|inventé|no existe|inventaste|n[ãa]o existe|inventou)|不存在|瞎编|编造|存在し(?:ない|ません)/i,
  },
  {
    cause: 'scope_creep',
    wording:
      /\b(?:(?:did ?n['’]?t|never|not) ask(?:ed)? (?:for|you)|why did you (?:also |even )?(?:change|remove|delete|touch|add|rename|modify|edit)|only (?:asked|wanted)|bring (?:that|it) .{0,20}back|gets? rid of|too far|unrelated|out of scope|leave .{1,30} alone|do ?n['’]?t touch|just the|nothing else)\b|(?:nicht danach gefragt|nur (?:die|das|den)|pas demandé|touche pas|no te pedí|no toques|n[ãa]o (?:te )?pedi|n[ãa]o mexa)|没(?:让|叫|要)你|别动|頼んで(?:い)?(?:ない|ません)|勝手に|触らないで/i,
  },
  {
    cause: 'overcomplicated',
    wording:
      /\b(?:too (?:complicated|complex|much|verbose|long|detailed|clever|abstract)|over-?(?:engineer|complicat|kill)\w*|simpl(?:er|ify)|do we (?:really |even )*need|un-?necessar\w+|bloat\w*|boilerplate|overly|degree of detail)\b|(?:zu (?:kompliziert|komplex|umständlich)|einfacher|übertrieben|trop (?:compliqué|complexe)|plus simple|demasiado (?:complicado|complejo)|más (?:simple|sencillo)|(?:muito|complicad[oa]) (?:complicad|complex|demais)\w*|mais simples)|太(?:复杂|啰嗦)|简化|没必要|复杂すぎ|複雑|冗長|シンプル/i,
  },
  {
    cause: 'environment',
    wording:
      /\b(?:permission(?:s)? denied|sandbox|no network|offline|rate limit|out of (?:memory|disk)|worktree|timed? ?out|vpn|credentials?|not installed|command not found|docker (?:daemon|is not)|bad tree|disk full)\b|(?:keine berechtigung|permission refusée|permiso denegado|permissão negada)|权限|権限/i,
  },
  {
    cause: 'convention',
    wording:
      /\b(?:nam(?:e|es|ed|ing)|rename|convention|style|format(?:ting)?|indent\w*|camel ?case|snake ?case|lower ?case|upper ?case|wording|typo|spelling|comment(?:s|ed)?|tabs?|spaces?|quotes|folder|directory|place|strong types?|instead of ["“'].{3,}|duplicated with)\b|(?:benenn\w*|heißen|heißt|formatier\w*|stil|nomm\w*|nommage|indentation|nombre|estilo|formato|nome|padrão|nomear)|命名|名字|格式|风格|命名規則|名前|スタイル|書式/i,
  },
  {
    cause: 'incomplete',
    wording:
      /\b(?:forg[oe]t\w*|miss(?:ed|ing)|part of|partial\w*|almost|not (?:all|every\w*|complete\w*|done|finished)|incomplete|at least|what about|how about|also|the rest|coverage|did ?n['’]?t (?:write|update|add|answer|include|test|finish)|only (?:some|half|did)|should (?:also|check))\b|(?:vergessen|fehlt|unvollständig|nicht (?:alle|fertig)|oubli\w*|manque|incomplet|pas (?:tous|toutes|fini)|olvidaste|falt[aóo]\w*|esquec\w+)|漏|忘|不完整|没(?:有)?(?:更新|完成|处理)|忘れ|漏れ|抜け|足り/i,
  },
  {
    cause: 'misunderstood',
    wording:
      /\b(?:i mean\w*|not what i|misunder\w+|i was (?:asking|talking)|i['’]m (?:asking|talking)|that['’]?s not (?:what|the)|is ?n['’]?t what|refer(?:ring)? to|the question|actually|technically|is it not|does ?n['’]?t (?:it|the|every)|not correct|there['’]s (?:already|a)|it['’]s (?:a|the|not)|we have|already)\b|(?:meinte|missverst|voulais (?:dire|parler)|parlais|quise decir|me refer\w+|quis dizer|entend\w+ errado|mal compris|entendiste)|意思|我(?:说的|指的)|误解|意味|言(?:いたい|った)|違い/i,
  },
];

/** What is broken is broken whatever words it is told in; only these say more. */
const OF_FAILURES: readonly PushbackCause[] = ['hallucinated', 'environment'];

/** Why the person pushed back, as far as the wording tells; `bug` for what does not work. */
export function causeOf(prose: string, kind: PushbackKind, features: Features): PushbackCause {
  const rules = kind === 'failure_report' ? RULES.filter(({ cause }) => OF_FAILURES.includes(cause)) : RULES;
  const named = rules.find(({ wording }) => wording.test(prose))?.cause;
  if (named) return named;
  if (kind === 'failure_report') return 'bug';
  if (kind === 'reprompt') return 'incomplete';
  return (features['interrupted'] ?? 0) > 0 ? 'misunderstood' : 'wrong_approach';
}
