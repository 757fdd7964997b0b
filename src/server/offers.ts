/**
 * Offers: which capabilities a session is offered, and with what value: what of the table in
 * protocol/capabilities.ts depends on the configuration, or on how the session has come. Asked by
 * CAP, and again when the configuration changes.
 */
import { capabilities, capabilityNames, type CapabilityName } from "../protocol/capabilities.ts";
import type { Limits } from "../protocol/limits.ts";
import { mechanismsFor } from "../protocol/sasl.ts";
import type { Config } from "./config.ts";
import type { Session } from "./session.ts";

/** A value, true for none, undefined when it is not offered. */
export type Offer = string | true | undefined;

type Comer = Pick<Session, "secure"> & Partial<Pick<Session, "fingerprint">>;

/** Those that are not offered to all alike. */
const depending: {
  readonly [Name in CapabilityName]?: (config: Config, comer: Comer) => Offer;
} = {
  "banter/nodes": ({ cluster: { addresses } }) => addresses.join(",") || undefined,
  "draft/account-registration": registration,
  "draft/metadata-2": ({ limits }) =>
    `before-connect,${metadataCounts(limits)},max-value-bytes=${limits.metadataValueLengthMax}`,
  "draft/metadata-3": ({ limits }) =>
    `before-connect,${metadataCounts(limits)},max-key-bytes=${limits.metadataKeyLengthMax},` +
    `max-value-bytes=${limits.metadataValueLengthMax}`,
  sasl: (_config, { fingerprint }) => mechanismsFor(fingerprint).join(","),
  "draft/webpush": ({ push }) => (push.enabled ? true : undefined),
  "draft/multiline": ({ limits: { multilineBytesMax, multilineLinesMax } }) =>
    `max-bytes=${multilineBytesMax},max-lines=${multilineLinesMax}`,
  sts: strictTransport,
};

const metadataCounts = (limits: Limits): string =>
  `max-subs=${limits.metadataSubsMax},max-keys=${limits.metadataKeysMax}`;

function registration({ accounts, server, limits }: Config): Offer {
  if (!accounts.registration) return undefined;
  return [
    ...(beforeConnect({ server }) ? ["before-connect"] : []),
    ...(accounts.customNames ? ["custom-account-name"] : []),
    ...(accounts.emailRequired ? ["email-required"] : []),
    `max-password-length=${limits.passwordLengthMax}`,
    `min-password-length=${limits.passwordLengthMin}`,
  ].join(",");
}

/** Whoever has to give a password first is not let past it. */
export const beforeConnect = ({ server }: Pick<Config, "server">): boolean =>
  server.password === undefined;

/** In alphabetical order. Those for whom values are not meant (below CAP 302) do without. */
export function offersTo(config: Config, comer: Comer): ReadonlyMap<CapabilityName, string | true> {
  const offers = new Map<CapabilityName, string | true>();
  for (const name of names) {
    const depends = depending[name];
    const offer = depends ? depends(config, comer) : (capabilities[name].value ?? true);
    if (offer !== undefined) offers.set(name, offer);
  }
  return offers;
}

const names = capabilityNames.toSorted();

/** It is read and never asked for (sts: "Clients MUST NOT request this capability"). */
export const isPolicy = (name: CapabilityName): boolean =>
  name === "sts" || name === "banter/nodes";

/**
 * sts: who comes in cleartext is sent to the port for TLS, who comes by TLS is told for how long to
 * do so. "MUST be made available as an optional configuration setting". Without a certificate that
 * clients can trust they would be shut out. A duration of 0 takes back what was said, and then
 * sends nobody anywhere.
 */
function strictTransport({ sts, tls, listeners }: Config, { secure }: Comer): Offer {
  const { durationSeconds: duration } = sts;
  if (duration === undefined || tls.certificate === undefined) return undefined;
  if (secure) return `duration=${duration}`;
  const port = sts.port ?? listeners.find((listener) => listener.tls !== "off")?.port;
  return duration === 0 || port === undefined ? undefined : `port=${port}`;
}
