/**
 * Limits: every number that bounds what one peer may cost. Consulted all along the journey.
 * Plain numbers, unit last in the name: no clock, no configuration file, no I/O.
 *
 * "Length" counts bytes of UTF-8, as the 512 of a line does; "Max" alone counts things.
 * Each row: the default, then the least and the most that a configuration may set it to.
 */
type Row = readonly [normal: number, least: number, most: number];

const KiB = 1_024;
const MiB = 1_024 * KiB;

const table = {
  // A line and its parts. Nick, user, host and channel at their most still leave some 200 bytes
  // of text in a line of 512.
  lineBytesMax: [512, 512, 16 * KiB], // RFC 1459 §2.3, with CR LF, without tags
  tagBytesMax: [4_096, 4_096, 8_191], // message-tags: 4094 bytes from a client, "@" and " "
  plainLineBytesMax: [8 * KiB, 512, 64 * KiB], // a pasted paragraph; said in pieces that fit
  nickLengthMax: [30, 9, 50], // 9 is RFC 1459 §1.2; 30 fits a long name
  relayedNickLengthMax: [64, 16, 128], // RELAYMSG: a name of elsewhere, and from where
  userLengthMax: [18, 9, 20], // 10 is usual; bridges and bouncers put longer names here
  hostLengthMax: [63, 39, 63], // RFC 2812 §2.3.1; 39 is a full IPv6 address
  channelLengthMax: [64, 16, 128], // RFC 2812 §1.3 says 50; room names here are words
  topicLengthMax: [390, 80, 390], // what all large networks announce (TOPICLEN)
  kickLengthMax: [390, 80, 390], // as the topic (KICKLEN)
  quitLengthMax: [390, 80, 390], // QUIT's and PART's words; as the topic
  awayLengthMax: [200, 50, 390], // repeated in every 301 (AWAYLEN)
  realnameLengthMax: [150, 30, 200], // in every WHO row and extended JOIN (NAMELEN)
  keyLengthMax: [23, 8, 50], // RFC 2812 §2.3.1 (KEYLEN)
  maskLengthMax: [150, 80, 200], // nick + user + host and their two marks, with room for "*"

  multilineBytesMax: [16 * KiB, 1 * KiB, 256 * KiB], // draft/multiline max-bytes: some pages
  multilineLinesMax: [100, 2, 1_000], // max-lines; told in lines of 512 to all in the room

  // How many of each.
  sessionsPerUserMax: [20, 1, 1_000], // devices of one person at once; each hears everything
  channelsPerUserMax: [100, 1, 10_000], // CHANLIMIT; a heavy user sits in 50
  channelsMax: [100_000, 1, 10_000_000], // some 1 kB each: 100 MB at the worst
  emptyChannelsPerFounderMax: [1_000, 1, 10_000_000], // 100 people together would fill the above
  targetsPerCommandMax: [4, 1, 20], // TARGMAX: one line becomes at most four
  modesPerCommandMax: [6, 3, 20], // MODES: what still fits a line with masks
  maskListMax: [100, 10, 1_000], // MAXLIST: b, e and I together; all are read at each JOIN
  serverBansMax: [100_000, 100, 1_000_000], // some 500 bytes each, and as much again in the index
  forwardsMax: [5, 0, 50], // from one channel to the next by one JOIN (mode f)
  throttleJoinsMax: [1_000, 1, 100_000], // the first number of mode j
  throttleSecondsMax: [3_600, 10, 86_400], // the second
  slowSecondsMax: [21_600, 10, 604_800], // mode W: a line every six hours is slow enough
  invitesPerUserMax: [50, 1, 1_000], // then the oldest is forgotten
  whowasMax: [1_000, 0, 100_000], // some 200 bytes each
  marksPerPersonMax: [1_000, 10, 100_000], // MARKREAD; some 100 bytes each, then the oldest goes
  monitorTargetsMax: [100, 1, 10_000], // MONITOR, of one session: a list of friends
  renameMembersMax: [2_000, 1, 100_000], // each may read NAMES anew: 2,000² nicks are 40 MB
  channelRenamesMax: [5, 1, 1_000], // of one channel within renameWindowMs
  channelRedirectsMax: [10_000, 0, 1_000_000], // some 200 bytes each; then the oldest goes
  metadataKeysMax: [30, 1, 1_000], // of one person or channel: 9 kB at the worst
  metadataKeyLengthMax: [60, 16, 60], // key, value and the longest names fit a line of 512
  metadataValueLengthMax: [256, 32, 256], // as the key: a URL, a sentence
  metadataSubsMax: [100, 1, 10_000], // of one session; all keys of the registry are nine
  metadataChangesMax: [60, 1, 100_000], // of one session within metadataWindowMs
  metadataLinesOnJoinMax: [500, 0, 100_000], // values of a channel's people told unasked
  metadataLinesMax: [10_000, 10, 1_000_000], // and asked for: what 5,000 people have of two keys
  userhostNicksMax: [5, 5, 20], // RFC 1459 §5.7
  listRepliesMax: [4_000, 10, 100_000], // 4,000 × 512 bytes stay below sendQueueBytesMax
  whoRepliesMax: [4_000, 10, 100_000], // as LIST
  auditRepliesMax: [1_000, 10, 2_000], // as historyPageLinesMax, of one AUDIT
  banRepliesMax: [1_000, 10, 2_000], // the same of BAN LIST, and of STATS k and d
  historyPageLinesMax: [1_000, 10, 2_000], // 2,000 lines with tags stay below sendQueueBytesMax

  // What waits in memory for one connection.
  sendQueueBytesMax: [2 * MiB, 64 * KiB, 256 * MiB], // then "SendQ exceeded"; LIST must fit
  sendQueueUnregisteredBytesMax: [64 * KiB, 16 * KiB, 1 * MiB], // strangers: CAP LS and refusals
  receiveQueueBytesMax: [64 * KiB, 16 * KiB, 4 * MiB], // then its socket is not read for a while
  requestsWaitingMax: [64, 1, 10_000], // of one session, in the log and not yet answered

  // Passwords: each check is some 60 ms of one processor and 19 MiB of memory.
  hashesAtOnceMax: [2, 1, 64], // of libuv's four threads: file and DNS work keeps the others
  hashesWaitingMax: [1_000, 1, 100_000], // then "try again later"; 30 s of work, when all give up
  scramIterations: [50_000, 4_096, 1_000_000], // RFC 7677 §4; 50 ms of a phone for each login
  passwordLengthMin: [6, 1, 100], // "sesame", as in sasl-3.1's examples; guesses are throttled
  passwordLengthMax: [300, 64, 300], // account-registration: it must fit a line to NickServ
  accountsMax: [1_000_000, 1, 100_000_000], // some 600 bytes each
  certificatesPerAccountMax: [20, 1, 1_000], // one for each of a person's devices
  devicesPerAccountMax: [50, 1, 1_000], // that stay logged in; a browser is one
  pushesPerAccountMax: [20, 1, 1_000], // browsers that are told while they are asleep
  saslLengthMax: [4_000, 1_600, 40_000], // Base64 of one response; a name and a password need 1,200

  // Time.
  silentGreetingMs: [300, 50, 10_000], // IRC clients speak sooner; a person waits this gladly
  handshakeTimeoutMs: [10_000, 1_000, 120_000], // until TLS, PROXY or HTTP has said what it is
  registrationTimeoutMs: [30_000, 1_000, 600_000], // slow mobile links finish in 10 s
  saslTimeoutMs: [60_000, 5_000, 600_000], // of one attempt after registration: a slow phone
  verificationMs: [86_400_000, 60_000, 604_800_000], // until a code by mail is void: a day
  batchTimeoutMs: [30_000, 1_000, 600_000], // from BATCH + to BATCH -: sent in one go
  pingIntervalMs: [120_000, 1_000, 3_600_000], // below the 5 minutes that NATs keep a mapping
  pingTimeoutMs: [120_000, 1_000, 3_600_000], // then "Ping timeout"
  metadataWindowMs: [60_000, 1_000, 3_600_000], // see metadataChangesMax
  metadataSyncMs: [5_000, 1, 600_000], // between two answers of more than metadataLinesOnJoinMax
  renameWindowMs: [600_000, 1_000, 86_400_000], // see channelRenamesMax
  channelRedirectMs: [604_800_000, 0, 31_536_000_000], // who comes by an old name: a week
  shutdownMs: [1_200, 100, 60_000], // goodbyes; the store has the rest of the promised 2 s
} as const satisfies { readonly [name: string]: Row };

export type LimitName = keyof typeof table;
export type Limits = { readonly [Name in LimitName]: number };

const column = (index: 0 | 1 | 2): Limits =>
  Object.fromEntries(Object.entries(table).map(([name, row]) => [name, row[index]])) as Limits;

export const limitsDefault: Limits = column(0);
export const limitsLeast: Limits = column(1);
export const limitsMost: Limits = column(2);
