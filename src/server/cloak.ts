/**
 * Cloak: what others see in place of an address. The same for the same address as long as the
 * secret is; addresses of one network share the end of it, so that a ban can mean the network.
 * Made before the log, where a person registers. It knows no session.
 */
import { createHmac } from "node:crypto";
import { addressParam, formatNetwork, isMapped, parseAddress } from "../protocol/network.ts";
import type { Words } from "../protocol/network.ts";
import type { Config } from "./config.ts";

/** The networks that each part stands for: an IPv4 address, its /24 and its /16, counted in the
 * 128 bits; of IPv6 what a home, a site and a provider have. */
const ipv4Prefixes = [128, 120, 112];
const ipv6Prefixes = [64, 48, 32];

/** Forty bits: two networks of a hundred thousand look alike once in two hundred such servers. */
const partBytes = 5;
const partLength = (partBytes * 8) / 5;

/** The host of whoever comes from there. @param secret the server's own, for when the configuration
 * has none for cloaks */
export function hostOf(address: string, { cloak: settings, plain }: Config, secret: Uint8Array) {
  const shown = !settings.enabled || plain.names === "address";
  if (shown) return addressParam(address);
  const own = settings.secret ?? createHmac("sha256", secret).update("cloak").digest();
  return cloak(own, settings.suffix, address);
}

/** @param suffix the last part, in words; "cloak" makes "0a1b2c3d.4e5f6g7h.8i9j0k1l.cloak" */
export function cloak(secret: string | Uint8Array, suffix: string, address: string): string {
  const words = parseAddress(address);
  const parts = words ? networksOf(words) : [address];
  return [...parts.map((text) => part(secret, text)), suffix].join(".");
}

function networksOf(words: Words): string[] {
  const prefixes = isMapped(words) ? ipv4Prefixes : ipv6Prefixes;
  return prefixes.map((prefixBits) => formatNetwork({ words, prefixBits }));
}

function part(secret: string | Uint8Array, text: string): string {
  const digest = createHmac("sha256", secret).update(text).digest();
  return digest.readUIntBE(0, partBytes).toString(32).padStart(partLength, "0");
}
