/**
 * The command line, and the parts list: with node.ts and what it takes, all that names the makers.
 */
import { enableCompileCache, findPackageJSON, flushCompileCache } from "node:module";
import path from "node:path";
import { inspect } from "node:util";
import { setFlagsFromString } from "node:v8";
import type { LanRoom } from "./lan.ts";
import type { Config, ListenerConfig } from "./server/config.ts";
import { originsOf } from "./server/config/cluster.ts";
import type { ServeOptions } from "./server/serve-options.ts";
import manifest from "../package.json" with { type: "json" };

const usage = `usage: banter serve [HOST] [PORT]      start the room
       banter join [HOST [PORT]]     join one
       banter invite [--room ROOM]     make an address that lets people in
       banter backup FOLDER          copy all that is kept; banter restore FOLDER puts it back
       banter cluster status         which nodes there are, and how far they are
       banter hash-password          make the hash of an operator's password
       banter --help | --version

banter serve --help, banter join --help and banter invite --help tell more.
`;

/** The project's folder, whether these are the sources or what was built of them. */
const home = path.dirname(findPackageJSON(import.meta.url) ?? process.cwd());

/** Ends with what is wrong: 2 for wrong use, 1 for what cannot be done. */
function fail(code: 1 | 2, text: string): never {
  process.stderr.write(`${text.trimEnd()}\n`);
  process.exit(code);
}

const print = (line: string): void => void process.stdout.write(`${line}\n`);

async function main([command, ...args]: readonly string[]): Promise<void> {
  switch (command) {
    case "serve":
      return serveCommand(args);
    case "join":
      return joinCommand(args);
    case "invite":
      return inviteCommand(args);
    case "backup":
    case "restore":
    case "cluster":
      return administrationCommand(command, args);
    case "hash-password":
      return hashPasswordCommand(args);
    case "--help":
    case "-h":
    case "help":
      return print(usage.trimEnd());
    case "--version":
    case "-V":
      return print(`banter ${manifest.version}`);
    default:
      fail(2, command === undefined ? usage : `banter: what is "${command}"?\n${usage}`);
  }
}

async function joinCommand(args: readonly string[]): Promise<void> {
  const { joinHelp, joinUsage, parseJoin } = await import("./terminal/join-options.ts");
  const parsed = parseJoin(args);
  if (parsed.type === "fault") fail(2, `banter join: ${parsed.text}\n${joinUsage}`);
  if (parsed.type === "help") return print(joinHelp.trimEnd());
  // A client has its machine to share: the space for what is young stays small, at no cost that
  // could be measured, and the process at two thirds of its size.
  setFlagsFromString("--semi-space-growth-factor=1");
  const { join } = await import("./terminal/join.ts");
  const find = async (found: (room: LanRoom) => void) =>
    (await import("./lan.ts")).findRooms(found);
  process.exitCode = await join(parsed.options, undefined, find);
}

async function inviteCommand(args: readonly string[]): Promise<void> {
  const { invite, inviteHelp, inviteUsage, parseInvite } = await import("./server/invite.ts");
  const parsed = parseInvite(args);
  if (parsed.type === "fault") fail(2, `banter invite: ${parsed.text}\n${inviteUsage}`);
  if (parsed.type === "help") return print(inviteHelp.trimEnd());
  const lines = await orFail("invite", () => invite(parsed.options, Date.now(), screen()));
  lines.forEach(print);
}

async function administrationCommand(command: string, args: readonly string[]): Promise<void> {
  const { administer, administrationUsage, UsageFault } = await import("./administration.ts");
  try {
    (await orFail(command, () => administer(command, args))).forEach(print);
  } catch (error) {
    if (!(error instanceof UsageFault)) throw error;
    fail(2, `banter ${command}: ${error.message}\n${administrationUsage}`);
  }
}

/** The terminal that is printed to, if it is one. */
const screen = () => (process.stdout.isTTY ? process.stdout : undefined);

async function hashPasswordCommand(args: readonly string[]): Promise<void> {
  if (args.length > 0) fail(2, "usage: banter hash-password   (it reads the password itself)");
  const { askPassword } = await import("./server/ask-password.ts");
  const { hashPassword } = await import("./server/password.ts");
  const password = await askPassword();
  if (password === "") fail(1, "banter hash-password: the password is empty");
  print(await hashPassword(password));
}

async function serveCommand(args: readonly string[]): Promise<void> {
  const { parseServe, serveHelp, serveUsage } = await import("./server/serve-options.ts");
  const parsed = parseServe(args);
  if (parsed.type === "fault") fail(2, `banter serve: ${parsed.text}\n${serveUsage}`);
  if (parsed.type === "help") return print(serveHelp.trimEnd());
  const { boundYoung } = await import("./server/young.ts");
  boundYoung();
  await orFail("serve", () => serve(parsed.options));
}

/** What cannot be done for a reason that we know ends with that reason. */
async function orFail<Done>(command: string, work: () => Promise<Done>): Promise<Done> {
  try {
    return await work();
  } catch (error) {
    const known = [
      ..."ConfigFault SettingsFault FolderFault CertificateFault ListenFault".split(" "),
      "ClusterFault",
    ];
    if (!(error instanceof Error && known.includes(error.name))) throw error;
    // A fault of the configuration begins with file and line, as a compiler's.
    fail(1, error.name === "ConfigFault" ? error.message : `banter ${command}: ${error.message}`);
  }
}

/** The parts, of which joining a room needs none. */
const loadParts = () =>
  Promise.all([
    import("node:crypto"),
    import("./server/config/rehash.ts"),
    import("./server/console.ts"),
    import("./server/credentials.ts"),
    import("./server/dialect/irc.ts"),
    import("./server/dialect/plain.ts"),
    import("./node.ts"),
    import("./server/mail.ts"),
    import("./server/pace.ts"),
    import("./server/server.ts"),
    import("./server/settings.ts"),
    import("./server/signals.ts"),
    import("./server/transport/listener.ts"),
    import("./server/transport/page.ts"),
    import("./server/transport/together.ts"),
    import("./server/transport/webfiles.ts"),
    import("./server/transport/websocket.ts"),
  ]);

/** Puts the parts together, and lets them run. */
async function serve(options: ServeOptions): Promise<void> {
  const [
    { randomInt },
    { mergeForRehash, compareConfig },
    { consoleObserver, invitation, isQuiet },
    { CredentialWork },
    { irc },
    { plain },
    { nodeFor },
    { sendMail },
    { eventLoop, paced },
    { Server },
    { settingsFor },
    { obeySignals },
    { listen },
    { joinPage },
    { together },
    { webFiles, webPage },
    { frame },
  ] = await loadParts();
  let config = await settingsFor(options);
  // Whoever reads us may go; the room stays.
  for (const stream of [process.stdout, process.stderr]) stream.on("error", () => {});

  const fault = (error: Error) => fail(1, `banter: this node ends: ${error.message}`);
  const node = await nodeFor(config, { print, fault });
  const secureContext = await certificateFor(config);

  const credentials = new CredentialWork(config.limits);
  let hasBegun = false;
  const server = new Server({
    config,
    ...node,
    dialects: { irc, plain },
    frame,
    name: config.server.name,
    version: `banter-${manifest.version}`,
    now: Date.now,
    random: () => randomInt(2 ** 31),
    ...credentials.services,
    sendMail: (mail) => sendMail(mail, config.accounts),
    filesFolder: `${config.server.data}/files`,
    async reload() {
      const next = await settingsFor(options);
      await secureContext.reload();
      const { needsRestart } = compareConfig(config, next);
      config = mergeForRehash(config, next);
      credentials.takeUp(config.limits);
      return { config, needsRestart };
    },
    atEndOfTurn: paced(eventLoop),
    together,
    cannotKeep(error) {
      const why = error instanceof Error ? error.message : String(error);
      fail(1, `banter: what was said could not be kept, so the server ends: ${why}`);
    },
    fault: (error) => void process.stderr.write(`banter: ${inspect(error)}\n`),
    // What a node of a cluster follows at its start is of the past.
    observer: consoleObserver(
      (line) => void (hasBegun && print(line)),
      () => config,
      options.showMessages,
    ),
  });

  const webClient = webFiles(path.join(home, "dist/web"));

  async function open(settings: ListenerConfig) {
    let { port } = settings;
    const { silentGreetingMs, handshakeTimeoutMs: sniffMsMax } = config.limits;
    const listener = await listen(
      {
        ...settings,
        secureContext,
        proxyFrom: settings.proxyProtocolFrom,
        // The browser's client speaks over WebSocket.
        page: webPage(
          settings.websocket ? webClient : undefined,
          () => ({ ...config.server, nodes: config.cluster.addresses }),
          (request) =>
            joinPage({
              ...config.server,
              ...settings,
              port,
              fingerprint: secureContext.fingerprint,
            })(request),
        ),
        route: server.host.web.route,
        nodeOrigins: () => originsOf(config.cluster.addresses, config.web.address),
        silentGreetingMs,
        sniffMsMax,
        fault: (error) => void process.stderr.write(`banter: ${String(error)}\n`),
      },
      (connection) => server.door.accept(connection, settings.plain),
    );
    port = listener.port;
    return listener;
  }

  await node.begin(server);
  hasBegun = true;
  const listeners = await Promise.all(config.listeners.map(open));
  const unannounce = await announceAll(config, listeners);
  obeySignals({ server, listeners, node, config: () => config, print, unannounce });
  if (isQuiet(config)) return;
  invitation(config, listeners, secureContext.fingerprint, screen()).forEach(print);
}

/** Of the configuration, or made here at the first start. */
async function certificateFor({ server, tls: { certificate: cert, key } }: Config) {
  const maker = await import("./server/transport/certificate.ts");
  return cert !== undefined && key !== undefined
    ? maker.certificateFromFiles({ cert, key })
    : maker.selfSignedCertificate({ folder: server.data, serverName: server.name });
}

/** The local network is told of each listener that is for it alone. The result takes it back. */
async function announceAll(
  { server, listeners: settings }: Config,
  listeners: readonly { readonly address: string; readonly port: number }[],
): Promise<() => Promise<unknown>> {
  const { announce, isForLan } = await import("./lan.ts");
  const told = listeners.filter(({ address }) => server.announce && isForLan(address));
  const goodbyes = await Promise.all(
    told.map(({ address, port }) => {
      const tls = settings[listeners.findIndex((each) => each.port === port)]?.tls === "only";
      return announce({ name: server.description, address, port, tls });
    }),
  );
  return () => Promise.all(goodbyes.map((goodbye) => goodbye()));
}

// What has been compiled once need not be at the next start, which then takes half the time. Where
// the folder cannot be written there is no cache.
enableCompileCache(path.join(home, "node_modules/.cache/banter"));
await main(process.argv.slice(2));
flushCompileCache();
