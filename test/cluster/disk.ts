/**
 * Disk: makes the disk slow for one process, so that each write waits for its turn: by the block
 * device's throttle of control groups (version 1, as root). Elsewhere there is no such thing.
 */
import { existsSync, mkdirSync, rmdirSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";

const groups = "/sys/fs/cgroup/blkio";

/** Undoes it; undefined where it cannot be done. @param file lies on the disk */
export function slowDisk(
  pid: number,
  file: string,
  writesPerSecond: number,
): (() => void) | undefined {
  const device = deviceOf(file);
  if (device === undefined || !existsSync(`${groups}/blkio.throttle.write_iops_device`))
    return undefined;
  const group = path.join(groups, `banter-${process.pid}-${pid}`);
  try {
    mkdirSync(group);
    writeFileSync(`${group}/blkio.throttle.write_iops_device`, `${device} ${writesPerSecond}`);
    writeFileSync(`${group}/cgroup.procs`, String(pid));
  } catch {
    rmdirSync(group);
    return undefined;
  }
  return () => {
    if (existsSync(`/proc/${pid}`)) writeFileSync(`${groups}/cgroup.procs`, String(pid));
    rmdirSync(group);
  };
}

/** "major:minor" of the whole disk; undefined for what is on none. */
function deviceOf(file: string): string | undefined {
  const { dev } = statSync(file);
  const major = (dev >> 8) & 0xfff;
  const minor = (dev & 0xff) | ((dev >> 12) & 0xfff00);
  const known = `/sys/dev/block/${major}:${minor}`;
  return existsSync(known) && !existsSync(`${known}/partition`) ? `${major}:${minor}` : undefined;
}
