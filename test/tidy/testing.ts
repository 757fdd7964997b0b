/**
 * Testing: what a test must not do. No test is left out without a reason, none is run alone, and
 * none sleeps: a test waits for what it waits for (a PING fence, an event), never for time to pass.
 */
import {
  isCallExpression,
  isIdentifier,
  isPropertyAccessExpression,
  isPropertyAssignment,
} from "typescript/unstable/ast/is";
import { SyntaxKind, type CallExpression, type Node } from "typescript/unstable/ast";
import { walk, type Source, type Violation } from "./source.ts";

/** Test files that may sleep, each with its reason. An entry not needed is wrong. */
export const sleepers: Readonly<Record<string, string>> = {};

export function judgeTests(sources: readonly Source[], maySleep = sleepers): readonly Violation[] {
  const found: Violation[] = [];
  const slept = new Set<string>();
  const tests = sources.filter(
    ({ path }) => path.startsWith("test/") || /\.(test|case)\.ts$/.test(path),
  );
  for (const source of tests) {
    for (const node of walk(source.root)) {
      const [rule, message] = wrongIn(node) ?? [];
      if (rule === undefined || message === undefined) continue;
      if (rule === "sleep" && Object.hasOwn(maySleep, source.path)) slept.add(source.path);
      else found.push({ path: source.path, line: source.lineAt(node.getStart()), rule, message });
    }
  }
  for (const path of Object.keys(maySleep)) {
    if (slept.has(path)) continue;
    const message = "need not be among the sleepers of test/tidy/testing.ts any more";
    found.push({ path, line: 1, rule: "sleep", message });
  }
  return found;
}

function wrongIn(node: Node): readonly [rule: string, message: string] | undefined {
  if (isPropertyAssignment(node) && isIdentifier(node.name)) {
    const name = node.name.text;
    const bare = node.initializer.kind === SyntaxKind.TrueKeyword;
    if (bare && (name === "skip" || name === "todo")) {
      return ["skip", `${name}: give the reason, not true`];
    }
    if (bare && name === "only") return ["only", "only: leaves all other tests out"];
  }
  if (node.kind === SyntaxKind.ImportDeclaration) {
    const text = node.getText();
    const timer = /\b(setTimeout|scheduler)\b|\*\s+as\b/.test(text);
    if (timer && /["'](node:)?timers\/promises["']/.test(text)) return sleeps;
  }
  return isCallExpression(node) ? wrongCall(node) : undefined;
}

const sleeps = ["sleep", "sleeps: wait for what is to happen, not for time to pass"] as const;

function wrongCall(call: CallExpression): readonly [rule: string, message: string] | undefined {
  const called = call.expression;
  if (isPropertyAccessExpression(called)) {
    const on = called.expression.getText();
    const name = called.name.text;
    const known = ["test", "it", "describe", "suite"].includes(on);
    if (known && name === "only") return ["only", `${on}.only leaves all other tests out`];
    if (known && (name === "skip" || name === "todo")) {
      return ["skip", `${on}.${name} gives no reason: use { ${name}: "the reason" }`];
    }
    const inTest = name === "skip" && call.arguments.length === 0;
    if (inTest && /^(t|context)$/.test(on)) return ["skip", `${on}.skip() gives no reason`];
    if (`${on}.${name}` === "Atomics.wait") return sleeps;
  }
  if (!isIdentifier(called)) return undefined;
  if (called.text === "promisify" && call.arguments[0]?.getText() === "setTimeout") return sleeps;
  if (called.text !== "setTimeout") return undefined;
  const resolve = resolveAround(call);
  const then = call.arguments[0];
  if (resolve === undefined || then === undefined) return undefined;
  return [...walk(then)].some((node) => isIdentifier(node) && node.text === resolve)
    ? sleeps
    : undefined;
}

/** The name under which the enclosing `new Promise(…)` is fulfilled. */
function resolveAround(node: Node): string | undefined {
  for (let up = node.parent; up !== undefined; up = up.parent) {
    if (up.kind !== SyntaxKind.NewExpression) continue;
    const { expression, arguments: given } = up as Node & {
      expression: Node;
      arguments?: readonly (Node & { parameters?: readonly (Node & { name: Node })[] })[];
    };
    if (expression.getText() !== "Promise") continue;
    return given?.[0]?.parameters?.[0]?.name.getText();
  }
  return undefined;
}
