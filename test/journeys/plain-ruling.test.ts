/** Plain people rule a room: /op, /voice, /ban, /mute; and what all read of its modes. */
import { test } from "node:test";
import { play } from "../journey.ts";

const two = `
  nina comes plain from 10.0.0.1
  nina << You are
  nina << You are in
  nina > /nick nina
  nina < * You are nina now.
  omar comes plain from 10.0.0.2
  omar << You are
  omar << You are in
  nina < …has come in
  omar > /nick omar
  omar < * You are omar now.
  nina < * amber-ant is omar now
`;

test("/op and /voice, and back", () =>
  play(`
    ${two}
    nina > /op omar
    nina < * nina has made omar an operator
    omar < * nina has made omar an operator
    nina > /op -omar
    nina < * nina has dismissed omar as operator
    omar < * nina has dismissed omar as operator
    nina > /voice omar
    nina < * nina has given omar a voice
    omar < …
    nina > /voice -omar
    nina < * nina has taken the voice of omar
    omar < …
    omar > /op omar
    omar < ! Only operators of #lobby may do that
    nina > /op
    nina < ! Whom? /op NICK
    nina > /voice -
    nina < ! Whom? /voice NICK
    nina > /op nobody
    nina < ! There is nobody called nobody
  `));

test("/ban puts out and keeps out, until it is taken back", () =>
  play(`
    ${two}
    nina > /ban omar
    nina < * nina has banned everybody at 10.0.0.2
    nina < * nina has put omar out (Banned)
    omar < * nina has banned everybody at 10.0.0.2
    omar < * nina has put you out of #lobby: Banned. /join ROOM enters one.
    omar > /join lobby
    omar < ! You are banned from #lobby
    nina > /ban -omar
    nina < * nina has unbanned everybody at 10.0.0.2
    nina > /ban -omar
    nina < ! omar is not on the list; /mode b shows it
    omar > /join lobby
    omar << You are in
    nina < * omar has come in
    omar > /ban nina
    omar < ! Only operators of #lobby may do that
    omar < ! Only operators of #lobby may do that
    nina > /ban
    nina < ! Whom? /ban NICK
    nina > /ban eve
    nina < * nina has banned eve
    omar < * nina has banned eve
    nina > /ban -eve
    nina < * nina has unbanned eve
    omar < …
    nina > /ban *@10.0.0.7
    nina < * nina has banned everybody at 10.0.0.7
    omar < …
  `));

test("by the account where there is one; nobody shuts out where they come from", () =>
  play(`
    ${two}
    alice comes account alice
    alice > JOIN #lobby
    alice << 366
    nina < …
    omar < …
    nina > /mute alice
    nina < * nina has muted account alice
    omar < …
    alice < …MODE #lobby +b m:a:alice
    alice > PRIVMSG #lobby :hello
    alice < …404…
    nina > /mute -alice
    nina < * nina has unmuted account alice
    omar < …
    alice < …MODE #lobby -b m:a:alice
    carl comes from 10.0.0.1
    carl > JOIN #lobby
    carl << 366
    nina < …
    omar < …
    alice < …
    nina > /mute carl
    nina < * nina has muted carl
    omar < …
    alice < …MODE #lobby +b m:carl!*@*
    carl < …
    carl > PRIVMSG #lobby :hello
    carl < …404…
  `));

test("changes of modes in words", () =>
  play(`
    ${two}
    nina > /mode +b U:
    nina < * nina has banned people without an account (everybody)
    omar < …
    nina > /mode +e m:a:*
    nina < * nina has excepted people with an account from mutes
    omar < …
    nina > /mode -eb m:a:* U:
    nina < * nina has excepted people with an account from mutes no more, unbanned people …
    omar < …
    nina > /mode +I omar!*@*.example
    nina < * nina has asked omar!*@*.example in
    omar < …
    nina > /mode +sRu-t
    nina < * nina has made the room secret, let only people with an account in, let people see …
    omar < …
    nina > /mode +W 30
    nina < * nina has let each speak every 30 s
    omar < …
    omar > one
    nina < <omar> one
    omar > two
    omar < ! In #lobby one waits between two lines; 30 s are left
    nina > /mode +hU-W omar
    nina < * nina has made omar a half-operator, let only operators hear the others, let everybody …
    omar < …
    omar > /kick nina
    omar < ! Your rank in #lobby is too low for that
  `));
