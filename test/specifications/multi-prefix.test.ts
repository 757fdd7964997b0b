/** multi-prefix: https://ircv3.net/specs/extensions/multi-prefix */
import { test } from "node:test";
import { play } from "../journey.ts";

const three = `
  alice comes
  attila comes
  bob comes
  carol comes multi-prefix
  dave comes
  alice > JOIN #a
  alice << 366
  attila > JOIN #a
  attila << 366
  alice < …JOIN…
  bob > JOIN #a
  bob << 366
  alice < …JOIN…
  attila < …JOIN…
  alice > MODE #a +vvh alice attila alice
  alice <+ …MODE…
  attila <+ …MODE…
  bob <+ …MODE…
  carol > JOIN #a
  alice < …JOIN…
  attila < …JOIN…
  bob < …JOIN…
`;

test("NAMES has all prefixes of each member, from the highest rank to the lowest", () =>
  play(`
    ${three}
    carol < …JOIN…
    carol < :banter.test 353 carol = #a :@%+alice +attila bob carol
    carol < …366…
    carol > NAMES #a
    carol < :banter.test 353 carol = #a :@%+alice +attila bob carol
    carol < …366…
    dave > NAMES #a
    dave <+ …
  `));

test("so has WHO, and so have WHOX and WHOIS", () =>
  play(`
    ${three}
    carol << 366
    carol > WHO #a
    carol < :banter.test 352 carol #a ~alice 127.0.0.1 banter.test alice H@%+ :0 alice of Test
    carol < :banter.test 352 carol #a ~attila 127.0.0.1 banter.test attila H+ :0 attila of Test
    carol << 315
    carol > WHO #a %nf
    carol < :banter.test 354 carol alice H@%+
    carol << 315
    carol > WHOIS alice
    carol << 319 carol alice :@%+#a
    carol << 318
  `));

test("without it the highest alone is told", () =>
  play(`
    ${three}
    carol << 366
    bob > NAMES #a
    bob < :banter.test 353 bob = #a :@alice +attila bob carol
    bob < …366…
    bob > WHO #a %nf
    bob < :banter.test 354 bob alice H@
    bob < :banter.test 354 bob attila H+
    bob << 315
    bob > WHOIS alice
    bob << 319 bob alice :@#a
    bob << 318
  `));
