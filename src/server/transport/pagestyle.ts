/** How the joining page looks: its stylesheet and its picture, both files of their own for the
 * browser, so that the page needs neither inline style nor script. Used by page.ts alone. */

/** A speech bubble with two lines of talk; also the icon in the browser's tab. */
export const logo = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="4 4 40 40">
<path fill="#0f766e" d="M13 6h22a8 8 0 0 1 8 8v13a8 8 0 0 1-8 8H23.5l-8.8 7.3
  A1.65 1.65 0 0 1 12 41v-6.06A8 8 0 0 1 5 27V14a8 8 0 0 1 8-8z"/>
<path fill="none" stroke="#ccfbf1" stroke-width="3.4" stroke-linecap="round"
  d="M15 17h18M15 24.5h10.5"/>
</svg>
`;

export const stylesheet = `:root {
  color-scheme: light dark;
  --paper: #f7f5f0;
  --sheet: #fffefb;
  --ink: #22262a;
  --quiet: #63686d;
  --line: #e4dfd4;
  --accent: #0f766e;
  --field: #f1eee6;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #15181a;
    --sheet: #1c2022;
    --ink: #e4e6e5;
    --quiet: #9aa1a3;
    --line: #2c3235;
    --accent: #5eead4;
    --field: #131618;
  }
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
body {
  margin: 0;
  padding: clamp(1.75rem, 6vw, 4.5rem) 1.25rem 2.5rem;
  background: var(--paper);
  color: var(--ink);
  font: 1.0625rem/1.6 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif;
}
main, footer { max-width: 42rem; margin: 0 auto; }
header { display: flex; gap: 1.1rem; align-items: center; margin-bottom: 1.5rem; }
header img { width: 3.75rem; height: 3.75rem; flex: none; }
h1 { margin: 0; font-size: clamp(1.7rem, 5.5vw, 2.25rem); line-height: 1.15;
  letter-spacing: -0.02em; overflow-wrap: anywhere; }
header p { margin: 0.25rem 0 0; color: var(--quiet); line-height: 1.4; overflow-wrap: anywhere; }
.lead { margin: 0 0 1.75rem; }
section {
  margin: 0 0 1rem;
  padding: 1.25rem 1.4rem 1.4rem;
  background: var(--sheet);
  border: 1px solid var(--line);
  border-radius: 0.9rem;
}
h2 { margin: 0 0 0.3rem; font-size: 1.0625rem; line-height: 1.4; }
section p { margin: 0 0 0.75rem; color: var(--quiet); }
section p:not(:first-of-type) { margin-top: 1.1rem; }
section p.note { margin: 0.45rem 0 0; font-size: 0.9375rem; }
section > :last-child { margin-bottom: 0; }
pre {
  margin: 0;
  padding: 0.7rem 0.95rem;
  background: var(--field);
  border-radius: 0.55rem;
  overflow-x: auto;
}
code { font: 0.95rem/1.5 ui-monospace, "SF Mono", "Cascadia Mono", Menlo, Consolas, monospace; }
pre code { user-select: all; }
pre code::before { content: "$ "; color: var(--accent); user-select: none; }
pre.address code::before { content: none; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 0.4rem 1.5rem; margin: 0; }
dt { color: var(--quiet); }
dd { margin: 0; overflow-wrap: anywhere; }
dd code { user-select: all; }
dd.fingerprint { line-height: 1.35; }
dd.fingerprint code { font-size: 0.8125rem; color: var(--quiet); }
footer { margin-top: 1.75rem; color: var(--quiet); font-size: 0.875rem; text-align: center; }
@media (max-width: 30rem) {
  section { padding: 1.1rem 1.1rem 1.2rem; }
  header { gap: 0.9rem; }
  header img { width: 3.1rem; height: 3.1rem; }
  .fingerprint { grid-column: 1 / -1; }
  dd.fingerprint { margin-top: -0.35rem; }
  pre code { white-space: pre-wrap; overflow-wrap: anywhere; }
}
`;
