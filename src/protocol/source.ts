/**
 * Source: who sent a message, nick!user@host. Between a wire line and a person.
 * Pure text: does not ask whether the parts are valid (servers send what they like).
 */

export interface Source {
  /** A server's name stands here too. */
  readonly nick: string;
  /** "" when absent. */
  readonly user: string;
  /** "" when absent. */
  readonly host: string;
}

/** The host begins after the last "@" (it never holds one), the user after the first "!". */
export function parseSource(text: string): Source {
  const at = text.lastIndexOf("@");
  const name = at < 0 ? text : text.slice(0, at);
  const bang = name.indexOf("!");
  return {
    nick: bang < 0 ? name : name.slice(0, bang),
    user: bang < 0 ? "" : name.slice(bang + 1),
    host: at < 0 ? "" : text.slice(at + 1),
  };
}

export function formatSource(source: Source): string {
  let text = source.nick;
  if (source.user !== "") text += `!${source.user}`;
  if (source.host !== "") text += `@${source.host}`;
  return text;
}
