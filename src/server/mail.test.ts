import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { test } from "node:test";
import { formatMail, sendMail } from "./mail.ts";

const mail = { to: "bob@example.org", subject: "Your account", text: "The code is 1.\n" };

test("the program is given the whole mail, headers first", async () => {
  const folder = mkdtempSync(path.join(tmpdir(), "banter-mail-"));
  const file = path.join(folder, "mail");
  const mailCommand = [process.execPath, "-e", copy, file];
  await sendMail(mail, { mailCommand, mailFrom: "chat@example.org" });
  const text = readFileSync(file, "utf8");
  assert.match(text, /^From: chat@example\.org\nTo: bob@example\.org\nSubject: Your account\n/);
  assert.match(text, /\n\nThe code is 1\.\n$/);
  rmSync(folder, { recursive: true });
});
const copy = "process.stdin.pipe(require('node:fs').createWriteStream(process.argv[1]))";

test("nothing in a header begins another; other scripts are encoded", () => {
  const sneaky = { ...mail, to: "a@b\r\nBcc: all@example.org", subject: "Grüße" };
  const [to = "", subject = ""] = formatMail(sneaky, undefined).split("\n");
  assert.equal(to, "To: a@b  Bcc: all@example.org");
  assert.equal(subject, `Subject: =?utf-8?B?${Buffer.from("Grüße").toString("base64")}?=`);
});

test("it is a fault when there is no program, or it could not send", async () => {
  const send = (...mailCommand: string[]) => sendMail(mail, { mailCommand, mailFrom: undefined });
  await assert.rejects(send(), /no way to send mail/);
  await assert.rejects(send("/nowhere/sendmail"), /ENOENT/);
  await assert.rejects(send(process.execPath, "-e", "process.exit(75)"), /ended with 75/);
});
