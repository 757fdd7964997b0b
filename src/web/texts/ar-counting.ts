/** Counting in Arabic. */
const plural = new Intl.PluralRules("ar");

/** Arabic counts one, two, few (3 to 10) and many differently. */
export function counted(
  count: number,
  one: string,
  two: string,
  few: string,
  many: string,
): string {
  switch (plural.select(count)) {
    case "one":
      return one;
    case "two":
      return two;
    case "few":
      return `${count} ${few}`;
    default:
      return `${count} ${many}`;
  }
}
