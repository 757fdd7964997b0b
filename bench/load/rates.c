/*
 * The other loads: connections per second, idle connections, messages per second in a closed loop,
 * and the round trip of a PING. Each runs once and prints one line of JSON.
 */
#include "load.h"

#include <string.h>

/* Connections that come, register fully (to the end of the message of the day) and stay. */
int connects(const struct asked *asked) {
  openPeers(asked->host, asked->port, asked->clients);
  uint64_t cpu = cpuOf(asked->pid), began = now();
  bool complete = registerPeers(asked->clients, asked->seconds);
  double seconds = (double)(now() - began) / 1e9;
  double length = counts.registered > 0 ? (double)counts.registered : 1;
  printf("{\"perSecond\":%.1f,\"complete\":%s,\"cpuUs\":%.2f,", length / seconds,
         complete ? "true" : "false", (double)(cpuOf(asked->pid) - cpu) / 1e3 / length);
  printCounts();
  return complete ? 0 : 1;
}

static uint64_t holdUntil;
static bool isHeld(void) { return now() >= holdUntil; }

/* Connections that register and then only answer PINGs. What each costs the server in memory,
 * beyond what it had taken before anybody came. */
int idle(const struct asked *asked) {
  openPeers(asked->host, asked->port, asked->clients);
  uint64_t before = rssOf(asked->pid);
  bool complete = registerPeers(asked->clients, 60);
  uint64_t atOnceBytes = rssOf(asked->pid);
  holdUntil = now() + (uint64_t)(asked->seconds * 1e9);
  uint64_t cpu = cpuOf(asked->pid);
  runUntil(isHeld, asked->seconds + 1);
  cpu = cpuOf(asked->pid) - cpu;
  uint64_t after = rssOf(asked->pid);
  double length = counts.registered > 0 ? (double)counts.registered : 1;
  printf("{\"complete\":%s,\"rssBeforeBytes\":%lu,\"rssAtOnceBytes\":%lu,\"rssBytes\":%lu,",
         complete ? "true" : "false", before, atOnceBytes, after);
  printf("\"perConnectionBytes\":%.1f,", ((double)after - (double)before) / length);
  printf("\"cpuShare\":%.5f,", (double)cpu / (asked->seconds * 1e9));
  printCounts();
  return complete ? 0 : 1;
}

/* Throughput: rooms of three, of whom the first speaks as fast as the second hears it. */
enum { membersOfRoom = 3, roomsMax = 1000 };

static struct {
  int credit[roomsMax]; /* messages that the speaker may still send */
  uint64_t end, heard, heardEver;
  char mark[2];
  struct histogram latency;
} loop;

static void hear(struct peer *peer, uint64_t sentAt) {
  histogramAdd(&loop.latency, turnStart - sentAt);
  if (peer->number % membersOfRoom != 1) return;
  loop.heard++;
  loop.heardEver++;
  loop.credit[peer->room]++;
}

static char outgoing[64 * 1024];

static void speak(void) {
  uint64_t at = now();
  if (at >= loop.end) return;
  for (int room = 0; room * membersOfRoom < peersLength; room++) {
    if (loop.credit[room] == 0) continue;
    char target[32];
    int length = 0;
    sprintf(target, "#room%d", room);
    for (; loop.credit[room] > 0 && length < (int)sizeof outgoing - 128; loop.credit[room]--)
      length += formatMessage(outgoing + length, target, loop.mark[0], at);
    sendTo(&peers[room * membersOfRoom], outgoing, length);
  }
}

static bool isTime(void) { return now() >= loop.end; }

/* `seconds` of the loop, with `window` messages of each room under way; messages per second. */
static double runLoop(const struct asked *asked, double seconds, char mark) {
  loop.mark[0] = mark;
  textMark = loop.mark;
  loop.heard = counts.delivered = 0;
  memset(&loop.latency, 0, sizeof loop.latency);
  for (int room = 0; room < asked->rooms; room++) loop.credit[room] = asked->window;
  uint64_t began = now();
  loop.end = began + (uint64_t)(seconds * 1e9);
  while (!isTime() && counts.closed == 0) {
    speak();
    turn(10);
  }
  return (double)loop.heard / ((double)(now() - began) / 1e9);
}

int throughput(const struct asked *asked) {
  char room[32];
  int rooms = asked->rooms < roomsMax ? asked->rooms : roomsMax;
  openPeers(asked->host, asked->port, rooms * membersOfRoom);
  onMessage = hear;
  bool ready = registerPeers(peersLength, 60);
  for (int i = 0; ready && i < rooms; i++) {
    for (int m = 0; m < membersOfRoom; m++) peers[i * membersOfRoom + m].room = i;
    sprintf(room, "#room%d", i);
    ready = joinPeers(i * membersOfRoom, (i + 1) * membersOfRoom, room, 60);
  }
  if (ready && asked->warm > 0) runLoop(asked, asked->warm, 'w');
  ready = ready && fencePeers(10);
  uint64_t cpu = cpuOf(asked->pid), own = cpuOwn(), began = now();
  double perSecond = ready ? runLoop(asked, asked->seconds, 'm') : 0;
  uint64_t heard = loop.heard;
  cpu = cpuOf(asked->pid) - cpu;
  double wall = (double)(now() - began);
  own = cpuOwn() - own;
  bool fenced = ready && fencePeers(10);
  printf("{\"perSecond\":%.1f,\"complete\":%s,\"heard\":%lu,\"heardEver\":%lu,", perSecond,
         fenced ? "true" : "false", heard, loop.heardEver);
  printf("\"cpuUs\":%.2f,\"cpuShare\":%.4f,", (double)cpu / 1e3 / (heard > 0 ? (double)heard : 1),
         (double)cpu / wall);
  printf("\"ownShare\":%.4f,\"p50Ms\":%.3f,\"p99Ms\":%.3f,", (double)own / wall,
         histogramMs(&loop.latency, 0.5), histogramMs(&loop.latency, 0.99));
  printCounts();
  return fenced ? 0 : 1;
}

static bool isPonged(void) { return peers[0].pongs > 0; }

/* One peer, one PING at a time. */
int ping(const struct asked *asked) {
  static struct histogram latency;
  char line[] = "PING bench\r\n";
  openPeers(asked->host, asked->port, 1);
  bool complete = registerPeers(1, 10);
  uint64_t end = now() + (uint64_t)(asked->seconds * 1e9);
  while (complete && now() < end) {
    peers[0].pongs = 0;
    uint64_t began = now();
    sendTo(&peers[0], line, sizeof line - 1);
    complete = runUntil(isPonged, 5);
    if (complete) histogramAdd(&latency, now() - began);
  }
  printf("{\"complete\":%s,\"pings\":%lu,\"p50Ms\":%.4f,\"p99Ms\":%.4f,\"maxMs\":%.4f,",
         complete ? "true" : "false", latency.count, histogramMs(&latency, 0.5),
         histogramMs(&latency, 0.99), (double)latency.max / 1e6);
  printCounts();
  return complete ? 0 : 1;
}
