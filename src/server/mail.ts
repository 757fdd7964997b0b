/**
 * Mail: handed to the program that the configuration names. Beside the journey, at registering
 * where an address is required. It knows no account.
 */
import { spawn } from "node:child_process";

export interface Mail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

/** As the configuration has it. */
export interface Mailer {
  /** A program and its arguments. */
  readonly mailCommand: readonly string[];
  readonly mailFrom: string | undefined;
}

/** Then it is not going to say whether it could send it. */
const timeoutMs = 20_000;

/** Rejects when there is no program, or it says that it could not. */
export function sendMail(mail: Mail, { mailCommand, mailFrom }: Mailer): Promise<void> {
  const [program, ...args] = mailCommand;
  if (program === undefined) return Promise.reject(new Error("there is no way to send mail"));
  return new Promise((resolve, reject) => {
    const stdio = ["pipe", "ignore", "ignore"] as const;
    const child = spawn(program, args, { stdio: [...stdio], timeout: timeoutMs });
    child.once("error", reject);
    child.once("close", (code) => {
      if (code === 0) resolve();
      else reject(new Error(`${program} ended with ${code ?? "a signal"}`));
    });
    // It may have ended without reading.
    child.stdin.once("error", () => {});
    child.stdin.end(formatMail(mail, mailFrom));
  });
}

/** RFC 5322; nothing in a header can begin another. */
export function formatMail({ to, subject, text }: Mail, from: string | undefined): string {
  const header = (name: string, value: string) => `${name}: ${value.replace(/[\r\n]/g, " ")}\n`;
  return [
    from === undefined ? "" : header("From", from),
    header("To", to),
    header("Subject", encodeWord(subject)),
    header("MIME-Version", "1.0"),
    header("Content-Type", "text/plain; charset=utf-8"),
    header("Content-Transfer-Encoding", "8bit"),
    header("Auto-Submitted", "auto-generated"),
    `\n${text}`,
  ].join("");
}

/** RFC 2047, where it is not ASCII. */
const encodeWord = (text: string): string =>
  /^[\x20-\x7e]*$/.test(text) ? text : `=?utf-8?B?${Buffer.from(text).toString("base64")}?=`;
