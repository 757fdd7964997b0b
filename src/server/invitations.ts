/**
 * Invitations: what somebody has been given to come in by, into the server or a channel, with an
 * end and a count. What says so has been looked at by the asker's node (invitation-tokens.ts); how
 * often it has been used is part of the state. Part of the core; pure.
 */
import { use } from "./channels.ts";
import { type Refusal, refuse } from "./refusal.ts";
import { redirectAt } from "./renames.ts";
import type { Channel, ChannelKey, State, User, UserId } from "./state.ts";

export interface Invitation {
  readonly id: string;
  /** The channel into which it asks; "" for none. */
  readonly room: string;
  /** Milliseconds since the epoch. */
  readonly until: number;
  /** So many may come by it. */
  readonly uses: number;
  /** Of whose choice: who comes again with it is not counted again; null for nobody known. */
  readonly holder: string | null;
}

export interface UsedInvitation {
  readonly until: number;
  readonly count: number;
  readonly holders: readonly string[];
}

/** Somebody has come by one: what of that an event says. */
export interface InvitationUsed {
  readonly type: "invitationUsed";
  readonly id: string;
  /** As it is from now on. */
  readonly used: UsedInvitation;
  /** Who is asked in where by it; null for nobody, or who is in already. */
  readonly opened: { readonly user: UserId; readonly channel: ChannelKey } | null;
  /** Others that have ended. */
  readonly forgotten: readonly string[];
}

/** What all of them begin with. */
export const invitationPrefix = "inv-";
export const looksLikeInvitation = (text: string): boolean => text.startsWith(invitationPrefix);

/** An account is known again by itself. */
const holderOf = ({ holder }: Invitation, account: string | null): string | null =>
  account !== null ? `account ${account}` : holder !== null ? `device ${holder}` : null;

/** Why nobody can come by it any more. @param time of the entry, milliseconds since the epoch */
export function invitationObjection(
  state: State,
  invitation: Invitation,
  account: string | null,
  time: number,
): Refusal | undefined {
  if (Math.max(state.time, time) >= invitation.until) return refuse("invitationEnded");
  const used = state.invitations.get(invitation.id);
  const holder = holderOf(invitation, account);
  if (!used || used.count < invitation.uses) return undefined;
  return holder !== null && used.holders.includes(holder) ? undefined : refuse("invitationUsedUp");
}

/** Somebody comes by it. @param user whom it asks into its channel, if that is still to be done */
export function invitationUsed(
  state: State,
  invitation: Invitation,
  account: string | null,
  time: number,
  user?: UserId,
): InvitationUsed {
  const { id, room, until } = invitation;
  const now = Math.max(state.time, time);
  const used = state.invitations.get(id) ?? { until, count: 0, holders: [] };
  const holder = holderOf(invitation, account);
  const again = holder !== null && used.holders.includes(holder);
  const holders = again || holder === null ? used.holders : [...used.holders, holder];
  const channel = channelOf(state, room, now);
  return {
    type: "invitationUsed",
    id,
    used: { until, count: used.count + (again ? 0 : 1), holders },
    opened: user === undefined || !channel ? null : { user, channel: channel.key },
    // Whose end has come need not be remembered.
    forgotten: [...state.invitations]
      .flatMap(([other, { until: end }]) => (other !== id && end <= now ? other : []))
      .sort(),
  };
}

const channelOf = (state: State, room: string, time: number): Channel | undefined =>
  state.channels.get(state.fold(room)) ?? redirectAt(state, state.fold(room), time);

/** Whether it asks into this channel, by whatever name it had then. */
export const asksInto = (
  state: State,
  { room }: Invitation,
  channel: Channel,
  time: number,
): boolean => room !== "" && channelOf(state, room, time) === channel;

// ── What apply does ─────────────────────────────────────────────────────────────────────────────

export function useInvitation(
  state: State,
  { id, used, opened, forgotten, place }: InvitationUsed & { readonly place: number },
): void {
  for (const other of forgotten) state.invitations.delete(other);
  state.invitations.set(id, used);
  const user = opened && state.users.get(opened.user);
  if (!user) return;
  use(state.channels.get(opened.channel), place);
  askIn(state, user, opened.channel);
}

/** Of too many invitations the oldest is forgotten. */
export function askIn(state: State, { invitedTo }: User, key: string): void {
  invitedTo.delete(key);
  invitedTo.add(key);
  for (const oldest of invitedTo) {
    if (invitedTo.size <= state.rules.limits.invitesPerUserMax) return;
    invitedTo.delete(oldest);
  }
}
