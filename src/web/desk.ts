/**
 * Desk: logging in and out, and staying logged in on this device: by a token that the server has
 * made for it and can take back, never by the password.
 */
import type { Credentials } from "../client/login.ts";
import type { News } from "../client/news.ts";
import type { App } from "./app.ts";
import { forget } from "./kept.ts";
import { remember, remembered } from "./remembered.ts";
import { texts } from "./texts.ts";

export class Desk {
  readonly #app: App;
  /** Why it was not done. */
  failure = "";
  /** Something is under way. */
  busy = false;
  /** This device shall stay logged in. */
  #stay = false;

  constructor(app: App) {
    this.#app = app;
  }

  /** What this device can log in with by itself. */
  get kept(): Credentials | null {
    const { account, token } = remembered.device;
    return token === "" ? null : { account, token };
  }

  async logIn(account: string, password: string, stay: boolean): Promise<void> {
    await this.begin(stay);
    this.#app.act({ type: "login", credentials: { account, password } });
  }

  async register(password: string, email: string, stay: boolean): Promise<void> {
    await this.begin(stay);
    const { state } = this.#app;
    // Should the connection be lost before there is a token.
    if (state !== null) state.login.credentials = { account: state.nick, password };
    this.#app.act({ type: "register", password, email });
  }

  /** What a password needs is loaded first. */
  async begin(stay: boolean): Promise<void> {
    this.#stay = stay;
    this.failure = "";
    this.busy = true;
    this.#app.changed();
    const { scram } = await import("./sha.ts");
    this.#app.options.scram = scram;
  }

  /** On this device alone, or everywhere. */
  async logOut(everywhere: boolean): Promise<void> {
    await import("./push.ts").then(({ endPush }) => endPush(this.#app)).catch(() => undefined);
    const { id } = remembered.device;
    if (everywhere) this.#app.act({ type: "removeDevice", id: "*" });
    if (id !== "") this.#app.act({ type: "removeDevice", id });
    this.#forget();
    const { state } = this.#app;
    if (state !== null) state.login.credentials = null;
    this.#app.leave();
  }

  heard(news: News): void {
    switch (news.type) {
      case "salting":
        void import("./sha.ts").then(({ salted }) => {
          const { password, salt, iterations } = news;
          this.#app.act({ type: "salted", salted: salted(password, salt, iterations) });
        });
        return;
      case "loggedIn":
        this.#done();
        this.#askToStay();
        return;
      case "welcomed":
        this.#askToStay();
        return;
      case "registered":
        // Where a code has been mailed one is not in yet.
        this.#done(news.done ? "" : news.text);
        return;
      case "device":
        this.#keep(news.id, news.token);
        return;
      case "password":
        this.#refused(news.why, news.code);
        return;
      case "refused":
        if (this.busy && news.what === "other") this.#done(news.text);
        return;
      default:
    }
  }

  /** At the entrance one is logged in before one is in, and can ask for nothing yet. */
  #askToStay(): void {
    const { state } = this.#app;
    if (!this.#stay || state?.phase !== "ready" || state.account === null) return;
    this.#stay = false;
    this.#app.act({ type: "addDevice", name: deviceName() });
  }

  #done(failure = ""): void {
    this.busy = false;
    this.failure = failure;
  }

  /** The password was not right: nobody is asked in the middle of a sentence. Or the token was not:
   * this device has been logged out, and nothing of what it was told stays on it. */
  #refused(why: string, code = ""): void {
    const { visit, state } = this.#app;
    const isDevice = state?.login.credentials?.token !== undefined;
    const known: Readonly<Record<string, string>> = {
      902: texts.accountLocked,
      904: isDevice ? texts.loggedOut : wrongFor(why),
    };
    const words = known[code] ?? why;
    this.#done(words);
    this.#forget();
    if (state?.before === true && !isDevice) {
      this.#app.act({ type: "password", password: null });
    } else {
      if (isDevice) forget();
      visit?.end(words);
    }
  }

  #keep(id: string, token: string): void {
    const { state } = this.#app;
    if (state === null || state.account === null) return;
    const { account } = state;
    remember({ device: { account, id, token } });
    state.login.credentials = { account, token };
  }

  #forget(): void {
    remember({ device: { account: "", id: "", token: "" } });
  }
}

/** That it is for now (too many have tried) the server says beside. */
const wrongFor = (why: string): string => (why.includes(":") ? why : texts.wrongPassword);

/** As a person would know it again in a list: "Firefox, Windows". */
function deviceName(): string {
  const { userAgent } = navigator;
  const browser = /(Edg|OPR|Firefox|Chrome|Safari)/.exec(userAgent)?.[1] ?? "Browser";
  const system = /(Android|iPhone|iPad|Windows|Mac OS X|Linux)/.exec(userAgent)?.[1] ?? "";
  const known = { Edg: "Edge", OPR: "Opera" }[browser] ?? browser;
  return system === "" ? known : `${known}, ${system}`;
}
