/** Beginnings of prompts that no person typed: hook output, notifications, hand-overs, summaries, slash commands. */
const MACHINE_STARTS: readonly RegExp[] = [
  /^Implement the following plan:/i,
  /^Operation stopped by hook:/i,
  /^(?:Stop|UserPromptSubmit|SessionStart|PreToolUse|PostToolUse)(?::\w+)? hook (?:feedback|blocking error|error|success|additional context)/,
  /^This session is being continued from a previous conversation/,
  /^<(?:task-notification|local-command|command-(?:name|message|args)|bash-(?:input|stdout|stderr)|system-reminder|teammate-message|user-prompt-submit-hook)/,
  /^\[(?:Request interrupted by user|SYSTEM NOTIFICATION|Image(?::| #))/,
  /^(?:Caveat: The messages below|Continue from where you left off\.?$|Please continue the conversation from where we left it off)/,
  /^Base directory for this skill:/,
  /^Your task is to create a detailed summary/,
  /^\/[\w:.-]+(?:\s|$)/,
];

/** True for text that the assistant's own machinery put where a prompt stands, and for slash commands. */
export function isMachineText(prompt: string): boolean {
  const text = prompt.trimStart().slice(0, 200);
  return text === '' || MACHINE_STARTS.some((start) => start.test(text));
}
