/**
 * Registering: a connection that has said all that it must becomes a user's, or is told why not.
 * Beside host.ts.
 */
import { hostOf } from "./cloak.ts";
import { looksLikeInvitation } from "./invitations.ts";
import { loginIn, mayComeIn } from "./pass.ts";
import type { Peer } from "./peer.ts";
import { has } from "./session.ts";
import { refuse, type Refusal } from "./refusal.ts";
import type { RequestOf } from "./request.ts";
import { readResumeToken } from "./resuming.ts";
import type { Server } from "./server.ts";

/** Completes the registration if all that it needs has been said. */
export function register(server: Server, session: { readonly id: string }): void {
  const { config, host } = server;
  const peer = server.door.peers.get(session.id);
  if (!peer || peer.user !== 0 || peer.blocked || peer.negotiating || peer.ending) return;
  const guest = peer.dialect.name === "plain";
  if ((peer.nick === null && !guest) || peer.username === null) return;
  const beside = host.guestIn(peer.password);
  if (beside !== undefined) return connect(server, peer, { beside });
  const invitation = host.invitationIn(peer.password);
  if (!invitation && looksLikeInvitation(peer.password ?? "")) {
    const refusal = refuse("invitationInvalid");
    server.refused(peer, refusal, "PASS");
    return notAdmitted(server, peer, refusal);
  }
  if (!invitation && !mayComeIn(server, peer)) return;
  host.logins.stopAttempt(peer);
  const login = loginIn(peer.password, config.server.password);
  if (login && peer.account === null) {
    const { account: name, password } = login;
    // Once: when it comes back here there is nothing to log in with.
    peer.password = config.server.password ?? null;
    return host.logins.enterByPass(peer, name, password, () => register(server, session));
  }
  connect(server, peer, invitation && { invitation });
}

function connect(
  server: Server,
  peer: Peer,
  by: Pick<RequestOf<"connect">, "beside" | "invitation"> | undefined,
): void {
  const { config, options } = server;
  peer.blocked = true;
  const { nick, username, realname, address, secure, account, device, away } = peer;
  const named = config.cloak.enabled ? undefined : peer.origin?.hostname;
  const host = named ?? hostOf(address, config, options.secret);
  const salt = options.random();
  const wanted = [...(peer.metadata?.wanted ?? [])].map(([key, value]) => ({ key, value }));
  const resumes = peer.resume === null ? undefined : readResumeToken(options.secret, peer.resume);
  const early = {
    account,
    away,
    ...(device !== undefined && { device }),
    ...by,
    ...(resumes !== undefined && { resumes }),
    ...(has(peer, "banter/resume") && { resumable: true as const }),
    ...(wanted.length > 0 && { metadata: wanted }),
  };
  server.append(
    peer,
    {
      type: "connect",
      nick,
      username: username ?? "",
      realname,
      host,
      address,
      secure,
      salt,
      ...early,
    },
    by ? "PASS" : "",
    peer.run,
  );
}

export function notAdmitted(server: Server, peer: Peer, { reason, params }: Refusal): void {
  peer.blocked = false;
  peer.nick = null;
  const drop = (why: string): void => server.door.drop(peer, why);
  if (reason === "accountRequired") drop("An account is required");
  if (reason === "banned") drop(`Banned: ${params[0]}`);
  if (reason === "deviceEnded") drop("Logged out");
  if (["invitationInvalid", "invitationEnded", "invitationUsedUp"].includes(reason))
    drop("The invitation does not hold");
}
