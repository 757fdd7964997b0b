/** NickServ's DEVICE: the tokens by which devices stay logged in. Beside nickserv.ts. */
import { addDevice, listed, removeDevice } from "../commands/device.ts";
import { accountOf } from "../presence.ts";
import type { Asking } from "../services.ts";

export function devices(asking: Asking, [what = "", ...words]: readonly string[]): void {
  const { reader, user, say, refuse: tell } = asking;
  const account = accountOf(reader.state, user);
  if (!account) return;
  const [id] = words;
  switch (what.toUpperCase()) {
    case "LIST": {
      const days = (at: number): string => reader.host.timeInWords(at).slice(0, 10);
      const lines = [...listed(reader, account, user)].map(
        ({ id: known, name, madeAt, usedAt, where }) =>
          `${known} ${name}: since ${days(madeAt)}, last used ${days(usedAt)}` +
          (wheres[where] ?? ""),
      );
      return say(...(lines.length === 0 ? ["No device stays logged in."] : lines));
    }
    case "ADD":
      return addDevice(reader, account, words.join(" "), (refused, made) => {
        if (refused) return tell(refused);
        say(
          `${made.token} is the password of this device, and of no other; keep it there.`,
          `To take it back: DEVICE DEL ${made.id}`,
        );
      });
    case "DEL":
      if (id === undefined) break;
      return removeDevice(reader, account, id, (refused) => {
        if (refused) tell(refused);
        else say(id === "*" ? "You are logged out everywhere else." : "It is logged out.");
      });
    default:
  }
  say("DEVICE LIST, DEVICE ADD NAME or DEVICE DEL ID?");
}

const wheres: { readonly [where: string]: string } = {
  here: " (this one)",
  there: " (connected now)",
};
