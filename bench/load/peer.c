/*
 * Peers: connections to the server under test; lines in and out; registering, joining, fences.
 * Written to be cheap: a message is known by its last 64 bytes, everything else is looked at only
 * as far as its numeric.
 */
#include "load.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

struct peer *peers;
int peersLength;
struct counts counts;
int epollFd;
bool mixed;
int atOnce = 100; /* registrations under way at a time; what suits a server differs */

enum { joinsAtOnce = 400 };
const char *textMark = "-";
uint64_t turnStart;
void (*onMessage)(struct peer *peer, uint64_t sentAt);
void (*betweenReads)(void);

static struct sockaddr_in address;

void openPeers(const char *host, int port, int length) {
  address = (struct sockaddr_in){.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
  if (inet_pton(AF_INET, host, &address.sin_addr) != 1) fail("address");
  epollFd = epoll_create1(0);
  peers = calloc((size_t)length, sizeof *peers);
  peersLength = length;
  for (int i = 0; i < length; i++) peers[i] = (struct peer){.fd = -1, .number = i};
}

void connectPeer(struct peer *peer) {
  int one = 1;
  peer->fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
  if (peer->fd < 0) fail("socket (is ulimit -n high enough?)");
  setsockopt(peer->fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
  peer->stage = stageConnecting;
  peer->pongs = 0;
  peer->since = now();
  peer->restLength = peer->queueLength = 0;
  if (connect(peer->fd, (struct sockaddr *)&address, sizeof address) < 0 && errno != EINPROGRESS)
    fail("connect");
  struct epoll_event event = {.events = EPOLLIN | EPOLLOUT, .data.ptr = peer};
  epoll_ctl(epollFd, EPOLL_CTL_ADD, peer->fd, &event);
}

void closePeer(struct peer *peer) {
  if (peer->fd >= 0) close(peer->fd);
  peer->fd = -1;
}

static void listenFor(struct peer *peer, uint32_t events) {
  struct epoll_event event = {.events = events, .data.ptr = peer};
  epoll_ctl(epollFd, EPOLL_CTL_MOD, peer->fd, &event);
}

void sendTo(struct peer *peer, const char *bytes, int length) {
  if (peer->fd < 0) return;
  ssize_t taken = 0;
  if (peer->queueLength == 0) taken = send(peer->fd, bytes, (size_t)length, MSG_NOSIGNAL);
  if (taken < 0) taken = 0;
  if (taken == length) return;
  int left = length - (int)taken;
  peer->queue = realloc(peer->queue, (size_t)(peer->queueLength + left));
  memcpy(peer->queue + peer->queueLength, bytes + taken, (size_t)left);
  peer->queueLength += left;
  counts.blocked++;
  listenFor(peer, EPOLLIN | EPOLLOUT);
}

/* "~", the round, the time in eight characters of six bits, padding, "~": always 64 bytes. */
int formatMessage(char *into, const char *target, char mark, uint64_t at) {
  int length = sprintf(into, "PRIVMSG %s :", target);
  char *text = into + length;
  memset(text, 'x', textBytes);
  text[0] = text[textBytes - 1] = '~';
  text[1] = mark;
  for (int i = 0; i < 8; i++) text[2 + i] = (char)('0' + ((at >> 3 >> (6 * i)) & 63));
  memcpy(text + textBytes, "\r\n", 2);
  return length + textBytes + 2;
}

static uint64_t timeIn(const char *text) {
  uint64_t at = 0;
  for (int i = 7; i >= 0; i--) at = at << 6 | (uint64_t)(text[2 + i] - '0');
  /* 48 bits of 8 ns: unique for 26 days; the upper bits are today's. */
  return (turnStart & ~((1ull << 51) - 1)) | at << 3;
}

/* Nicks begin with two letters of the process, as a server may not yet know that those of the
 * last run have gone. */
static void introduce(struct peer *peer) {
  char lines[256];
  bool tags = mixed && peer->number % 2 == 1;
  int letters = getpid() % (26 * 26), number = peer->number;
  peer->stage = stageRegistering;
  listenFor(peer, EPOLLIN);
  sendTo(peer, lines,
         sprintf(lines, "%sNICK %c%c%d\r\nUSER b%d 0 * :bench\r\n%s",
                 tags ? "CAP REQ :message-tags server-time\r\n" : "", 'a' + letters / 26,
                 'a' + letters % 26, number, number, tags ? "CAP END\r\n" : ""));
}

static void keepError(const char *line, int length) {
  if (counts.errors++ > 0) return;
  snprintf(counts.firstError, sizeof counts.firstError, "%.*s", length, line);
  for (char *c = counts.firstError; *c; c++)
    if (*c == '"' || *c == '\\' || (unsigned char)*c < ' ') *c = '\'';
}

static void otherLine(struct peer *peer, char *line, int length) {
  if (line[0] == '@') {
    char *body = memchr(line, ' ', (size_t)length);
    if (body == NULL || (length -= (int)(body + 1 - line)) < 5) return;
    line = body + 1;
  }
  if (memcmp(line, "PING", 4) == 0) {
    line[1] = 'O';
    line[length] = '\n'; /* the caller owns the byte: it is the line's CR or LF */
    sendTo(peer, line, length + 1);
    return;
  }
  if (memcmp(line, "ERROR", 5) == 0) return keepError(line, length);
  char *word = line[0] == ':' ? memchr(line, ' ', (size_t)length) : NULL;
  if (word == NULL || line + length - word < 5) return;
  word++;
  if (memcmp(word, "PONG", 4) == 0) {
    peer->pongs++;
    counts.pongs++;
    return;
  }
  if (word[0] < '0' || word[0] > '9' || word[3] != ' ') return;
  int numeric = (word[0] - '0') * 100 + (word[1] - '0') * 10 + (word[2] - '0');
  if ((numeric == 376 || numeric == 422) && peer->stage == stageRegistering) {
    peer->stage = stageRegistered; /* the end of the message of the day ends registration */
    counts.registered++;
  } else if (numeric == 366 && peer->stage == stageJoining) {
    peer->stage = stageJoined;
    counts.joined++;
  } else if (numeric >= 400 && numeric != 422) {
    keepError(line, length);
  }
}

static void takeLine(struct peer *peer, char *line, char *end) {
  if (end > line && end[-1] == '\r') end--;
  long length = end - line;
  if (length > textBytes && end[-1] == '~' && end[-textBytes] == '~') {
    if (end[1 - textBytes] != *textMark) return;
    counts.delivered++;
    onMessage(peer, timeIn(end - textBytes));
  } else if (length > 4) {
    otherLine(peer, line, (int)length);
  }
}

static void lost(struct peer *peer) {
  closePeer(peer);
  counts.closed++;
}

static char area[restBytesMax + readBytesMax + 1];

static void readPeer(struct peer *peer) {
  ssize_t got = recv(peer->fd, area + restBytesMax, readBytesMax, 0);
  if (got < 0 && errno == EAGAIN) return;
  if (got <= 0) return lost(peer);
  turnStart = now();
  counts.bytesRead += (uint64_t)got;
  char *end = area + restBytesMax + got;
  char *line = area + restBytesMax - peer->restLength;
  if (peer->restLength > 0) memcpy(line, peer->rest, (size_t)peer->restLength);
  for (char *stop; (stop = memchr(line, '\n', (size_t)(end - line))) != NULL; line = stop + 1)
    takeLine(peer, line, stop);
  peer->restLength = (int)(end - line);
  if (peer->restLength == 0) return;
  if (peer->restLength > restBytesMax) return lost(peer);
  if (peer->rest == NULL) peer->rest = malloc(restBytesMax);
  memcpy(peer->rest, line, (size_t)peer->restLength);
}

static void writePeer(struct peer *peer) {
  if (peer->stage == stageConnecting) return introduce(peer);
  ssize_t taken = send(peer->fd, peer->queue, (size_t)peer->queueLength, MSG_NOSIGNAL);
  if (taken < 0) return;
  peer->queueLength -= (int)taken;
  memmove(peer->queue, peer->queue + taken, (size_t)peer->queueLength);
  if (peer->queueLength == 0) listenFor(peer, EPOLLIN);
}

static void serve(struct peer *peer, uint32_t events) {
  if (events & (EPOLLERR | EPOLLHUP)) events |= EPOLLIN;
  if (peer->fd >= 0 && events & EPOLLOUT) writePeer(peer);
  if (peer->fd >= 0 && events & EPOLLIN) readPeer(peer);
}

void turn(int milliseconds) {
  struct epoll_event events[eventsMax];
  int length = epoll_wait(epollFd, events, eventsMax, milliseconds);
  for (int i = 0; i < length; i++) {
    struct peer *peer = events[i].data.ptr; /* NULL: a timer or the standard input */
    if (peer != NULL) serve(peer, events[i].events);
    if (betweenReads != NULL) betweenReads();
  }
  if (length <= 0 && betweenReads != NULL) betweenReads();
}

bool runUntil(bool (*done)(void), double secondsMax) {
  uint64_t until = now() + (uint64_t)(secondsMax * 1e9);
  while (!done()) {
    if (now() > until || counts.closed > 0) return false;
    turn(10);
  }
  return true;
}

static uint64_t goal;
static bool isRegistered(void) { return counts.registered >= goal; }
static bool isJoined(void) { return counts.joined >= goal; }
static bool isFenced(void) { return counts.pongs >= goal; }

/* Connects and registers all peers from 0 to `length`, not more than atOnce at a time. */
bool registerPeers(int length, double secondsMax) {
  uint64_t until = now() + (uint64_t)(secondsMax * 1e9);
  for (int i = 0; i < length; i++) {
    if (now() > until) return false;
    connectPeer(&peers[i]);
    goal = i + 1 > atOnce ? (uint64_t)(i + 1 - atOnce) : 0;
    if (!runUntil(isRegistered, 10)) return false;
  }
  goal = (uint64_t)length;
  return runUntil(isRegistered, 10);
}

/* A PING to each peer that is open, until each has its PONG: all that was sent has arrived. */
bool fencePeers(double secondsMax) {
  char line[] = "PING fence\r\n";
  uint64_t sent = 0;
  uint64_t before = counts.pongs;
  for (int i = 0; i < peersLength; i++) {
    if (peers[i].fd < 0) continue;
    sendTo(&peers[i], line, sizeof line - 1);
    sent++;
  }
  goal = before + sent;
  return runUntil(isFenced, secondsMax);
}

/* Batch by batch, each waited for, so that a room's joins overflow nobody's send queue. */
bool joinPeers(int from, int to, const char *room, double secondsMax) {
  char line[96];
  uint64_t until = now() + (uint64_t)(secondsMax * 1e9);
  uint64_t joined = counts.joined;
  for (int i = from; i < to; i++) {
    peers[i].stage = stageJoining;
    sendTo(&peers[i], line, sprintf(line, "JOIN %s\r\n", room));
    goal = joined + (uint64_t)(i - from + 1);
    bool last = i == to - 1 || (i - from) % joinsAtOnce == joinsAtOnce - 1;
    if (last && !runUntil(isJoined, 30)) return false;
    if (now() > until) return false;
  }
  return true;
}
