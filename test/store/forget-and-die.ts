import { leaseOn } from '../../src/store/lease.ts';
import { openStore } from '../../src/store/open.ts';
import { recordForgetting, removeForgotten, sessionsToForget } from '../../src/store/forget.ts';

/** Forgets a session up to a step, and is killed there: `forget-and-die.ts <database> <session> <step>`. */
const [database, session, step] = process.argv.slice(2);
const store = openStore(database!);
const lease = leaseOn(store);
lease.seize();
recordForgetting(store, lease, sessionsToForget(store, { sessions: [session!] }));
if (step === 'removed') removeForgotten(store, lease);
process.kill(process.pid, 'SIGKILL');
