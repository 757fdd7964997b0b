/** Payloads: texts that try to be more than text: markup, addresses that run, signs that turn or
 * hide what stands beside them, what is too wide, too high or never ends. */

const run = "window.hacked=1";

export const payloads: readonly string[] = [
  `<script>${run}</script>`,
  `<img src=x onerror="${run}">`,
  `"><svg onload=${run}>`,
  `' autofocus onfocus='${run}`,
  `<iframe srcdoc='<script>parent.hacked=1</script>'></iframe>`,
  `</title></textarea></style><script>${run}</script>`,
  `<a href="javascript:${run}">here</a>`,
  "&lt;b&gt; &#x3c;script&#x3e; &amp; <!-- <![CDATA[ ]]>",
  `javascript:${run} data:text/html,<script>1</script> vbscript:1`,
  `http://a.example/"onmouseover="${run}`,
  `https://a.example/<script>${run}</script>`,
  "http://user:word@a.example:99999/ http://[::1 https://% http://",
  `{{constructor.constructor('${run}')()}} \${${run}} #{1} <%= 1 %>`,
  "\u202Egnp.exe \u2066\u202Ereversed \u2067and never closed",
  "\u2069\u2069\u202C\u200F\u061C closed too often \u2069",
  "a\u200B\u200C\u200D\u2060\uFEFFb and n\u0336\u0489o\u0336 \u00AD\u034F\u180E\u3164",
  `Z${"\u0300\u0301\u0302\u0303\u0336\u0489".repeat(12)}algo`,
  `\u0E01${"\u0E49".repeat(60)} t\u20DD\u20E0`,
  "W".repeat(300),
  `https://a.example/${"x".repeat(280)}`,
  "\x02\x1d\x1f\x1e\x11\x16never closed \x0399,99colour \x04FFFFFFhex",
  "\u0007\u0001\u001b[31mred\u001b]0;title\u0007\u009b2J\u001b]8;;http://a.example\u0007",
  "﷽".repeat(30),
  "𒐫𒈙꧅⸻".repeat(20),
  "👩‍👩‍👧‍👦🏴‍☠️\u{E0041}\u{E007F}\u{10FFFF}\uFFFE",
  "مرحبا <b>שלום</b> 123 ))((",
  "```\nnever closed <b>",
  `**_~~\`${"*".repeat(200)}`,
  "   ",
];

/** Names that objects have by themselves. */
export const ownNames = ["__proto__", "constructor", "toString", "valueOf", "hasOwnProperty"];

/** What a page holds that only markup could have brought there, and whether anything ran. */
export const strangers = `document.querySelectorAll(
  "#app script, #app iframe, #app object, #app embed, #app [onload], #app [onerror], " +
  "#app [onmouseover], #app [onfocus], #app a[href^='javascript'], #app a[href^='data'], " +
  "#app img:not([src^='/'], [src^='" + location.origin + "/'])"
).length + (globalThis.hacked ?? 0)`;

/** Elements that reach over the edge of the screen; what scrolls by itself may hold wider ones. */
export const tooWide = `[...document.querySelectorAll("#app *")].filter((each) => {
  const { left, right, width } = each.getBoundingClientRect();
  if (width === 0 || (left >= -1 && right <= innerWidth + 1)) return false;
  for (let up = each.parentElement; up !== null; up = up.parentElement)
    if (/auto|scroll|hidden|clip/.test(getComputedStyle(up).overflowX)) {
      const edge = up.getBoundingClientRect();
      return edge.left < -1 || edge.right > innerWidth + 1;
    }
  return true;
}).map((each) => each.outerHTML.slice(0, 200))`;
