/**
 * Files: what people have uploaded, as the state knows it: whose it is, how large and of what kind.
 * The bytes lie on the disk of each node, by their hash. Part of the core; pure.
 */
import type { AccountKey } from "./account.ts";
import type { Deciders } from "./command.ts";
import { refuse } from "./refusal.ts";
import type { State } from "./state.ts";

export interface KeptFile {
  /** Not to be guessed: whoever knows it may read the file. */
  readonly id: string;
  /** SHA-256 of the bytes, lower-case hex. */
  readonly hash: string;
  readonly size: number;
  /** As it is served. */
  readonly type: string;
  /** As it was called. */
  readonly name: string;
  /** null: of somebody without an account. */
  readonly owner: AccountKey | null;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/** What of that an event says. */
export type FilesChanged =
  | { type: "fileAdded"; file: KeptFile }
  | { type: "filesRemoved"; files: readonly KeptFile[] };

/** In bytes; 0 is without bound. */
export interface FileRules {
  readonly perAccountMax: number;
  /** Of all together who have no account. */
  readonly guestsMax: number;
  readonly totalMax: number;
  /** After so many milliseconds a file goes; 0 for never. */
  readonly ageMs: number;
}

export const fileRulesDefault: FileRules = {
  perAccountMax: 0,
  guestsMax: 0,
  totalMax: 0,
  ageMs: 0,
};

/** How many bytes more there is room for, of one's own and in all; without bound it is infinite. */
export function roomFor({ files, rules }: State, owner: AccountKey | null) {
  const { perAccountMax, guestsMax, totalMax } = rules.files;
  let [own, all] = [0, 0];
  for (const file of files.values()) {
    all += file.size;
    if (file.owner === owner) own += file.size;
  }
  const bound = (max: number): number => (max > 0 ? max : Infinity);
  const ownMax = bound(owner === null ? guestsMax : perAccountMax);
  return { own: ownMax - own, all: bound(totalMax) - all };
}

/** Why there is no room for so much more. */
export function roomObjection(state: State, owner: AccountKey | null, size: number) {
  const room = roomFor(state, owner);
  if (size > room.own) return refuse("filesOfOneFull");
  return size > room.all ? refuse("filesFull") : undefined;
}

export const oldFiles = ({ files, rules }: State, time: number): KeptFile[] =>
  rules.files.ageMs === 0
    ? []
    : [...files.values()].filter(({ at }) => time - at >= rules.files.ageMs);

/** With the account they go. */
export function filesLeft({ files }: State, owner: AccountKey): FilesChanged[] {
  const own = [...files.values()].filter((file) => file.owner === owner);
  return own.length === 0 ? [] : [{ type: "filesRemoved", files: own }];
}

export const fileRules: Deciders = {
  addFile(state, { request: { account, file }, time }) {
    const known = account === null ? null : state.accounts.get(state.fold(account));
    // It was dropped meanwhile.
    if (known === undefined) return [refuse("noSuchAccount", account ?? "")];
    const owner = known?.key ?? null;
    const objection = state.files.has(file.id)
      ? refuse("fileExists")
      : roomObjection(state, owner, file.size);
    if (objection) return [objection];
    return [{ type: "fileAdded", file: { ...file, owner, at: Math.max(state.time, time) } }];
  },
  removeFile(state, { request: { account, id } }) {
    const file = state.files.get(id);
    const mine = file?.owner !== null && file?.owner === state.fold(account);
    return file && mine ? [{ type: "filesRemoved", files: [file] }] : [refuse("noSuchFile")];
  },
  expireFiles(state, { time }) {
    const files = oldFiles(state, Math.max(state.time, time));
    return files.length === 0 ? [] : [{ type: "filesRemoved", files }];
  },
};

/** What apply does. */
export function changeFiles({ files }: State, event: FilesChanged): void {
  if (event.type === "fileAdded") files.set(event.file.id, event.file);
  else for (const { id } of event.files) files.delete(id);
}
