/**
 * Remembered: what this browser keeps of the person for the next visit: the name, the rooms, what
 * was being typed, how it should look. Never a password. Where nothing can be kept (a private
 * window) all goes on without.
 */

export interface Remembered {
  nick: string;
  /** One has not gone out: the next visit begins inside. */
  inside: boolean;
  /** What this device logs in with. */
  device: { readonly account: string; readonly id: string; readonly token: string };
  /** By which one was let in, and what this device is known by there. */
  invitation: string;
  holder: string;
  /** How one wants to be seen while one has no account, which would keep it. */
  profile: { readonly displayName: string; readonly avatar: string };
  rooms: readonly string[];
  /** Where else the same rooms are, "host:port", as the server said last. */
  nodes: readonly string[];
  /** The room that was open last. */
  active: string;
  /** What was being typed, by folded name. */
  drafts: Readonly<Record<string, string>>;
  /** "": as the system has it. */
  theme: "" | "light" | "dark";
  /** "": as the browser has it. */
  language: string;
  density: "calm" | "dense";
  /** Comings and goings are shown. */
  happenings: boolean;
  /** Notifications are wanted. */
  notify: boolean;
  /** Where this device is pushed to; "" where it is not. */
  push: string;
  sound: boolean;
  /** Others are told that one is typing. */
  typing: boolean;
  /** What links lead to is fetched, by the server, and shown. */
  previews: boolean;
}

const key = "banter";
const nothing: Remembered = {
  nick: "",
  inside: false,
  device: { account: "", id: "", token: "" },
  invitation: "",
  holder: "",
  profile: { displayName: "", avatar: "" },
  rooms: [],
  nodes: [],
  active: "",
  drafts: {},
  theme: "",
  language: "",
  density: "calm",
  happenings: true,
  notify: false,
  push: "",
  sound: false,
  typing: true,
  previews: true,
};

function read(): Remembered {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(key) ?? "{}");
    const sound = Object.entries(nothing).filter(
      ([name, value]) =>
        typeof (kept as Record<string, unknown>)[name] === typeof value &&
        Array.isArray((kept as Record<string, unknown>)[name]) === Array.isArray(value),
    );
    const known = Object.fromEntries(
      sound.map(([name]) => [name, (kept as Record<string, unknown>)[name]]),
    );
    return { ...nothing, ...known };
  } catch {
    return { ...nothing };
  }
}

export const remembered: Readonly<Remembered> = read();

/** Another tab has written there. */
export const refresh = (): void => void Object.assign(remembered, read());

/** Other tabs write there, too: what they have changed stays. */
export function remember(change: Partial<Remembered>): void {
  Object.assign(remembered, read(), change);
  try {
    localStorage.setItem(key, JSON.stringify(remembered));
  } catch {
    // Full, or not allowed: then only for this visit.
  }
}

if (remembered.holder === "") {
  const holder = [...crypto.getRandomValues(new Uint8Array(12))].map((byte) => byte.toString(36));
  remember({ holder: holder.join("") });
}
