/** A certificate of one's own in two files, and what a server really shows. For tests. */
import { X509Certificate } from "node:crypto";
import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { connect } from "node:tls";
import { makeSelfSigned } from "../../src/server/transport/selfsigned.ts";
import { scratchFolder } from "./banter.ts";

/** Upper-case hex with colons, as it is printed. */
export async function fingerprintAt(port: number): Promise<string> {
  const socket = connect({ port, host: "127.0.0.1", rejectUnauthorized: false });
  await once(socket, "secureConnect");
  const { fingerprint256 } = socket.getPeerCertificate();
  socket.destroy();
  return fingerprint256;
}

export function certificate() {
  const folder = scratchFolder();
  const files = { cert: path.join(folder, "cert.pem"), key: path.join(folder, "key.pem") };
  function renew(): void {
    const made = makeSelfSigned({
      commonName: "chat.example.org",
      names: ["chat.example.org", "127.0.0.1"],
      notBefore: new Date(Date.now() - 86_400_000),
      notAfter: new Date(Date.now() + 86_400_000),
    });
    writeFileSync(files.key, made.key);
    writeFileSync(files.cert, made.cert);
  }
  renew();
  const fingerprint = () => new X509Certificate(readFileSync(files.cert)).fingerprint256;
  return { ...files, renew, fingerprint };
}
