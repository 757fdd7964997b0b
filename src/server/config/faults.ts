/**
 * Faults: everything that is wrong with a configuration, each said with its line, its key and what
 * is allowed. It knows the schema's form and no key by name, but for the few that must agree.
 */
import { reachedFrom } from "./operators.ts";
import { passwordHashAllowed } from "./operator-keys.ts";
import { judge, shape } from "./schema.ts";
import type { Given, Shape } from "./schema.ts";
import type { Path, Table, Toml } from "./toml.ts";

export interface Fault {
  /** From 1. */
  readonly line: number;
  /** As written: `listeners[0].port`. */
  readonly key: string;
  /** The whole sentence, beginning with the key. */
  readonly message: string;
}

interface Problem {
  readonly path: Path;
  readonly says: string;
}

/** The values, or at least one fault, in the order of their lines. `unsaid` is where a listener
 * listens that does not say so. */
export function examine(
  toml: Toml,
  unsaid: Table,
): { given: Given } | { faults: readonly Fault[] } {
  const misplaced = [...structure(toml.table, shape, [])];
  const { given, wrong } = judge(toml.table);
  const values = wrong.map(({ path, allowed }) => ({
    path,
    says: `${told(path, valueAt(toml.table, path))}; allowed: ${allowed}`,
  }));
  // What a table in the wrong place lacks within is no news.
  const news = values.filter(({ path }) => !misplaced.some((other) => within(path, other.path)));
  const problems = [...misplaced, ...news, ...contradictions(toml.table, unsaid)];
  if (problems.length === 0 && given !== undefined) return { given };
  const faults = problems.map(({ path, says }) => {
    const key = dotted(path);
    return { line: toml.lineOf(path), key, message: `${key} ${says}` };
  });
  return { faults: faults.sort((a, b) => a.line - b.line) };
}

const isTable = (value: unknown): value is Table =>
  typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Date);

const within = (path: Path, outer: Path): boolean =>
  outer.every((step, index) => path[index] === step);

const bare = /^[A-Za-z0-9_-]+$/;
const dotted = (path: Path): string =>
  path
    .map((step, index) => {
      if (typeof step === "number") return `[${step}]`;
      return (index === 0 ? "" : ".") + (bare.test(step) ? step : JSON.stringify(step));
    })
    .join("");

function valueAt(table: Table, path: Path): unknown {
  let value: unknown = table;
  for (const step of path) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, step))
      return undefined;
    value = (value as Table)[step];
  }
  return value;
}

/** Passwords and secrets are in nobody's log. */
function told(path: Path, value: unknown): string {
  if (value === undefined) return "is missing";
  const secret = /pass(?!word_length)|secret/;
  if (path.some((step) => secret.test(String(step)))) return "is wrong (not shown)";
  if (Array.isArray(value)) return "is a list";
  if (value instanceof Date) return "is a date";
  if (typeof value === "object") return "is a table";
  // JSON has no word for TOML's inf and nan.
  const text = typeof value === "number" ? String(value) : JSON.stringify(value);
  return `is ${text.length > 60 ? `${text.slice(0, 60)}…` : text}`;
}

/** Tables and values in each other's place, and keys that do not exist. */
function* structure(value: unknown, shape: Shape, path: Path): Generator<Problem> {
  if (shape.keys.size === 0) return;
  if (!shape.many) {
    yield* structureOfTable(value, shape, path, `a table headed [${dotted(path)}]`);
  } else if (Array.isArray(value)) {
    const allowed = `a table headed [[${dotted(path)}]]`;
    for (const [index, item] of value.entries()) {
      yield* structureOfTable(item, shape, [...path, index], allowed);
    }
  } else {
    yield { path, says: `${told(path, value)}; allowed: tables headed [[${dotted(path)}]]` };
  }
}

function* structureOfTable(
  value: unknown,
  { keys }: Shape,
  path: Path,
  allowed: string,
): Generator<Problem> {
  if (!isTable(value)) {
    yield { path, says: `${told(path, value)}; allowed: ${allowed}` };
    return;
  }
  for (const [key, inner] of Object.entries(value)) {
    const known = keys.get(key);
    if (known) yield* structure(inner, known, [...path, key]);
    else yield { path: [...path, key], says: `is unknown; ${suggestion(key, keys, path)}` };
  }
}

const plainly = (key: string): string => key.toLowerCase().replace(/[_-]/g, "");

/** The nearest key here, else that very key elsewhere, else all there are here. */
function suggestion(key: string, keys: Shape["keys"], path: Path): string {
  const known = [...keys.keys()];
  const [nearest] = known
    .map((name) => ({ name, steps: distance(plainly(key), plainly(name)) }))
    .filter(({ name, steps }) => steps <= Math.max(1, Math.floor(name.length / 3)))
    .sort((a, b) => a.steps - b.steps);
  if (nearest) return `did you mean ${dotted([...path, nearest.name])}?`;
  for (const [table, { keys, many }] of shape.keys) {
    for (const name of keys.keys()) {
      if (plainly(name) !== plainly(key)) continue;
      return `did you mean ${name} under ${many ? `[[${table}]]` : `[${table}]`}?`;
    }
  }
  return `known here: ${known.join(", ")}`;
}

/** How many letters must be put in, taken out, changed or swapped with their neighbour. */
export function distance(a: string, b: string): number {
  let before: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const change = at(row, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1);
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      const swap = swapped ? at(before, j - 2) + 1 : Infinity;
      next.push(Math.min(change, swap, at(row, j) + 1, at(next, j - 1) + 1));
    }
    before = row;
    row = next;
  }
  return at(row, b.length);
}

const at = (row: readonly number[], index: number): number => row[index] ?? Infinity;

/** Keys that are right each, and wrong together. */
function* contradictions(table: Table, unsaid: Table): Generator<Problem> {
  const has = (...path: Path) => valueAt(table, path) !== undefined;
  if (has("tls", "certificate") !== has("tls", "key")) {
    const [given, other] = has("tls", "key") ? ["key", "certificate"] : ["certificate", "key"];
    const says = `is given without tls.${other}; allowed: both or neither`;
    yield { path: ["tls", given], says };
  }
  yield* unfitCluster(has);
  if (has("sts", "duration_seconds") && !has("tls", "certificate")) {
    // Who has been told to come by TLS alone could not come at all.
    const says = "is given without tls.certificate; allowed: with a certificate that clients trust";
    yield { path: ["sts", "duration_seconds"], says };
  }
  for (const [index, gateway] of tablesAt(table, ["webirc"]).entries()) {
    if ("password" in gateway || "certificates" in gateway) continue;
    yield { path: ["webirc", index, "password"], says: "is missing; allowed: it, or certificates" };
  }
  const place = (listener: Table) => {
    const { address, port } = { ...unsaid, ...listener } as Table;
    return JSON.stringify([address, port]);
  };
  yield* twice(table, ["listeners"], "port", place, "each address and port");
  yield* twice(table, ["operators"], "name", ({ name }) => name, "each name");
  yield* twice(table, ["web_services"], "name", ({ name = "*" }) => name, "each name");
  yield* twice(table, ["operator_classes"], "name", ({ name }) => name, "each name");
  yield* unfitOperators(table);
  const room = ({ name }: Table) => (typeof name === "string" ? name.toLowerCase() : name);
  yield* twice(table, ["history", "channels"], "name", room, "each channel");
}

/** Half a cluster. */
function* unfitCluster(has: (...path: Path) => boolean): Generator<Problem> {
  const wants = (key: string, other: string, says: string): Problem[] =>
    has("cluster", key) && !has("cluster", other) ? [{ path: ["cluster", other], says }] : [];
  yield* wants("servers", "node", "is missing; allowed: this node's name, another on each");
  yield* wants("node", "servers", "is missing; allowed: where NATS is, for a node of a cluster");
  yield* wants("user", "password", "is missing; allowed: user and password, or neither");
  yield* wants("tls_certificate", "tls_key", "is missing; allowed: both files or neither");
}

/** Classes that are not there or extend themselves, operators that could never be known. */
function* unfitOperators(table: Table): Generator<Problem> {
  const classes = tablesAt(table, ["operator_classes"]).map(asClass);
  const names = [...new Set(classes.map(({ name }) => name))];
  const allowed = names.length === 0 ? "none, as there are no operator_classes" : names.join(", ");
  const unknown = (path: Path, name: unknown): Problem[] =>
    typeof name !== "string" || names.includes(name)
      ? []
      : [{ path, says: `is ${JSON.stringify(name)}; allowed: ${allowed}` }];
  for (const [index, { name, extends: wider }] of classes.entries()) {
    const path = ["operator_classes", index, "extends"];
    for (const [at, other] of wider.entries()) yield* unknown([...path, at], other);
    if (wider.length > 0 && reachedFrom(name, classes).has(name))
      yield { path, says: "leads back to the class itself; allowed: no circle" };
  }
  for (const [index, operator] of tablesAt(table, ["operators"]).entries()) {
    yield* unknown(["operators", index, "class"], operator["class"]);
    const path = ["operators", index, "password_hash"];
    if (["password_hash", "accounts", "certificates"].some((key) => key in operator)) continue;
    const says = `is missing; allowed: ${passwordHashAllowed}, or accounts or certificates instead`;
    yield { path, says };
  }
}

const asClass = ({ name, extends: wider }: Table) => ({
  name: String(name),
  extends: Array.isArray(wider) ? wider.map(String) : [],
});

function tablesAt(table: Table, path: Path): Table[] {
  const list = valueAt(table, path);
  return Array.isArray(list) ? list.map((item) => (isTable(item) ? item : {})) : [];
}

function* twice(
  table: Table,
  path: Path,
  key: string,
  identity: (item: Table) => unknown,
  what: string,
): Generator<Problem> {
  const seen = new Map<unknown, number>();
  for (const [index, item] of tablesAt(table, path).entries()) {
    const id = identity(item);
    const first = seen.get(id);
    if (first === undefined) seen.set(id, index);
    else if (id !== undefined) {
      const says = `is that of ${dotted([...path, first])} too; allowed: ${what} once`;
      yield { path: [...path, index, key], says };
    }
  }
}
