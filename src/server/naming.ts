/** Naming: what may be the name of a person or of a channel, by the rules that hold. Core; pure. */
import { validChannel, validNick } from "../protocol/names.ts";
import type { Rules } from "./rules.ts";

type Ruled = { readonly rules: Rules };

const isPrecis = ({ casemapping }: Rules): boolean => casemapping === "precis";

/** An account's, too. */
export const mayBeNick = ({ rules }: Ruled, name: string): boolean =>
  validNick(name, rules.limits.nickLengthMax, isPrecis(rules));

export const mayBeChannel = ({ rules }: Ruled, name: string): boolean =>
  validChannel(name, rules.limits.channelLengthMax, isPrecis(rules));
