/** Answers: what routes answer with, in their common forms. Pure. */
import type { RoutedAnswer } from "../transport.ts";

type Headers = Readonly<Record<string, string>>;

export const plainAnswer = (status: number, text: string, headers: Headers = {}): RoutedAnswer => ({
  status,
  headers: { "Content-Type": "text/plain; charset=utf-8", "Cache-Control": "no-store", ...headers },
  body: text === "" ? "" : `${text}\n`,
});

export const jsonAnswer = (
  status: number,
  value: unknown,
  headers: Headers = {},
): RoutedAnswer => ({
  status,
  headers: { "Content-Type": "application/json", "Cache-Control": "no-store", ...headers },
  body: JSON.stringify(value),
});
