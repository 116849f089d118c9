import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { auditHead, keepAuditHead } from '../../src/store/audit-head.ts';
import { openStore, type Store } from '../../src/store/open.ts';

let folder: string;
let store: Store;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'her-head-'));
  store = openStore(join(folder, 'her.db'));
});
afterEach(() => {
  store.close();
  rmSync(folder, { recursive: true, force: true });
});

test('the line that was written last stays, whoever tells of theirs first', () => {
  expect(auditHead(store)).toBeUndefined();
  for (const seq of [2, 10, 9]) keepAuditHead(store, { seq, hash: `hash${seq}` });
  expect(auditHead(store)).toEqual({ seq: 10, hash: 'hash10' });
});

test('nobody waits while another process writes', () => {
  const other = openStore(join(folder, 'her.db'));
  other.db.exec('BEGIN IMMEDIATE');
  keepAuditHead(store, { seq: 1, hash: 'a' });
  other.db.exec('ROLLBACK');
  other.close();
  expect(auditHead(store)).toBeUndefined();
  keepAuditHead(store, { seq: 2, hash: 'b' });
  expect(auditHead(store)).toEqual({ seq: 2, hash: 'b' });
});
