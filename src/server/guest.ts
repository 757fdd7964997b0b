/** Guest: readable names for people who have chosen none. Pure: the salt makes the choice. */

const qualities =
  "amber bold brave bright brisk calm clever cosy crisp eager early fair fond free fresh " +
  "gentle glad golden green happy honest jolly keen kind light lively lucky mellow merry " +
  "mild neat nimble noble patient plain polite proud quick quiet rapid ready red round shy " +
  "silver sleepy smart snowy soft steady sunny swift tidy tiny warm wild wise witty young " +
  "zesty";
const animals =
  "ant badger bat bear beaver bee bison cat cod crane crow deer dove duck eagle eel elk " +
  "falcon finch fox frog gecko goat goose hare hawk hen heron horse ibex jay koala lark " +
  "lion lynx mole moose moth mouse newt otter owl panda pony puffin quail rabbit raven " +
  "robin seal shrew snail sparrow squid stork swan tiger toad trout turtle vole walrus wasp " +
  "whale wolf wren yak zebra";

const first = qualities.split(" ");
const second = animals.split(" ");

/** @param salt any whole number @param attempt 0, 1, … while the name is taken */
export function guestNick(salt: number, attempt: number): string {
  const quality = first[salt % first.length];
  const animal = second[Math.floor(salt / first.length) % second.length];
  return `${quality}-${animal}${attempt === 0 ? "" : attempt + 1}`;
}
