/** Web services, in the configuration: who believes our tokens (EXTJWT). A part of config.ts. */

export interface WebServiceConfig {
  /** What people ask for by; "*" is what they ask for who name none. */
  readonly name: string;
  /** Known to the service and to us. */
  readonly secret: string;
  /** For how long a token holds. */
  readonly seconds: number;
}

/** Enough to open a page. */
export const noWebService: WebServiceConfig = { name: "*", secret: "", seconds: 30 };
