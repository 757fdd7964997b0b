/** Ask password: a line that nobody looks over one's shoulder at; or the first one of a pipe. */
import { createInterface } from "node:readline";
import { Writable } from "node:stream";

/** "" when there is none. */
export function askPassword(): Promise<string> {
  const { stdin, stderr } = process;
  const terminal = stdin.isTTY;
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input: stdin, output: nowhere, terminal });
  if (terminal) stderr.write("Password: ");
  return new Promise((resolve) => {
    let answer = "";
    lines.once("line", (line) => {
      answer = line;
      lines.close();
    });
    lines.once("close", () => {
      if (terminal) stderr.write("\n");
      resolve(answer);
    });
  });
}
