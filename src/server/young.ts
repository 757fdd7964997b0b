/**
 * Young: how much room V8 gives to what is young. It doubles the room while much of that survives,
 * as when thousands of people come at once, up to 54 MB, and keeps it when they are quiet. A
 * quarter of it is as fast. Asked for by main.ts; knows nothing of what the room is for.
 */
import { PerformanceObserver } from "node:perf_hooks";
import { getHeapSpaceStatistics, setFlagsFromString } from "node:v8";

/** It may still be doubled once when it has not come to this. */
const bytesMax = 6_000_000;

/** Looks after each collection, as V8 decides at the next whether to give more. */
export function boundYoung(): void {
  let grows = true;
  const look = (): void => {
    const young = getHeapSpaceStatistics().find(({ space_name: name }) => name === "new_space");
    const mayGrow = (young?.space_size ?? 0) < bytesMax;
    if (mayGrow === grows) return;
    grows = mayGrow;
    setFlagsFromString(`--semi-space-growth-factor=${grows ? 2 : 1}`);
  };
  new PerformanceObserver(look).observe({ entryTypes: ["gc"] });
}
