/** Cluster keys: the schema of [cluster]. A part of schema.ts. */
import type { ClusterConfig } from "./cluster.ts";
import { count, file, isLine, type Keys, list, text, v, word } from "./rules.ts";

const name = "a word of at most 32 letters (a to z), digits and dashes";
const isName = /^[A-Za-z0-9][A-Za-z0-9-]{0,31}$/;
const isServer = /^(?:nats|tls):\/\/[A-Za-z0-9[][A-Za-z0-9:.[\]-]{0,250}$/;
const isAddress = /^(?:[A-Za-z0-9.-]{1,200}|\[[0-9a-fA-F:]+\]):[0-9]{1,5}$/;
const secret = text("one line of 1 to 200 bytes", isLine(200, 1));

export const cluster = {
  servers: list(
    'a list of NATS servers, such as ["nats://10.0.0.1:4222"]',
    word('an address such as "nats://10.0.0.1:4222", or "tls://…"', isServer),
  ),
  name: text(name, isName),
  node: text(name, isName),
  // With an even number no more servers may fail than with one less.
  replicas: v.optional(v.picklist([1, 3, 5], "1, 3 or 5")),
  credentials: file,
  user: secret,
  password: secret,
  tls_ca: file,
  tls_certificate: file,
  tls_key: file,
  addresses: list(
    'a list of addresses, such as ["a.example.org:6670"]',
    word('a host and a port, such as "a.example.org:6670"', isAddress),
  ),
  lease_seconds: count(2, 3_600),
  grace_seconds: count(0, 86_400),
  snapshot_minutes: count(1, 10_080),
} satisfies Keys<ClusterConfig>;
