/* Measuring: clocks, a histogram, and the CPU time and memory of the server under test. */
#include "load.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

static uint64_t clockOf(clockid_t id) {
  struct timespec at;
  if (clock_gettime(id, &at) != 0) return 0;
  return (uint64_t)at.tv_sec * 1000000000u + (uint64_t)at.tv_nsec;
}

uint64_t now(void) { return clockOf(CLOCK_MONOTONIC); }

uint64_t cpuOwn(void) { return clockOf(CLOCK_PROCESS_CPUTIME_ID); }

void fail(const char *what) {
  perror(what);
  exit(1);
}

void histogramAdd(struct histogram *histogram, uint64_t nanoseconds) {
  int top = 63 - __builtin_clzll(nanoseconds | 64);
  uint64_t bucket = ((uint64_t)top << 6) | ((nanoseconds >> (top - 6)) & 63);
  histogram->buckets[bucket]++;
  histogram->count++;
  if (nanoseconds > histogram->max) histogram->max = nanoseconds;
}

double histogramMs(const struct histogram *histogram, double quantile) {
  uint64_t wanted = (uint64_t)((double)histogram->count * quantile), seen = 0;
  for (int bucket = 0; bucket < 64 * 64; bucket++) {
    seen += histogram->buckets[bucket];
    if (seen <= wanted || histogram->buckets[bucket] == 0) continue;
    int top = bucket >> 6;
    double low = (double)(1ull << top) * (1.0 + (double)(bucket & 63) / 64.0);
    return low / 1e6;
  }
  return (double)histogram->max / 1e6;
}

/* Children, and theirs: `visit` is told every living process of the tree. Needs the kernel's
 * children file; without it only the process itself is seen. */
static uint64_t sumTree(int pid, uint64_t (*visit)(int pid)) {
  char path[96];
  uint64_t sum = visit(pid);
  snprintf(path, sizeof path, "/proc/%d/task/%d/children", pid, pid);
  FILE *file = fopen(path, "r");
  if (file == NULL) return sum;
  int child;
  while (fscanf(file, "%d", &child) == 1) sum += sumTree(child, visit);
  fclose(file);
  return sum;
}

/* utime + stime of all threads, to the nanosecond: the same sum as in /proc/PID/stat, whose
 * ticks of 10 ms are too coarse for a short run. */
static uint64_t cpuOfOne(int pid) {
  clockid_t id;
  return clock_getcpuclockid(pid, &id) == 0 ? clockOf(id) : 0;
}

static uint64_t rssOfOne(int pid) {
  char path[64], line[256];
  uint64_t kilobytes = 0;
  snprintf(path, sizeof path, "/proc/%d/smaps_rollup", pid);
  FILE *file = fopen(path, "r");
  if (file == NULL) return 0;
  while (fgets(line, sizeof line, file) != NULL)
    if (sscanf(line, "Rss: %lu", &kilobytes) == 1) break;
  fclose(file);
  return kilobytes * 1024;
}

uint64_t cpuOf(int pid) { return pid > 0 ? sumTree(pid, cpuOfOne) : 0; }

uint64_t rssOf(int pid) { return pid > 0 ? sumTree(pid, rssOfOne) : 0; }
