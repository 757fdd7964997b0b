/*
 * The bare loop: the least that any server of this kind must do, as a floor to measure against.
 * One epoll loop; lines are read; each message goes to all others of its room; all that one turn
 * brings to a connection is one write. It keeps nothing, checks nothing, knows no permissions.
 * It answers just so much IRC (NICK, USER, JOIN, PING) that the load generator takes it for one.
 * bare PORT
 */
#define _GNU_SOURCE /* accept4 */
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

enum { connectionsMax = 65536, lineBytesMax = 1024, roomsMax = 1024, membersMax = 16384 };

struct connection {
  int fd, room;
  char prefix[80]; /* ":nick!user@host", what its messages begin with */
  char *rest;      /* an unfinished line */
  int restLength;
  char *own; /* what this turn brings to this connection alone */
  int ownLength, ownRoom;
  int spokeInTurn;
  char *queue; /* what the kernel would not take */
  int queueLength;
};

struct span {
  int speaker, from, to;
};

struct room {
  char name[64];
  int *members, length;
  char *turn; /* all messages of this turn */
  int turnLength, turnRoom, dirty;
  struct span *spans; /* whose part of the turn is whose: nobody hears himself */
  int spansLength, spansRoom;
};

static struct connection *connections[connectionsMax];
static struct room rooms[roomsMax];
static int roomsLength, turnNumber, epollFd;
static int dirtyRooms[roomsMax], dirtyLength;
static int spoken[connectionsMax], spokenLength;

static void append(char **bytes, int *length, int *room, const char *more, int moreLength) {
  if (*length + moreLength > *room) {
    *room = (*length + moreLength) * 2;
    *bytes = realloc(*bytes, (size_t)*room);
  }
  memcpy(*bytes + *length, more, (size_t)moreLength);
  *length += moreLength;
}

static void sendOut(struct connection *to, const char *bytes, int length) {
  ssize_t taken = 0;
  if (to->queueLength == 0) taken = send(to->fd, bytes, (size_t)length, MSG_NOSIGNAL);
  if (taken < 0) taken = 0;
  if (taken == length) return;
  int left = length - (int)taken;
  to->queue = realloc(to->queue, (size_t)(to->queueLength + left));
  memcpy(to->queue + to->queueLength, bytes + taken, (size_t)left);
  to->queueLength += left;
  struct epoll_event event = {.events = EPOLLIN | EPOLLOUT, .data.fd = to->fd};
  epoll_ctl(epollFd, EPOLL_CTL_MOD, to->fd, &event);
}

static void reply(struct connection *to, const char *bytes, int length) {
  if (to->ownLength == 0) spoken[spokenLength++] = to->fd;
  append(&to->own, &to->ownLength, &to->ownRoom, bytes, length);
}

static void toRoom(struct room *room, int speaker, const char *bytes, int length) {
  if (!room->dirty) dirtyRooms[dirtyLength++] = (int)(room - rooms);
  room->dirty = 1;
  connections[speaker]->spokeInTurn = turnNumber;
  if (room->spansLength == room->spansRoom) {
    room->spansRoom = room->spansRoom * 2 + 16;
    room->spans = realloc(room->spans, sizeof *room->spans * (size_t)room->spansRoom);
  }
  int from = room->turnLength;
  append(&room->turn, &room->turnLength, &room->turnRoom, bytes, length);
  room->spans[room->spansLength++] = (struct span){speaker, from, room->turnLength};
}

static void join(struct connection *who, const char *name) {
  char line[256];
  int i = 0;
  while (i < roomsLength && strcmp(rooms[i].name, name) != 0) i++;
  if (i == roomsMax) return;
  if (i == roomsLength) {
    snprintf(rooms[roomsLength++].name, sizeof rooms[i].name, "%s", name);
    rooms[i].members = malloc(sizeof(int) * membersMax);
  }
  if (rooms[i].length == membersMax || who->room >= 0) return;
  int length = snprintf(line, sizeof line, "%s JOIN %s\r\n", who->prefix, name);
  toRoom(&rooms[i], who->fd, line, length);
  reply(who, line, length);
  reply(who, line, snprintf(line, sizeof line, ":bare 366 * %s :End of NAMES\r\n", name));
  rooms[i].members[rooms[i].length++] = who->fd;
  who->room = i;
}

static void takeLine(struct connection *who, char *line, int length) {
  static char out[lineBytesMax + 128];
  if (length > 0 && line[length - 1] == '\r') length--;
  line[length] = '\0';
  if (strncmp(line, "PRIVMSG ", 8) == 0 && who->room >= 0) {
    toRoom(&rooms[who->room], who->fd, out, sprintf(out, "%s %s\r\n", who->prefix, line));
  } else if (strncmp(line, "PING ", 5) == 0) {
    reply(who, out, sprintf(out, ":bare PONG bare %s\r\n", line + 5));
  } else if (strncmp(line, "NICK ", 5) == 0) {
    snprintf(who->prefix, sizeof who->prefix, ":%.30s!%.30s@127.0.0.1", line + 5, line + 5);
  } else if (strncmp(line, "USER ", 5) == 0) {
    reply(who, out, sprintf(out, ":bare 001 * :Welcome\r\n:bare 422 * :No message of the day\r\n"));
  } else if (strncmp(line, "JOIN ", 5) == 0) {
    join(who, line + 5);
  }
}

static void drop(struct connection *who) {
  if (who->room >= 0) {
    struct room *room = &rooms[who->room];
    for (int i = 0; i < room->length; i++)
      if (room->members[i] == who->fd) room->members[i--] = room->members[--room->length];
  }
  connections[who->fd] = NULL;
  close(who->fd);
  free(who->rest), free(who->own), free(who->queue), free(who);
}

static void readFrom(struct connection *who) {
  static char area[lineBytesMax + 65536 + 1];
  char *line = area + lineBytesMax - who->restLength;
  ssize_t got = recv(who->fd, area + lineBytesMax, 65536, 0);
  if (got < 0 && errno == EAGAIN) return;
  if (got <= 0) return drop(who);
  if (who->restLength > 0) memcpy(line, who->rest, (size_t)who->restLength);
  char *end = area + lineBytesMax + got, *stop;
  for (; (stop = memchr(line, '\n', (size_t)(end - line))) != NULL; line = stop + 1)
    if (stop - line < lineBytesMax) takeLine(who, line, (int)(stop - line));
  who->restLength = (int)(end - line);
  if (who->restLength == 0) return;
  if (who->restLength >= lineBytesMax) return drop(who);
  if (who->rest == NULL) who->rest = malloc(lineBytesMax);
  memcpy(who->rest, line, (size_t)who->restLength);
}

/* The turn without a speaker's own lines, in one write. */
static void sendOthers(struct room *room, struct connection *to) {
  static char *bytes;
  static int space;
  int length = 0;
  for (int i = 0; i < room->spansLength; i++) {
    struct span *span = &room->spans[i];
    if (span->speaker == to->fd) continue;
    append(&bytes, &length, &space, room->turn + span->from, span->to - span->from);
  }
  if (length > 0) sendOut(to, bytes, length);
}

static void flush(void) {
  for (int d = 0; d < dirtyLength; d++) {
    struct room *room = &rooms[dirtyRooms[d]];
    for (int i = 0; i < room->length; i++) {
      struct connection *to = connections[room->members[i]];
      if (to->spokeInTurn == turnNumber) sendOthers(room, to);
      else sendOut(to, room->turn, room->turnLength);
    }
    room->turnLength = room->spansLength = room->dirty = 0;
  }
  for (int i = 0; i < spokenLength; i++) {
    struct connection *to = connections[spoken[i]];
    if (to != NULL && to->ownLength > 0) sendOut(to, to->own, to->ownLength), to->ownLength = 0;
  }
  dirtyLength = spokenLength = 0;
  turnNumber++;
}

static void acceptAll(int listener) {
  int one = 1;
  for (int fd; (fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK)) >= 0;) {
    if (fd >= connectionsMax) {
      close(fd);
      continue;
    }
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    connections[fd] = calloc(1, sizeof **connections);
    connections[fd]->fd = fd, connections[fd]->room = -1, connections[fd]->spokeInTurn = -1;
    struct epoll_event event = {.events = EPOLLIN, .data.fd = fd};
    epoll_ctl(epollFd, EPOLL_CTL_ADD, fd, &event);
  }
}

static void drainQueue(struct connection *to) {
  ssize_t taken = send(to->fd, to->queue, (size_t)to->queueLength, MSG_NOSIGNAL);
  if (taken < 0) return;
  to->queueLength -= (int)taken;
  memmove(to->queue, to->queue + taken, (size_t)to->queueLength);
  if (to->queueLength > 0) return;
  struct epoll_event event = {.events = EPOLLIN, .data.fd = to->fd};
  epoll_ctl(epollFd, EPOLL_CTL_MOD, to->fd, &event);
}

int main(int argc, char **argv) {
  static struct epoll_event events[1024];
  struct sockaddr_in at = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  at.sin_port = htons((uint16_t)(argc > 1 ? atoi(argv[1]) : 0));
  int one = 1, listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
  setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
  if (bind(listener, (struct sockaddr *)&at, sizeof at) < 0) return perror("bind"), 1;
  listen(listener, 4096);
  epollFd = epoll_create1(0);
  struct epoll_event event = {.events = EPOLLIN, .data.fd = listener};
  epoll_ctl(epollFd, EPOLL_CTL_ADD, listener, &event);
  signal(SIGPIPE, SIG_IGN);
  for (;;) {
    int length = epoll_wait(epollFd, events, 1024, -1);
    for (int i = 0; i < length; i++) {
      int fd = events[i].data.fd;
      if (fd == listener) acceptAll(listener);
      else if (connections[fd] == NULL) continue;
      else if (events[i].events & EPOLLOUT) drainQueue(connections[fd]);
      else readFrom(connections[fd]);
    }
    flush();
  }
}
