/** Statements: what the store says to the database, prepared once. Beside sqlite.ts. */
import type { DatabaseSync, StatementSync } from "node:sqlite";

export type Statements = ReturnType<typeof prepare>;

export function prepare(database: DatabaseSync) {
  const sql = (text: string): StatementSync => database.prepare(text);
  return {
    begin: sql("BEGIN IMMEDIATE"),
    commit: sql("COMMIT"),
    putUser: sql("INSERT OR REPLACE INTO users VALUES (?, ?)"),
    dropUser: sql("DELETE FROM users WHERE id = ?"),
    putAccount: sql("INSERT OR REPLACE INTO accounts VALUES (?, ?)"),
    dropAccount: sql("DELETE FROM accounts WHERE key = ?"),
    putChannel: sql("INSERT OR REPLACE INTO channels VALUES (?, ?)"),
    dropChannel: sql("DELETE FROM channels WHERE key = ?"),
    putMember: sql("INSERT OR REPLACE INTO members VALUES (?, ?, ?)"),
    dropMember: sql("DELETE FROM members WHERE user = ? AND channel = ?"),
    putMetadata: sql("INSERT INTO metadata VALUES (?, ?, ?)"),
    dropMetadata: sql("DELETE FROM metadata WHERE holder = ?"),
    putRedirect: sql("INSERT OR REPLACE INTO redirects VALUES (?, ?, ?, ?, ?)"),
    dropRedirect: sql("DELETE FROM redirects WHERE key = ?"),
    dropRedirectsOf: sql("DELETE FROM redirects WHERE key = ?1 OR target = ?1"),
    trimRedirects: sql("DELETE FROM redirects WHERE place < ?"),
    renameTarget: sql("UPDATE targets SET key = ?2 WHERE key = ?1"),
    putBan: sql("INSERT OR REPLACE INTO bans VALUES (?, ?)"),
    dropBan: sql("DELETE FROM bans WHERE key = ?"),
    putInvitation: sql("INSERT OR REPLACE INTO invitations VALUES (?, ?)"),
    dropInvitation: sql("DELETE FROM invitations WHERE id = ?"),
    putFile: sql("INSERT OR REPLACE INTO files VALUES (?, ?)"),
    dropFile: sql("DELETE FROM files WHERE id = ?"),
    putRules: sql("INSERT OR REPLACE INTO rules VALUES (1, ?)"),
    putMeta: sql("INSERT OR REPLACE INTO meta VALUES (?, ?), (?, ?), (?, ?)"),
    findTarget: sql("SELECT id FROM targets WHERE key = ?"),
    addTarget: sql("INSERT INTO targets (key) VALUES (?)"),
    count: sql(`UPDATE targets SET lines = lines + ?, others = others + ?, latest = max(latest, ?)
      WHERE id = ?`),
    putCorrespondent: sql(`INSERT INTO correspondents VALUES (?, ?, ?, ?, ?)
      ON CONFLICT DO UPDATE SET
        folded = excluded.folded, nick = excluded.nick, latest = max(latest, excluded.latest)`),
    correspondentsOf: sql("SELECT other FROM correspondents WHERE person = ?"),
    renameOther: sql("UPDATE correspondents SET other = ? WHERE person = ? AND other = ?"),
    renamePerson: sql("UPDATE correspondents SET person = ? WHERE person = ?"),
    dropCorrespondent: sql("DELETE FROM correspondents WHERE person = ? AND other = ?"),
    addHistory: sql(`INSERT INTO history
      (target, place, idx, time, said, type, person, nick, userhost, account, text, more)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`),
    // A message: what was said, or a TAGMSG.
    dropMessage: sql(`DELETE FROM history WHERE seq IN (
        SELECT seq FROM history WHERE said = 1 AND target = ?1 AND place = ?2 AND idx = ?3
        UNION ALL
        SELECT seq FROM history WHERE said = 0 AND target = ?1 AND place = ?2 AND idx = ?3
          AND type = 'TAGMSG')
      RETURNING seq, target, said`),
    changeMessage: sql(`UPDATE history SET text = ?1, more = nullif(
        CASE WHEN ?2 IS NULL THEN json_remove(coalesce(more, '{}'), '$.joints')
        ELSE json_set(coalesce(more, '{}'), '$.joints', json(?2)) END, '{}')
      WHERE said = 1 AND target = ?3 AND place = ?4 AND idx = ?5 RETURNING seq`),
    addWhowas: sql(`INSERT INTO whowas (folded, nick, username, host, realname, time)
      VALUES (?, ?, ?, ?, ?, ?)`),
    trimWhowas: sql("DELETE FROM whowas WHERE seq <= (SELECT max(seq) FROM whowas) - ?"),
  };
}
