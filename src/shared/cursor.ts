/** Where a replay goes on: the number of the next turn, and of its next action when its first ones have been shown. */
export function cursorAt(turn: number, action = 0): string {
  return action === 0 ? `at-${turn}` : `at-${turn}.${action}`;
}
