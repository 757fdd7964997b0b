/**
 * What an administrator decides about what is served to browsers, and about the files that people
 * upload. A part of config.ts.
 */

export interface WebConfig {
  /** Where others reach this server with a browser, ending with "/"; undefined: as they came. */
  readonly address: string | undefined;
}

export const webDefault: WebConfig = { address: undefined };

export const fileKinds = ["picture", "audio", "video", "text", "other"] as const;
export type FileKind = (typeof fileKinds)[number];

export interface FilesConfig {
  readonly enabled: boolean;
  /** Who has no account may upload, too. */
  readonly guests: boolean;
  /** Of their content, whatever they are called. */
  readonly kinds: readonly FileKind[];
  /** Of one file; a megabyte is a million bytes. */
  readonly fileMegabytesMax: number;
  /** Of one account, of all who have none, and of the server; 0 is without bound. */
  readonly accountMegabytesMax: number;
  readonly guestsMegabytesMax: number;
  readonly totalMegabytesMax: number;
  /** Then they go; 0 for never. */
  readonly daysMax: number;
}

export const filesDefault: FilesConfig = {
  enabled: true,
  guests: true,
  kinds: fileKinds,
  fileMegabytesMax: 25, // a short film of a telephone
  accountMegabytesMax: 500,
  guestsMegabytesMax: 500,
  totalMegabytesMax: 5_000,
  daysMax: 0,
};

export interface PreviewsConfig {
  /** What a link leads to is fetched, when somebody's client asks for it. */
  readonly enabled: boolean;
}

export const previewsDefault: PreviewsConfig = { enabled: true };

export interface PushConfig {
  /** Devices that are asleep are told of mentions and direct messages, by Web Push. */
  readonly enabled: boolean;
}

export const pushDefault: PushConfig = { enabled: true };
