/** Migrations: the schema, step by step. Each runs once, in order, in one transaction with the
 * number it brings the database to (PRAGMA user_version). A step that has been released stays. */
import type { DatabaseSync } from "node:sqlite";

export const migrations: readonly string[] = [
  `
  -- The place in the log up to which all below is true, its time, and counts.
  CREATE TABLE meta (key TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT, WITHOUT ROWID;

  -- The state, an entity a row. "state" is JSON: see rows.ts.
  CREATE TABLE users (id INTEGER PRIMARY KEY, state TEXT NOT NULL) STRICT;
  CREATE TABLE channels (key TEXT PRIMARY KEY, state TEXT NOT NULL) STRICT, WITHOUT ROWID;
  CREATE TABLE members (
    user INTEGER NOT NULL, channel TEXT NOT NULL, prefixes TEXT NOT NULL,
    PRIMARY KEY (user, channel)
  ) STRICT, WITHOUT ROWID;

  -- What was said and what happened, in the order of the log. A target is a channel's key, or two
  -- nicks. "said" is 1 for what was said, whose columns hold it all but for rarities in "more";
  -- for anything else "more" is the event as JSON.
  CREATE TABLE targets (id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE) STRICT;
  CREATE TABLE history (
    seq INTEGER PRIMARY KEY,
    target INTEGER NOT NULL, place INTEGER NOT NULL, idx INTEGER NOT NULL, time INTEGER NOT NULL,
    said INTEGER NOT NULL, type TEXT NOT NULL,
    nick TEXT NOT NULL, userhost TEXT NOT NULL, account TEXT, text TEXT, more TEXT
  ) STRICT;
  CREATE INDEX history_said ON history (target, place) WHERE said = 1;
  CREATE INDEX history_rest ON history (target, place) WHERE said = 0;

  CREATE TABLE whowas (
    seq INTEGER PRIMARY KEY, folded TEXT NOT NULL,
    nick TEXT NOT NULL, username TEXT NOT NULL, host TEXT NOT NULL, realname TEXT NOT NULL,
    time INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX whowas_folded ON whowas (folded, seq);
  `,
  `
  -- The rules that hold at the place: part of the state, as JSON, in one row.
  CREATE TABLE rules (id INTEGER PRIMARY KEY CHECK (id = 1), state TEXT NOT NULL) STRICT;

  -- How many rows of history each target has, so that the retention need not count them.
  ALTER TABLE targets ADD COLUMN lines INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE targets ADD COLUMN others INTEGER NOT NULL DEFAULT 0;
  UPDATE targets SET
    lines = (SELECT count(*) FROM history WHERE target = targets.id AND said = 1),
    others = (SELECT count(*) FROM history WHERE target = targets.id AND said = 0);
  `,
  `
  CREATE TABLE accounts (key TEXT PRIMARY KEY, state TEXT NOT NULL) STRICT, WITHOUT ROWID;

  -- A user has several sessions, each with what it says of being away; their ids name their node.
  UPDATE users SET state = json_set(json_remove(state, '$.node'), '$.sessions',
    (SELECT json_group_array(json_object('id', value, 'away', NULL))
      FROM json_each(users.state, '$.sessions')));
  `,
  `
  -- A page begins anywhere, also between the events of one entry. "person" is the user's id.
  DROP INDEX history_said;
  DROP INDEX history_rest;
  CREATE INDEX history_said ON history (target, place, idx) WHERE said = 1;
  CREATE INDEX history_rest ON history (target, place, idx) WHERE said = 0;
  ALTER TABLE history ADD COLUMN person INTEGER NOT NULL DEFAULT 0;

  -- When something was last said there.
  ALTER TABLE targets ADD COLUMN latest INTEGER NOT NULL DEFAULT 0;
  UPDATE targets SET latest = coalesce((SELECT time FROM history
    WHERE target = targets.id AND said = 1 ORDER BY place DESC LIMIT 1), 0);

  -- Who has exchanged messages with whom, from each side; persons as in history-keys.ts. "folded"
  -- and "nick" are what the other was last called.
  CREATE TABLE correspondents (
    person TEXT NOT NULL, other TEXT NOT NULL,
    folded TEXT NOT NULL, nick TEXT NOT NULL, latest INTEGER NOT NULL,
    PRIMARY KEY (person, other)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX correspondents_latest ON correspondents (person, latest);
  CREATE INDEX correspondents_nick ON correspondents (person, folded, latest);

  -- Until now two nicks were the key of what two people said. Whose nicks they were nobody knows:
  -- from now on a key like that is two accounts, so these are set apart, for nobody to read.
  UPDATE targets SET key = '?' || key WHERE key NOT LIKE '#%';
  `,
  `
  -- The old names of channels, and the key each leads to.
  CREATE TABLE redirects (
    key TEXT PRIMARY KEY, name TEXT NOT NULL, target TEXT NOT NULL,
    place INTEGER NOT NULL, time INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  `,
  `
  -- What stays of people: see traces.ts.
  CREATE TABLE arrivals (
    channel TEXT NOT NULL, person TEXT NOT NULL, time INTEGER NOT NULL,
    PRIMARY KEY (channel, person)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX arrivals_person ON arrivals (person);
  -- "key" is the kind and the target; "seq" gives the order in which they were last changed.
  CREATE TABLE marks (
    person TEXT NOT NULL, key TEXT NOT NULL, time INTEGER NOT NULL, seq INTEGER NOT NULL,
    PRIMARY KEY (person, key)
  ) STRICT, WITHOUT ROWID;
  `,
  `
  -- Who may not be on this server, and what operators have done.
  CREATE TABLE bans (key TEXT PRIMARY KEY, state TEXT NOT NULL) STRICT, WITHOUT ROWID;
  CREATE TABLE audit (
    seq INTEGER PRIMARY KEY, place INTEGER NOT NULL, time INTEGER NOT NULL,
    operator TEXT NOT NULL, nick TEXT NOT NULL, account TEXT, action TEXT NOT NULL,
    target TEXT NOT NULL, reason TEXT NOT NULL
  ) STRICT;
  `,
  `
  -- What people and channels say of themselves; who holds it: see metadata.ts.
  CREATE TABLE metadata (
    holder TEXT NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL,
    PRIMARY KEY (holder, key)
  ) STRICT, WITHOUT ROWID;
  `,
  `
  -- Words of what was said, by the row's number; see search.ts. It holds no text itself. Rows up to
  -- "indexed" are in it, but for those up to "unindexed", which were there before it.
  CREATE VIRTUAL TABLE search USING fts5(
    text, scope, content='', contentless_delete=1, tokenize='unicode61 remove_diacritics 2'
  );
  INSERT INTO meta VALUES ('indexed', coalesce((SELECT max(seq) FROM history), 0));
  INSERT INTO meta VALUES ('unindexed', coalesce((SELECT max(seq) FROM history), 0));

  -- To find what an account has said, and what its person wants to be forgotten; see own.ts.
  CREATE INDEX history_account ON history (account, seq) WHERE account IS NOT NULL;
  CREATE TABLE forgetting (
    account TEXT NOT NULL, since INTEGER NOT NULL, place INTEGER NOT NULL
  ) STRICT;
  `,
  `
  -- A user has a host of its own beneath the one that others see, and may hear notices.
  UPDATE users SET state =
    json_set(state, '$.cloak', json_extract(state, '$.host'), '$.notices', '');
  `,
  `
  -- Invitations by which somebody has come, until they end; see invitations.ts.
  CREATE TABLE invitations (id TEXT PRIMARY KEY, state TEXT NOT NULL) STRICT, WITHOUT ROWID;
  `,
  `
  -- Who waits for whom that is gone with its node; and to which log the places belong, when it is
  -- a cluster's.
  UPDATE users SET state = json_set(state, '$.heldUntil', NULL);
  CREATE TABLE lineage (log TEXT NOT NULL) STRICT;
  `,
  `
  -- What people have uploaded; the bytes lie beside the database. See files.ts.
  CREATE TABLE files (id TEXT PRIMARY KEY, state TEXT NOT NULL) STRICT, WITHOUT ROWID;
  `,
];

export const versionNewest = migrations.length;

/** Brings the database to the newest version. Throws when it is of a newer one. */
export function migrate(database: DatabaseSync): void {
  const { user_version: version } = database.prepare("PRAGMA user_version").get() as {
    user_version: number;
  };
  if (version > versionNewest)
    throw new Error(`it is of a newer version of Banter (${version}; this is ${versionNewest})`);
  migrations.slice(version).forEach((step, n) => {
    database.exec(`BEGIN IMMEDIATE; ${step}; PRAGMA user_version = ${version + n + 1}; COMMIT`);
  });
}
