/** Web Push: this device is subscribed while one is logged in and wants it; what is pushed is
 * shown. */
import { after, test } from "node:test";
import assert from "node:assert/strict";
import { serve } from "../process/banter.ts";
import { Watched } from "../process/watched.ts";
import { requires } from "../requires.ts";
import { closeBrowser, visitor } from "./stage.ts";

after(closeBrowser);

const endpoint = "https://push.example/send/1";

/** A browser without a maker's service behind it names no place: one is named here, with keys. */
const named = `{
  const subscription = {
    endpoint: "${endpoint}",
    toJSON: () => ({
      endpoint: "${endpoint}",
      keys: { p256dh: "B" + "A".repeat(86), auth: "A".repeat(22) },
    }),
    unsubscribe: () => Promise.resolve(true),
  };
  PushManager.prototype.subscribe = (options) => {
    globalThis.pushKey = options.applicationServerKey;
    return Promise.resolve(subscription);
  };
  PushManager.prototype.getSubscription = () => Promise.resolve(subscription);
}`;

/** The first that stands among the notifications. */
const noticed = `navigator.serviceWorker.ready.then(async (registration) => {
  for (;;)
    for (const { title, body, data } of await registration.getNotifications())
      return [title, body, data].join(" | ");
})`;

test("subscribed while logged in, and told there", requires("chromium"), async (t) => {
  const { port } = await serve(t);
  const alice = await visitor(t, port, "alice");
  const { page } = alice;
  await page.context().grantPermissions(["notifications"]);
  await page.addInitScript(named);
  const wire = new Watched();
  page.on("websocket", (socket) => {
    socket.on("framesent", ({ payload }) => wire.add(`> ${String(payload)}\n`));
    socket.on("framereceived", ({ payload }) => wire.add(`< ${String(payload)}\n`));
  });
  await alice.enter();
  await page.getByRole("button", { name: "Settings" }).click();
  await page.getByLabel("Notify me of what is for me").click();
  await page.getByText("With an account you are told").waitFor();
  await page.getByRole("button", { name: "Account", exact: true }).click();
  await alice.makesAccount();
  await wire.next(/^< .* WEBPUSH REGISTER https:\/\/push\.example\/send\/1/m);
  assert.match(String(await page.evaluate("pushKey")), /^[\w-]{87}$/);

  // What comes while the page is not looked at (the line that the server encrypts).
  const devtools = await page.context().newCDPSession(page);
  const ids: string[] = [];
  devtools.on("ServiceWorker.workerRegistrationUpdated", ({ registrations }) =>
    ids.push(...registrations.map(({ registrationId }) => registrationId)),
  );
  await devtools.send("ServiceWorker.enable");
  await page.evaluate("navigator.serviceWorker.ready.then(() => 0)");
  await page.goto("about:blank");
  await devtools.send("ServiceWorker.deliverPushMessage", {
    origin: `http://127.0.0.1:${port}`,
    registrationId: ids.at(-1) ?? "",
    data: "@msgid=1 :bob!b@h PRIVMSG #kitchen :\x02alice\x02: dinner <b>",
  });
  await page.goto("/");
  assert.equal(await page.evaluate(noticed), "bob · #kitchen | alice: dinner <b> | #kitchen");
  await page.getByRole("button", { name: "Settings" }).click();
  await page.getByRole("button", { name: "Account and devices" }).click();
  await page.getByRole("button", { name: "Log out", exact: true }).last().click();
  await page.locator("[name=nickname]").waitFor();
  await wire.next(/^> WEBPUSH UNREGISTER https:\/\/push\.example\/send\/1/m);
});
