/** AUDIT: what operators have done, from the trail that is kept of it. Banter's own. */
import type { Command, Reader } from "../command.ts";
import type { AuditRow } from "../store.ts";

export const audit: Command = {
  from: { right: "audit" },
  paramsMin: 0,
  heavy: true,
  help: "AUDIT [<count>] [<mask>] — (operators) what operators have done; *alice* finds hers",
  answer(reader, params) {
    const [first = "", second = "*"] = params;
    const counted = /^[0-9]{1,9}$/.test(first);
    const most = reader.state.rules.limits.auditRepliesMax;
    const count = counted ? Math.min(Number(first), most) : Math.min(rowsDefault, most);
    const mask = counted ? second : first || "*";
    const rows = reader.trail.read(count, mask);
    // As a log is read: the latest last.
    for (const row of rows.toReversed()) reader.reply("NOTICE", lineOf(reader, row));
    const said = rows.length === 0 ? "Operators have done nothing like that" : "End of AUDIT";
    reader.reply("NOTICE", said);
  },
};

/** About a screen. */
const rowsDefault = 20;

function lineOf({ host }: Reader, row: AuditRow): string {
  const { time, operator, nick, account, action, target, reason } = row;
  const who = `${nick} (operator ${operator}${account === null ? "" : `, account ${account}`})`;
  const what = [action, target].filter((word) => word !== "").join(" ");
  return `${host.timeInWords(time)} ${who}: ${what}${reason === "" ? "" : `: ${reason}`}`;
}
