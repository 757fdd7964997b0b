/**
 * Clock: makes the clock of a process wrong by BANTER_TEST_CLOCK_MS, as on a machine whose time
 * nobody has set. Given to it with --import.
 */
const aheadMs = Number(process.env["BANTER_TEST_CLOCK_MS"] ?? 0);
const RightDate = Date;
const now = (): number => RightDate.now() + aheadMs;

globalThis.Date = new Proxy(RightDate, {
  construct: (date, given: []) => (given.length === 0 ? new date(now()) : new date(...given)),
  get: (date, name): unknown => (name === "now" ? now : Reflect.get(date, name)),
});
