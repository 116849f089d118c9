/** What is known of a session's edits and of the commands that may take them back, in order. */
export interface EditStep {
  sessionId: number;
  turnId: number;
  kind: 'edit' | 'command';
  /** Path of the edited file, or the command. */
  target: string;
  /** The turn was taken back by the person. */
  rewound: boolean;
  /** The prompt of the next turn refuses the work. */
  rejectedNext: boolean;
}
