/** Own account: the change of an account by its owner, or by an operator who may. Core; pure. */
import type { Account, AccountChanges } from "./account.ts";
import type { Outcome } from "./command.ts";
import { audited } from "./outcomes.ts";
import { refuse } from "./refusal.ts";
import { accountNamed, hasRight, type State, type User } from "./state.ts";

/** For its owner, and for operators with the right. */
export function ofOwn(
  state: State,
  name: string,
  by: User,
  what: string,
  change: (account: Account) => readonly Outcome[],
): readonly Outcome[] {
  const account = accountNamed(state, name);
  if (!account) return [refuse("noSuchAccount", name)];
  if (by.account === account.name) return change(account);
  if (!hasRight(by, "accounts")) return [refuse("notYourAccount", account.name)];
  const outcomes = change(account);
  const [first] = outcomes;
  if (first === undefined || first.type === "refused") return outcomes;
  return [...outcomes, audited(by, what, account.name)];
}

export const updated = ({ key }: Account, changes: AccountChanges) => ({
  type: "accountUpdated" as const,
  key,
  changes,
});
