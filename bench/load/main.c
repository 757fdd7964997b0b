/*
 * The load generator of `npm run bench`: load MODE name=value…
 * Modes: fanout connects idle throughput ping. Loads loopback only, and stops by itself: when its
 * time is over, and when whoever started it is gone. One line of JSON for each result.
 */
#include "load.h"

#include <arpa/inet.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>

/* Ends the line that a mode began: what happened to the connections. */
void printCounts(void) {
  printf("\"registered\":%lu,\"joined\":%lu,\"closed\":%lu,\"errors\":%lu,\"blocked\":%lu,",
         counts.registered, counts.joined, counts.closed, counts.errors, counts.blocked);
  printf("\"firstError\":\"%s\"}\n", counts.firstError);
  fflush(stdout);
}

static void takeOption(struct asked *asked, const char *name, const char *value) {
  if (strcmp(name, "host") == 0) asked->host = value;
  else if (strcmp(name, "room") == 0) asked->room = value;
  else if (strcmp(name, "port") == 0) asked->port = atoi(value);
  else if (strcmp(name, "pid") == 0) asked->pid = atoi(value);
  else if (strcmp(name, "clients") == 0) asked->clients = atoi(value);
  else if (strcmp(name, "rooms") == 0) asked->rooms = atoi(value);
  else if (strcmp(name, "atOnce") == 0) atOnce = atoi(value);
  else if (strcmp(name, "mixed") == 0) mixed = atoi(value) != 0;
  else if (strcmp(name, "window") == 0) asked->window = atoi(value);
  else if (strcmp(name, "seconds") == 0) asked->seconds = atof(value);
  else if (strcmp(name, "warm") == 0) asked->warm = atof(value);
  else {
    fprintf(stderr, "load: unknown option %s\n", name);
    exit(2);
  }
}

int main(int argc, char **argv) {
  static const struct {
    const char *name;
    int (*run)(const struct asked *asked);
  } modes[] = {{"fanout", fanout}, {"connects", connects}, {"idle", idle},
               {"throughput", throughput}, {"ping", ping}};
  struct asked asked = {.host = "127.0.0.1", .room = "#bench", .clients = 100, .rooms = 20,
                        .window = 32, .seconds = 5, .warm = 1};
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  for (int i = 2; i < argc; i++) {
    char *value = strchr(argv[i], '=');
    if (value == NULL) continue;
    *value = '\0';
    takeOption(&asked, argv[i], value + 1);
  }
  if (strncmp(asked.host, "127.", 4) != 0) {
    fprintf(stderr, "load: loopback only\n");
    return 2;
  }
  for (unsigned i = 0; argc > 1 && i < sizeof modes / sizeof *modes; i++)
    if (strcmp(argv[1], modes[i].name) == 0) return modes[i].run(&asked);
  fprintf(stderr, "usage: load fanout|connects|idle|throughput|ping [name=value]...\n");
  return 2;
}
