/** WEBPUSH: where one's device is told of mentions and direct messages while it is asleep. ircv3
 * draft/webpush. */
import { message } from "../../protocol/message.ts";
import { parseTags } from "../../protocol/tags.ts";
import type { Command } from "../command.ts";
import { accountOf } from "../presence.ts";
import { refuse } from "../refusal.ts";

const endpointLengthMax = 1_000; // those of the large services have some 200

export const webpush: Command = {
  from: "registered",
  paramsMin: 1,
  help: "WEBPUSH REGISTER <endpoint> <keys> | UNREGISTER <endpoint> | VAPIDPUBKEY — Web Push",
  answer(reader, [what = "", endpoint = "", keys = ""], user) {
    const { config, host, state } = reader;
    const tell = (...params: string[]): void => reader.send(message("WEBPUSH", params, host.name));
    if (!config.push.enabled) return reader.refuse(refuse("unknownCommand", "WEBPUSH"));
    if (what.toUpperCase() === "VAPIDPUBKEY") return tell("VAPIDPUBKEY", host.vapidKey);
    const account = accountOf(state, user)?.name;
    if (account === undefined) return reader.refuse(refuse("pushAccount"));
    switch (what.toUpperCase()) {
      case "REGISTER": {
        const named = parseTags(keys);
        const [p256dh = "", auth = ""] = [named.get("p256dh"), named.get("auth")];
        const right = isEndpoint(endpoint) && isKey(p256dh, 65) && isKey(auth, 16);
        if (!right) return reader.refuse(refuse("pushInvalid", "REGISTER"));
        return reader.ask({ type: "addPush", account, endpoint, p256dh, auth }, (refused) =>
          refused ? reader.refuse(refused) : tell("REGISTER", endpoint),
        );
      }
      case "UNREGISTER":
        if (endpoint === "") return reader.refuse(refuse("pushInvalid", "UNREGISTER"));
        // "Servers MUST silently ignore UNREGISTER commands for non-existing subscriptions."
        return reader.ask({ type: "removePush", account, endpoint }, () =>
          tell("UNREGISTER", endpoint),
        );
      default:
        return reader.refuse(refuse("unknownSubcommand", "WEBPUSH", what));
    }
  },
};

const isEndpoint = (text: string): boolean =>
  /^https:\/\/[^\s\0-\x20\x7f]+$/.test(text) && text.length <= endpointLengthMax;

/** base64url, with padding or without. */
function isKey(text: string, bytes: number): boolean {
  const bare = text.replace(/=+$/, "");
  return /^[\w-]+$/.test(bare) && Math.floor((bare.length * 3) / 4) === bytes;
}
