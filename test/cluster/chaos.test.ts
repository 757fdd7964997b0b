/** A cluster to which everything happens that can; more of it: npm run chaos -- --seed N. */
import { test } from "node:test";
import { requires } from "../requires.ts";
import { faultNames, play } from "./chaos.ts";

const needs = { ...requires("nats-server"), timeout: 400_000 };

test("whatever fails, nothing that was acknowledged is lost, and all agree", needs, async (t) => {
  await play(t, 1, faultNames, (line) => t.diagnostic(line));
});
