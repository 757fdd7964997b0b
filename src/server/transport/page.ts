/**
 * The page that says how to join, for a browser that comes to the chat's port; and the few small
 * files around it. Behind http.ts. Plain text in, HTML out; it knows no sockets and no rooms.
 */

import { isIPv6 } from "node:net";
import type { Page, PageAnswer, PageRequest } from "../transport.ts";
import { logo, stylesheet } from "./pagestyle.ts";

export interface JoinPageOptions {
  readonly network: string;
  readonly description: string;
  /** The listener's port, told where the browser has named none. */
  readonly port: number;
  /** Told where the browser has named no host that can be shown; "localhost" by default. */
  readonly host?: string;
  readonly tls: "off" | "optional" | "only";
  /** Of the certificate, as shown to people; left out where TLS is off. */
  readonly fingerprint?: string | undefined;
  /** Does a plain line from `nc` join? True by default. */
  readonly plain?: boolean;
  readonly websocket?: boolean;
}

/** Where the reader's own programs will find the room. */
interface Place {
  readonly host: string;
  readonly port: number;
  /** By which address the browser has come: "chat.example.org", "192.168.1.4:6670". */
  readonly authority: string;
  readonly secure: boolean;
}

/** Makes the page of one listener: "/" and "/join", "/style.css", "/favicon.svg", "/robots.txt",
 * "/health". */
export function joinPage(options: JoinPageOptions): Page {
  return (request) => {
    switch (request.path) {
      case "/":
      case "/join":
        return html(200, joinBody(options, placeOf(request, options)), options.network);
      case "/style.css":
        return file("text/css", stylesheet);
      case "/favicon.svg":
        return file("image/svg+xml", logo);
      case "/robots.txt":
        return file("text/plain", "User-agent: *\nDisallow: /\n");
      case "/health":
        return {
          status: 200,
          headers: { "Content-Type": "text/plain; charset=utf-8", "Cache-Control": "no-store" },
          body: "ok\n",
        };
      default:
        return html(404, missingBody, options.network);
    }
  };
}

/** The Host header (RFC 9110 §7.2), if it holds what can be a host and perhaps a port. */
function placeOf({ headers, secure: overTls }: PageRequest, options: JoinPageOptions): Place {
  const { host: fallback = "localhost", port, tls } = options;
  const secure = tls === "only" || overTls;
  const header = typeof headers.host === "string" ? headers.host : "";
  const [, bracketed, name, digits] =
    /^(?:\[([0-9a-f:.]{2,45})\]|([a-z0-9_][\w.-]{0,252}))(?::(\d{1,5}))?$/i.exec(header) ?? [];
  const host = bracketed ?? name;
  const named = digits === undefined ? port : Number(digits);
  const valid = bracketed === undefined ? name !== undefined : isIPv6(bracketed);
  if (host === undefined || !valid || named < 1 || named > 65_535) {
    return { host: fallback, port, authority: `${fallback}:${port}`, secure };
  }
  return { host, port: named, authority: header, secure };
}

function joinBody(options: JoinPageOptions, place: Place): string {
  return `<header>
<img src="/favicon.svg" alt="" width="60" height="60">
<div>
<h1>${escape(options.network)}</h1>
${options.description === "" ? "" : `<p>${escape(options.description)}</p>`}
</div>
</header>
<p class="lead">This is a chat room. Come in with whatever you have; everybody meets in the same
place, and what was said is still there.</p>
${terminal(options, place)}
${ircClient(options, place)}
${options.websocket === false ? "" : webSocket(place)}`;
}

function terminal({ plain = true, tls }: JoinPageOptions, { host, port, secure }: Place): string {
  const flag = secure ? " --tls" : "";
  const bare = secure
    ? `openssl s_client -quiet -connect ${around(host)}:${port}`
    : `nc ${host} ${port}`;
  const bareLine = plain
    ? `
<p>With nothing installed; type a line and press Enter:</p>
<pre><code>${escape(bare)}</code></pre>`
    : "";
  const encrypted =
    tls === "optional" && !secure
      ? '\n<p class="note">Add <code>--tls</code> to have it encrypted.</p>'
      : "";
  return `<section>
<h2>In a terminal</h2>
<p>With Banter’s own client:</p>
<pre><code>${escape(`banter join ${host} ${port}${flag}`)}</code></pre>${encrypted}${bareLine}
</section>`;
}

function ircClient(options: JoinPageOptions, { host, port }: Place): string {
  const { tls, fingerprint } = options;
  const words = { off: "no", optional: "yes or no, as you like", only: "yes" }[tls];
  const certificate =
    tls === "off" || fingerprint === undefined
      ? ""
      : `
<dt class="fingerprint">SHA-256</dt>
<dd class="fingerprint"><code>${breakable(fingerprint)}</code></dd>`;
  return `<section>
<h2>With an IRC client</h2>
<p>irssi, WeeChat, HexChat, or any other:</p>
<dl>
<dt>Server</dt><dd><code>${escape(host)}</code></dd>
<dt>Port</dt><dd><code>${port}</code></dd>
<dt>TLS</dt><dd>${words}</dd>${certificate}
</dl>
</section>`;
}

function webSocket({ authority, secure }: Place): string {
  return `<section>
<h2>By WebSocket</h2>
<p>For programs: IRC, one line a message, subprotocol <code>text.ircv3.net</code>.</p>
<pre class="address"><code>${escape(`${secure ? "wss" : "ws"}://${authority}/`)}</code></pre>
</section>`;
}

const missingBody = `<header>
<img src="/favicon.svg" alt="" width="60" height="60">
<div>
<h1>There is nothing here</h1>
<p><a href="/">How to join the room</a></p>
</div>
</header>`;

function html(status: number, body: string, title: string): PageAnswer {
  return {
    status,
    headers: {
      "Content-Type": "text/html; charset=utf-8",
      "Content-Security-Policy":
        "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; " +
        "form-action 'none'; frame-ancestors 'none'",
      "Cache-Control": "no-cache",
    },
    body: `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escape(title)}</title>
<link rel="icon" href="/favicon.svg" type="image/svg+xml">
<link rel="stylesheet" href="/style.css">
</head>
<body>
<main>
${body}
</main>
<footer>Banter: a chat room that anything can join</footer>
</body>
</html>
`,
  };
}

function file(type: string, body: string): PageAnswer {
  return {
    status: 200,
    headers: { "Content-Type": `${type}; charset=utf-8`, "Cache-Control": "max-age=3600" },
    body,
  };
}

const entities: Record<string, string> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character]!);
}

/** May be broken at its colons, and at nothing else. */
function breakable(fingerprint: string): string {
  return escape(fingerprint).replaceAll(":", ":<wbr>");
}

function around(host: string): string {
  return isIPv6(host) ? `[${host}]` : host;
}
