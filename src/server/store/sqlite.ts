/**
 * SQLite: the store. One database file a node, in write-ahead mode. Maker of the store's contract;
 * the only importer of node:sqlite.
 */
import { DatabaseSync } from "node:sqlite";
import type { ServerBan } from "../bans.ts";
import type { Edited, Event } from "../event.ts";
import type { KeptFile } from "../files.ts";
import type { TargetKey } from "../history-keys.ts";
import type { UsedInvitation } from "../invitations.ts";
import type { ChannelKey, State } from "../state.ts";
import { AuditTrail } from "./audit.ts";
import { Checkpoints } from "./checkpoints.ts";
import type { Place, Retention, Store } from "../store.ts";
import { migrate } from "./migrations.ts";
import type { Gone } from "./forgetting.ts";
import { Reads } from "./reads.ts";
import {
  addAccountRow,
  addChannelRow,
  addMemberRow,
  addMetadataRows,
  addUserRow,
  type HistoryRow,
  historyRow,
  loadRulesRow,
  targetsOf,
} from "./rows.ts";
import { addRedirectRows, keepRenamed } from "./renamed.ts";
import { prepare } from "./statements.ts";
import { Targets } from "./targets.ts";
import { Touched } from "./touched.ts";
import { Traces } from "./traces.ts";
import { Trimmer } from "./trim.ts";

export interface SqliteOptions {
  /** Its file; ":memory:" for none. */
  readonly file: string;
  /** "process": a commit survives the end of the process, kill -9 included (in the write-ahead log,
   * with the kernel). "power": it survives a power cut too (fsync at each commit). */
  readonly durability: "process" | "power";
}

/** How long everybody waits while another program, a person's sqlite3 say, writes to the file. */
const busyMsMax = 1_000;

export class SqliteStore implements Store {
  readonly database: DatabaseSync;
  readonly history: Reads;
  private readonly targets: Targets;
  private readonly touched = new Touched();
  private readonly traces: Traces;
  private readonly statements;
  private readonly trimmer: Trimmer;
  private readonly checkpoints: Checkpoints;
  readonly trail: AuditTrail;
  private whowasAdded = false;
  private open = false;
  /** Rows of history, for the retention. */
  rows = 0;

  constructor({ file, durability }: SqliteOptions) {
    this.database = new DatabaseSync(file, { timeout: busyMsMax });
    this.database.exec(`
      PRAGMA journal_mode = WAL;
      PRAGMA synchronous = ${durability === "power" ? "FULL" : "NORMAL"};
      PRAGMA journal_size_limit = 67108864;
      PRAGMA cache_size = -32768;
      PRAGMA temp_store = MEMORY;
    `);
    migrate(this.database);
    this.statements = prepare(this.database);
    this.targets = new Targets(this.statements);
    this.traces = new Traces(this.database);
    this.trail = new AuditTrail(this.database);
    this.history = new Reads(this.database, this.targets, () => this.begin());
    this.trimmer = new Trimmer(this.database, this.history.forgetting);
    this.checkpoints = new Checkpoints(this.database, file);
  }

  // ── As a file ─────────────────────────────────────────────────────────────────────────────

  /** The log to which its places belong, by id, when that is a cluster's. */
  get lineage(): string | undefined {
    const row = this.database.prepare("SELECT log FROM lineage").get();
    return row && String(row["log"]);
  }
  set lineage(log: string | undefined) {
    this.database.exec("DELETE FROM lineage");
    if (log !== undefined) this.database.prepare("INSERT INTO lineage VALUES (?)").run(log);
  }

  /** Up to which it is kept; 0 for nothing. */
  get place(): number {
    const row = this.database.prepare("SELECT value FROM meta WHERE key = 'place'").get();
    return Number(row?.["value"] ?? 0);
  }

  // ── State ─────────────────────────────────────────────────────────────────────────────────

  load(state: State): void {
    const { database } = this;
    for (const { key, value } of rowsOf(database, "SELECT key, value FROM meta")) {
      if (key === "place") state.place = Number(value);
      if (key === "time") state.time = Number(value);
      if (key === "rows") this.rows = Number(value);
    }
    // Before all that has a name: how names are folded is a rule.
    for (const row of rowsOf(database, "SELECT state FROM rules"))
      loadRulesRow(state, String(row["state"]));
    for (const row of rowsOf(database, "SELECT key, state FROM bans"))
      state.bans.set(String(row["key"]), JSON.parse(String(row["state"])) as ServerBan);
    for (const row of rowsOf(database, "SELECT id, state FROM files"))
      state.files.set(String(row["id"]), JSON.parse(String(row["state"])) as KeptFile);
    for (const row of rowsOf(database, "SELECT id, state FROM invitations"))
      state.invitations.set(String(row["id"]), JSON.parse(String(row["state"])) as UsedInvitation);
    for (const row of rowsOf(database, "SELECT key, state FROM accounts"))
      addAccountRow(state, String(row["key"]), String(row["state"]));
    for (const row of rowsOf(database, "SELECT key, state FROM channels"))
      addChannelRow(state, String(row["key"]), String(row["state"]));
    for (const row of rowsOf(database, "SELECT id, state FROM users ORDER BY id"))
      addUserRow(state, Number(row["id"]), String(row["state"]));
    for (const row of rowsOf(database, "SELECT user, channel, prefixes FROM members"))
      addMemberRow(state, Number(row["user"]), String(row["channel"]), String(row["prefixes"]));
    addMetadataRows(state, rowsOf(database, "SELECT * FROM metadata"));
    addRedirectRows(state, rowsOf(database, "SELECT * FROM redirects ORDER BY place"));
    this.traces.load(state);
  }

  keep(state: State, event: Event, channels: readonly ChannelKey[]): void {
    this.begin();
    this.touched.note(state, event, channels);
    if (event.type === "renamed") {
      keepRenamed(this.statements, state, event);
      this.targets.renamed(event);
    }
    if (event.type === "accountDropped") this.targets.setAside(event.key, event.place);
    if (event.type === "messagesDeleted")
      this.history.ownMessages.wish(event.account, event.since, event.place);
    if (event.type === "joined" && event.created) this.statements.dropRedirectsOf.run(event.key);
    this.traces.note(state, event, channels);
    if (event.type === "edited") this.change(event, targetsOf(event, channels, state));
    const row = historyRow(event);
    if (row)
      for (const key of targetsOf(event, channels, state)) {
        if (event.type === "redacted") this.takeOut(event.said, key);
        const target = this.targets.idOf(key);
        this.addHistory(event, row, target);
        this.rows += 1;
        this.targets.added(target, row.said, event, state);
        if (row.said === 1) this.history.index.added();
      }
    if (event.type === "quit" || event.type === "nickChanged") this.addWhowas(state, event);
    if (event.type === "audited") this.trail.add(event);
  }

  private addHistory({ place, index, time }: Event, row: HistoryRow, target: number): void {
    const { said, type, person, nick, userhost, account, text, more } = row;
    this.statements.addHistory.run(
      target,
      place,
      index,
      time,
      said,
      type,
      person,
      nick,
      userhost,
      account,
      text,
      more,
    );
  }

  /** It may be gone already: two may have taken it out at once. */
  private takeOut({ place, index }: Place, key: TargetKey): void {
    const target = this.targets.find(key);
    if (target === undefined) return;
    this.targets.write();
    const gone = this.statements.dropMessage.all(target, place, index) as unknown as Gone[];
    this.history.forgetting.follow(gone);
    this.rows -= gone.length;
  }

  /** What was said has other words from now on; that it was changed is no row. */
  private change({ said, text, joints }: Edited, keys: readonly string[]): void {
    const parts = joints === undefined ? null : JSON.stringify(joints);
    const { changeMessage } = this.statements;
    for (const key of keys) {
      const target = this.targets.idOf(key);
      for (const row of changeMessage.all(text, parts, target, said.place, said.index))
        this.history.index.changed(Number(row["seq"]));
    }
  }

  commit(state: State): void {
    const { statements } = this;
    if (!this.open && this.lastPlace === state.place) return;
    this.begin();
    this.touched.write(statements, state);
    this.traces.write(state);
    this.targets.write();
    if (this.history.index.isDue) this.history.index.catchUp();
    if (this.whowasAdded) statements.trimWhowas.run(state.rules.limits.whowasMax);
    statements.putMeta.run("place", state.place, "time", state.time, "rows", this.rows);
    this.end();
    this.lastPlace = state.place;
    this.whowasAdded = false;
  }
  private lastPlace = 0;

  private begin(): void {
    if (this.open) return;
    this.statements.begin.run();
    this.open = true;
  }

  private end(): void {
    this.statements.commit.run();
    this.open = false;
    this.checkpoints.committed();
  }

  // ── History ───────────────────────────────────────────────────────────────────────────────

  private addWhowas(state: State, event: Extract<Event, { type: "quit" | "nickChanged" }>): void {
    const { nick, username, host, id } = event.who;
    const realname = event.type === "quit" ? event.realname : (state.users.get(id)?.realname ?? "");
    const folded = state.fold(nick);
    this.statements.addWhowas.run(folded, nick, username, host, realname, event.time);
    this.whowasAdded = true;
  }

  trim(state: State, retention: Retention, now: number): boolean {
    const { linesTotalMax, perTarget } = retention;
    const { index, ownMessages } = this.history;
    const bounded = perTarget || (linesTotalMax > 0 && this.rows > linesTotalMax);
    if (!bounded && !index.isBehind && !ownMessages.isBehind) return false;
    // In one transaction, so that no count is wrong after a crash. Of a turn that is under way the
    // events are kept a little early.
    const idle = !this.open;
    this.begin();
    this.targets.write();
    if (index.isBehind) index.catchUp();
    const before = this.rows;
    this.rows -= ownMessages.forget();
    const trimmed = bounded ? this.trimmer.trim(retention, now, this.rows) : undefined;
    this.rows -= trimmed?.forgotten ?? 0;
    if (this.rows < before || !idle) this.commit(state);
    else this.end();
    return ownMessages.isBehind || index.isBehind || trimmed?.more === true;
  }

  close(): void {
    this.checkpoints.close();
    this.database.close();
  }
}

const rowsOf = (database: DatabaseSync, sql: string) =>
  database.prepare(sql).iterate() as Iterable<Record<string, unknown>>;
