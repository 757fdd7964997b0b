/*
 * Fan-out: everybody in one room, messages evenly paced from everybody in turn, all read by all.
 * Joins once, then runs a round whenever its standard input says "round RATE SECONDS WARM", so
 * that several servers can be measured in turn without joining again. Ends with its input.
 */
#include "load.h"

#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/timerfd.h>
#include <unistd.h>

static const double drainSecondsMax = 5;
static const double lateMs = 250;   /* below this after the last send nobody is behind */
static const double tooLateMs = 2000;

static struct {
  const struct asked *asked;
  int timer;
  char mark[2];
  double rate;
  uint64_t begin, half, end; /* ns; nothing is sent outside begin..end */
  uint64_t sent, dueLateMax;
  struct histogram halves[2];
} phase;

static void take(struct peer *peer, uint64_t sentAt) {
  (void)peer;
  uint64_t latency = turnStart > sentAt ? turnStart - sentAt : 0;
  histogramAdd(&phase.halves[sentAt >= phase.half], latency);
}

/* Sends what is due by the clock. Peers speak in turn, far apart, so that nobody is favoured. */
static void pace(void) {
  char line[256];
  uint64_t at = now();
  if (at > phase.end) at = phase.end;
  uint64_t due = (uint64_t)((double)(at - phase.begin) * phase.rate / 1e9);
  while (phase.sent < due) {
    uint64_t sendAt = now();
    uint64_t wanted = phase.begin + (uint64_t)((double)(phase.sent + 1) * 1e9 / phase.rate);
    if (sendAt > wanted && sendAt - wanted > phase.dueLateMax) phase.dueLateMax = sendAt - wanted;
    struct peer *peer = &peers[phase.sent * 7919 % (uint64_t)peersLength];
    sendTo(peer, line, formatMessage(line, phase.asked->room, phase.mark[0], sendAt));
    phase.sent++;
  }
}

static bool isOver(void) { return now() >= phase.end; }

static uint64_t expected(void) { return phase.sent * (uint64_t)(peersLength - 1); }

static bool isDrained(void) { return counts.delivered >= expected(); }

/* One stretch of sending and the wait until all of it has arrived; returns that wait in ms. */
static double runPhase(double rate, double seconds) {
  static char next = 'A';
  phase.mark[0] = next;
  next = next == 'Z' ? 'A' : (char)(next + 1);
  textMark = phase.mark;
  counts.delivered = 0;
  memset(phase.halves, 0, sizeof phase.halves);
  phase.sent = phase.dueLateMax = 0;
  phase.rate = rate;
  phase.begin = now();
  phase.half = phase.begin + (uint64_t)(seconds * 5e8);
  phase.end = phase.begin + (uint64_t)(seconds * 1e9);
  long period = (long)(1e9 / rate);
  struct itimerspec tick = {.it_interval = {period / 1000000000, period % 1000000000}};
  tick.it_value = tick.it_interval;
  timerfd_settime(phase.timer, 0, &tick, NULL);
  betweenReads = pace;
  runUntil(isOver, seconds + 1);
  pace();
  betweenReads = NULL;
  timerfd_settime(phase.timer, 0, &(struct itimerspec){0}, NULL);
  uint64_t stopped = now();
  runUntil(isDrained, drainSecondsMax);
  return (double)(now() - stopped) / 1e6;
}

static void runRound(double rate, double seconds, double warm) {
  bool fenced = fencePeers(30);
  if (warm > 0) runPhase(rate, warm);
  fenced = fenced && fencePeers(30);
  uint64_t cpu = cpuOf(phase.asked->pid), own = cpuOwn(), began = now(), bytes = counts.bytesRead;
  double drainMs = runPhase(rate, seconds);
  cpu = cpuOf(phase.asked->pid) - cpu;
  own = cpuOwn() - own;
  double wall = (double)(now() - began);
  struct histogram *first = &phase.halves[0], *last = &phase.halves[1];
  double firstMs = histogramMs(first, 0.99), lastMs = histogramMs(last, 0.99);
  /* Who cannot follow is ever later: the last half median is then three times the first. */
  bool growing = drainMs > lateMs && histogramMs(last, 0.5) > 2 * histogramMs(first, 0.5);
  for (int i = 0; i < 64 * 64; i++) first->buckets[i] += last->buckets[i];
  first->count += last->count;
  if (last->max > first->max) first->max = last->max;
  bool behind = !fenced || counts.delivered < expected() || drainMs > tooLateMs || growing;
  double delivered = counts.delivered > 0 ? (double)counts.delivered : 1;
  printf("{\"rate\":%g,\"seconds\":%g,\"sent\":%lu,", rate, seconds, phase.sent);
  printf("\"expected\":%lu,\"delivered\":%lu,", expected(), counts.delivered);
  printf("\"cpuUs\":%.4f,\"cpuShare\":%.4f,\"ownShare\":%.4f,", (double)cpu / 1e3 / delivered,
         (double)cpu / wall, (double)own / wall);
  printf("\"p50Ms\":%.3f,\"p99Ms\":%.3f,\"maxMs\":%.3f,", histogramMs(first, 0.5),
         histogramMs(first, 0.99), (double)first->max / 1e6);
  printf("\"p99FirstMs\":%.3f,\"p99LastMs\":%.3f,", firstMs, lastMs);
  printf("\"drainMs\":%.3f,\"sentLateMs\":%.3f,", drainMs, (double)phase.dueLateMax / 1e6);
  printf("\"bytes\":%lu,\"rssBytes\":%lu,\"behind\":%s,", counts.bytesRead - bytes,
         rssOf(phase.asked->pid), behind ? "true" : "false");
  printCounts();
}

/* One line of the standard input, or false at its end. While waiting PINGs are answered. */
static bool nextCommand(char *into, size_t size) {
  struct pollfd input = {.fd = 0, .events = POLLIN};
  while (poll(&input, 1, 0) == 0) turn(1000);
  ssize_t got = read(0, into, size - 1);
  if (got <= 0) return false;
  into[got] = '\0';
  return true;
}

int fanout(const struct asked *asked) {
  char command[128];
  double rate, seconds, warm;
  phase.asked = asked;
  phase.timer = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK);
  openPeers(asked->host, asked->port, asked->clients);
  onMessage = take;
  struct epoll_event tick = {.events = EPOLLIN | EPOLLET, .data.ptr = NULL};
  epoll_ctl(epollFd, EPOLL_CTL_ADD, phase.timer, &tick);
  struct epoll_event input = {.events = EPOLLIN, .data.ptr = NULL};
  epoll_ctl(epollFd, EPOLL_CTL_ADD, 0, &input);
  uint64_t began = now(), cpu = cpuOf(asked->pid);
  bool ready = registerPeers(asked->clients, asked->seconds) &&
               joinPeers(0, asked->clients, asked->room, asked->seconds) &&
               fencePeers(asked->seconds);
  printf("{\"ready\":%s,\"joinSeconds\":%.3f,\"joinCpuSeconds\":%.3f,", ready ? "true" : "false",
         (double)(now() - began) / 1e9, (double)(cpuOf(asked->pid) - cpu) / 1e9);
  printf("\"rssBytes\":%lu,", rssOf(asked->pid));
  printCounts();
  if (!ready) return 1;
  while (nextCommand(command, sizeof command)) {
    if (sscanf(command, "round %lf %lf %lf", &rate, &seconds, &warm) == 3)
      runRound(rate, seconds, warm);
    else
      return 0;
  }
  return 0;
}
