import { describe, expect, it } from 'vitest';
import { judgePushback } from '../../../src/insight/pushback/index.ts';
import { EDITED, turn } from './turns.ts';

describe('judgePushback', () => {
  it.each([
    ['correction', 'No, I meant the net total, not the gross one.'],
    ['correction', "That's not right, the discount comes before the tax"],
    ['correction', 'you changed the wrong function, it should be in the cart instead'],
    ['correction', 'this is far too complicated, do we really need three classes?'],
    ['failure_report', 'still not working, I get the same error'],
    ['failure_report', 'the tests fail now'],
    ['failure_report', 'the build is broken'],
    ['correction', "Don't split the cart into four files, put it into one instead"],
    ['correction', 'but then the discount is not applied twice, right?'],
    ['failure_report', 'still does it'],
    ['failure_report', 'none of the buttons work'],
    ['rejection', 'undo that'],
    ['rejection', 'stop'],
    ['reprompt', "You didn't answer my question. What is the rounding rule?"],
  ])('finds a %s: %s', (kind, prompt) => {
    expect(judgePushback(turn(prompt), EDITED)).toMatchObject({ kind });
  });

  it.each([
    'commit this and push',
    'yes, go ahead',
    'Now add a test for the discount',
    'What does the rounding function do?',
    'thanks, looks good',
    'option 2',
    'Can you explain how the tax is computed?',
    "I don't know how queues work here, walk me through it",
    'No topo da página, adiciona a data do pedido em uma linha',
  ])('leaves alone: %s', (prompt) => {
    expect(judgePushback(turn(prompt), EDITED)).toBeNull();
  });

  it("never judges a session's first prompt", () => {
    expect(judgePushback(turn('This is wrong, it still fails with the same error', { n: 1 }), [])).toBeNull();
  });

  it.each([
    'Implement the following plan: # Fix the broken total\n\nIt still fails, revert the wrong change.',
    'Operation stopped by hook: tests still fail, this is wrong',
    '<task-notification>the build failed, still broken</task-notification>',
    'This session is being continued from a previous conversation. The user said it is wrong and still fails.',
    '/fix it is still broken and wrong',
    '[Request interrupted by user for tool use]',
  ])('never judges what no person typed: %s', (prompt) => {
    expect(judgePushback(turn(prompt), EDITED)).toBeNull();
  });

  it('reads what the assistant did: an error pasted after an edit counts for more than one after a talk', () => {
    const pasted = turn('now I see\n```\nTypeError: total is not a function\n    at cart.ts:3\n```');
    const talked = EDITED.map((before) => ({ ...before, reply: 'Which error do you see?', actions: [] }));
    expect(judgePushback(pasted, EDITED)).toMatchObject({ kind: 'failure_report' });
    expect(judgePushback(pasted, talked)?.confidence ?? 0).toBeLessThan(
      judgePushback(pasted, EDITED)?.confidence ?? 0,
    );
  });

  it('reads an interruption: the same words weigh more after one', () => {
    const prompt = turn('the rounding happens in the cart');
    const stopped = EDITED.map((before) => ({ ...before, reply: '', interrupted: true }));
    expect(judgePushback(prompt, EDITED)).toBeNull();
    expect(judgePushback(prompt, stopped)).not.toBeNull();
  });

  it('reads what stands far into a long sentence less: a new task often says what not to do', () => {
    const task =
      'Next comes the export of all carts of one customer as a file that a spreadsheet can open with one line for each item and its tax';
    const near = turn('do not touch the footer, it is wrong there');
    expect(
      judgePushback(turn(`${task}, and do not touch the footer, it is wrong there`), EDITED)?.confidence ?? 0,
    ).toBeLessThan(judgePushback(near, EDITED)?.confidence ?? 0);
  });

  it('takes a no to an offer for an answer', () => {
    const offered = EDITED.map((before) => ({ ...before, reply: 'Done. Want me to add a test as well?' }));
    expect(judgePushback(turn('no, that is all'), offered)).toBeNull();
  });

  it('gives readable reasons, strongest first, and a confidence between 0 and 1', () => {
    const said = judgePushback(turn('No, that is wrong, it still fails'), EDITED);
    expect(said?.confidence).toBeGreaterThan(0.8);
    expect(said?.confidence).toBeLessThanOrEqual(1);
    expect(said?.reasons).toContain('says that something fails');
    expect(said?.reasons.length).toBeLessThanOrEqual(4);
  });

  it.each([
    ['hallucinated', 'There is no such option, that flag does not exist'],
    ['ignored_instruction', 'I already told you not to touch the tests, this is wrong'],
    ['scope_creep', "I didn't ask for that, why did you also change the footer?"],
    ['convention', 'no, the name is wrong, use camelCase for the variable names instead'],
    ['overcomplicated', 'this is way too complicated, simplify it'],
    ['bug', "it doesn't work, the total is still wrong"],
  ])('names the cause %s: %s', (cause, prompt) => {
    expect(judgePushback(turn(prompt), EDITED)).toMatchObject({ cause });
  });
});
