import { logSuite } from "../log.case.ts";
import type { LogWorld } from "../log-world.case.ts";
import { localLog } from "./local.ts";

/** The process is the log: what ends with it is gone. */
function localWorld(): LogWorld {
  let now = 1_000_000;
  let running = { alive: false };
  return {
    open(node, { place, time }, follower) {
      const mine = (running = { alive: true });
      const log = localLog({ node, place, time, now: () => now }, follower);
      return {
        ...log,
        append: (session, request) => void (mine.alive && log.append(session, request)),
      };
    },
    crash: () => void (running.alive = false),
    turnClock: (ms) => void (now += ms),
    settled: () => Promise.resolve(),
    close: () => Promise.resolve(),
  };
}

logSuite("local", localWorld, { alone: true });
