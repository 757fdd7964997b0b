/** Secret rooms: outside nobody learns that there is one, by no answer and by no other room. */
import { test } from "node:test";
import { play } from "../journey.ts";

/** alice is in #Hidden, which is secret; bob is not. */
const hidden = (ofBob = "") => `
    alice comes
    bob comes ${ofBob}
    alice > JOIN #Hidden
    alice << 366
    alice > MODE #Hidden +s
    alice < …
`;

const asked = [
  "KICK #hidden alice",
  "PART #hidden",
  "TOPIC #hidden :words",
  "MODE #hidden +i",
  "MODE #hidden +y",
  "INVITE bob #hidden",
  "RENAME #hidden #other",
  "PRIVMSG #hidden :hello",
  "PRIVMSG @#hidden :hello",
];

for (const line of asked)
  test(`it is answered as if it were not: ${line}`, () =>
    play(`
      ${hidden()}
      bob > ${line}
      bob < :banter.test 403 bob #hidden :No such channel
      bob > ${line.replace("#hidden", "#nowhere")}
      bob < :banter.test 403 bob #nowhere :No such channel
    `));

test("whatever else is in the way of words, from outside there is no such room", () =>
  play(`
    ${hidden()}
    alice > MODE #hidden -n+mb *!*@*
    alice < …
    bob > PRIVMSG #hidden :hello
    bob < :banter.test 403 bob #hidden :No such channel
    alice > MODE #hidden -mb *!*@*
    alice < …
    -- a room without mode n takes words from everybody
    bob > PRIVMSG #hidden :hello
    alice < :bob!… PRIVMSG #Hidden :hello
  `));

test("a room that leads there does not say so to who is in neither", () =>
  play(`
    ${hidden()}
    zoe comes
    alice > JOIN #gate
    alice << 366
    alice > MODE #gate +f #hidden
    alice < …
    zoe > JOIN #gate
    zoe << 366
    alice < …
    bob > MODE #gate
    bob < :banter.test 324 bob #gate +ntf *
    bob < …329…
    zoe > MODE #gate
    zoe < :banter.test 324 zoe #gate +ntf #Hidden
    zoe < …329…
  `));

test("who is sent there is told so when they are let in; else the first room is closed", () =>
  play(`
    ${hidden()}
    alice > JOIN #gate
    alice << 366
    alice > MODE #gate +if #hidden
    alice < …
    alice > MODE #hidden +k key
    alice < …
    bob > JOIN #gate
    bob < :banter.test 473 bob #gate :Cannot join channel (+i)
    alice > MODE #hidden -k *
    alice < …
    bob > JOIN #gate
    bob < :banter.test 470 bob #gate #Hidden :Forwarding to another channel
    bob << 366
    alice < …
  `));

test("a secret room that lets one in nowhere leads nowhere either", () =>
  play(`
    ${hidden()}
    alice > JOIN #gate,#open
    alice << #open :End
    alice > MODE #gate +if #hidden
    alice < …
    alice > MODE #hidden +if #open
    alice < …
    bob > JOIN #gate
    bob < :banter.test 473 bob #gate :Cannot join channel (+i)
    -- who names it is sent on
    bob > JOIN #hidden
    bob < :banter.test 470 bob #Hidden #open :Forwarding to another channel
    bob << 366
    alice < …
  `));

test("what one has said oneself is given out without the name that the room has got since", () =>
  play(`
    alice comes account alice
    bob comes account bob
    alice > JOIN #hidden
    alice << 366
    bob > JOIN #hidden
    bob << 366
    alice < …
    bob > PRIVMSG #hidden :mine
    alice < …
    alice > MODE #hidden +s
    alice < …
    bob < …
    alice > KICK #hidden bob
    alice < …
    bob < …
    bob > HISTORY EXPORT
    bob < …PRIVMSG #hidden :… mine
    bob < …That is all.
    time passes 1
    alice > RENAME #hidden #lair
    alice << 366
    bob > HISTORY EXPORT
    bob < …PRIVMSG * :… mine
    bob < …That is all.
  `));

test("who is invisible is seen in a room by those in it, whoever else has met them", () =>
  play(`
    alice comes
    bob comes
    shade comes
    alice > JOIN #a
    alice << 366
    bob > JOIN #b
    bob << 366
    shade > JOIN #a,#b
    shade << #b :End
    alice < …
    bob < …
    alice > MODE alice -i
    alice < …
    bob > WHO #a
    bob < :banter.test 352 bob #a … alice …
    bob < …315…
    bob > WHO #b
    bob < …352…
    bob < …352…
    bob < …315…
  `));

test("an invitation does not tell who is in an auditorium already", () =>
  play(`
    alice comes
    bob comes
    shade comes
    alice > JOIN #a
    alice << 366
    alice > MODE #a +u
    alice < …
    bob > JOIN #a
    bob << 366
    alice < …
    shade > JOIN #a
    shade << 366
    alice < …
    bob > INVITE shade #a
    bob < :banter.test 341 bob shade #a
    shade < :bob!… INVITE shade #a
    -- who sees them there is told that they are
    alice > INVITE shade #a
    alice < :banter.test 443 alice shade #a :is already on channel
  `));
