/*
 * The load generator's parts and their words. One process, one epoll loop, no threads.
 * A peer is one connection to the server under test, as the generator sees it. Linux only.
 */
#ifndef BANTER_BENCH_LOAD_H
#define BANTER_BENCH_LOAD_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

enum {
  textBytes = 64,         /* the text of one message, as in FINDINGS */
  readBytesMax = 1 << 18, /* one read; what is left over stays with the peer */
  restBytesMax = 8192,    /* an unfinished line that is longer is a fault of the server */
  eventsMax = 64,         /* small, so that sending stays evenly paced between reads */
};

/* How far a peer has come. */
enum stage { stageConnecting, stageRegistering, stageRegistered, stageJoining, stageJoined };

struct peer {
  int fd; /* -1 when closed */
  int number;
  int room;
  enum stage stage;
  int pongs;
  uint64_t since; /* ns, when it began to connect or ping */
  char *rest;     /* an unfinished line */
  int restLength;
  char *queue; /* what the kernel would not take yet */
  int queueLength;
};

/* What every mode counts. One generator measures one server, so there is one of these. */
struct counts {
  uint64_t delivered; /* messages of the round that is running, at all peers together */
  uint64_t bytesRead;
  uint64_t registered, joined, pongs, closed, errors, blocked;
  char firstError[160];
};

/* Latency in logarithmic buckets: 64 to each doubling, so within 1.6 %. */
struct histogram {
  uint64_t count, max;
  uint32_t buckets[64 * 64];
};

/* measure.c: clocks, and what the server under test has used. */
uint64_t now(void);
void histogramAdd(struct histogram *histogram, uint64_t nanoseconds);
double histogramMs(const struct histogram *histogram, double quantile);
uint64_t cpuOf(int pid);  /* ns of CPU, of the process, its threads and its children */
uint64_t cpuOwn(void);    /* ns of CPU of the generator itself */
uint64_t rssOf(int pid);  /* bytes, of the process and its children */
void fail(const char *what);

/* peer.c: connections, lines in and out. */
extern struct peer *peers;
extern int peersLength;
extern struct counts counts;
extern int epollFd;
extern int atOnce;
extern bool mixed;           /* every second peer asks for tags, the time and msgids */
extern const char *textMark; /* the round whose messages count */
extern uint64_t turnStart;   /* ns, when the last read came back */

/* A mode says what it does with a message of its round, and what between two reads. */
extern void (*onMessage)(struct peer *peer, uint64_t sentAt);
extern void (*betweenReads)(void);

void openPeers(const char *host, int port, int length);
void connectPeer(struct peer *peer);
void closePeer(struct peer *peer);
void sendTo(struct peer *peer, const char *bytes, int length);
int formatMessage(char *into, const char *target, char mark, uint64_t at);
void turn(int milliseconds);
bool runUntil(bool (*done)(void), double secondsMax);
bool registerPeers(int length, double secondsMax);
bool joinPeers(int from, int to, const char *room, double secondsMax);
bool fencePeers(double secondsMax);

/* The modes. Each prints lines of JSON and returns the process's exit code. */
struct asked {
  const char *host, *room;
  int port, pid, clients, rooms, window;
  double seconds, warm;
};
int fanout(const struct asked *asked);
int connects(const struct asked *asked);
int idle(const struct asked *asked);
int throughput(const struct asked *asked);
int ping(const struct asked *asked);
void printCounts(void);

#endif
