/**
 * Emoji: names as people know them from other chats (":tada:"), for completion and for reactions.
 * A table; the first ones are those that are offered before anything is typed.
 */
const table = `
+1 👍|thumbsup 👍|heart ❤️|joy 😂|tada 🎉|eyes 👀|rocket 🚀|-1 👎|thumbsdown 👎|thinking 🤔|pray 🙏|
clap 👏|fire 🔥|100 💯|white_check_mark ✅|check ✔️|x ❌|wave 👋|smile 😄|grin 😁|laughing 😆|
sweat_smile 😅|rofl 🤣|slightly_smiling_face 🙂|upside_down 🙃|wink 😉|blush 😊|innocent 😇|
heart_eyes 😍|star_struck 🤩|kissing_heart 😘|yum 😋|stuck_out_tongue 😛|zany_face 🤪|hugs 🤗|
shushing_face 🤫|zipper_mouth 🤐|raised_eyebrow 🤨|neutral_face 😐|expressionless 😑|smirk 😏|
unamused 😒|roll_eyes 🙄|grimacing 😬|relieved 😌|pensive 😔|sleepy 😪|sleeping 😴|mask 😷|
nauseated_face 🤢|sneezing_face 🤧|hot_face 🥵|cold_face 🥶|dizzy_face 😵|exploding_head 🤯|
cowboy 🤠|partying_face 🥳|sunglasses 😎|nerd_face 🤓|monocle 🧐|confused 😕|worried 😟|frowning ☹️|
open_mouth 😮|astonished 😲|flushed 😳|pleading 🥺|fearful 😨|cold_sweat 😰|cry 😢|sob 😭|scream 😱|
disappointed 😞|sweat 😓|weary 😩|tired_face 😫|yawning 🥱|triumph 😤|rage 😡|angry 😠|cursing 🤬|
smiling_imp 😈|imp 👿|skull 💀|poop 💩|clown 🤡|ghost 👻|alien 👽|robot 🤖|smile_cat 😸|
heart_eyes_cat 😻|see_no_evil 🙈|hear_no_evil 🙉|speak_no_evil 🙊|broken_heart 💔|two_hearts 💕|
sparkling_heart 💖|orange_heart 🧡|yellow_heart 💛|green_heart 💚|blue_heart 💙|purple_heart 💜|
black_heart 🖤|white_heart 🤍|collision 💥|boom 💥|dash 💨|speech_balloon 💬|zzz 💤|
raised_hand ✋|ok_hand 👌|pinching_hand 🤏|v ✌️|crossed_fingers 🤞|metal 🤘|call_me 🤙|point_left 👈|
point_right 👉|point_up 👆|point_down 👇|fist ✊|facepunch 👊|raised_hands 🙌|open_hands 👐|
handshake 🤝|writing_hand ✍️|muscle 💪|brain 🧠|ear 👂|nose 👃|tongue 👅|lips 👄|baby 👶|
man_shrugging 🤷‍♂️|woman_shrugging 🤷‍♀️|shrug 🤷|facepalm 🤦|man_facepalming 🤦‍♂️|
woman_facepalming 🤦‍♀️|bow 🙇|runner 🏃|dancer 💃|man_dancing 🕺|family 👪|
dog 🐶|cat 🐱|mouse 🐭|hamster 🐹|rabbit 🐰|fox 🦊|bear 🐻|panda 🐼|koala 🐨|tiger 🐯|lion 🦁|cow 🐮|
pig 🐷|frog 🐸|monkey 🐒|chicken 🐔|penguin 🐧|bird 🐦|duck 🦆|owl 🦉|wolf 🐺|horse 🐴|unicorn 🦄|
bee 🐝|bug 🐛|butterfly 🦋|snail 🐌|ant 🐜|spider 🕷️|turtle 🐢|snake 🐍|octopus 🐙|crab 🦀|fish 🐟|
dolphin 🐬|whale 🐳|shark 🦈|elephant 🐘|cactus 🌵|christmas_tree 🎄|evergreen_tree 🌲|palm_tree 🌴|
seedling 🌱|herb 🌿|four_leaf_clover 🍀|maple_leaf 🍁|mushroom 🍄|bouquet 💐|rose 🌹|sunflower 🌻|
cherry_blossom 🌸|earth_africa 🌍|full_moon 🌕|crescent_moon 🌙|star ⭐|star2 🌟|sparkles ✨|zap ⚡|
sunny ☀️|partly_sunny ⛅|cloud ☁️|rainbow 🌈|umbrella ☂️|snowflake ❄️|snowman ⛄|droplet 💧|ocean 🌊|
apple 🍎|banana 🍌|lemon 🍋|watermelon 🍉|grapes 🍇|strawberry 🍓|peach 🍑|cherries 🍒|pineapple 🍍|
avocado 🥑|tomato 🍅|hot_pepper 🌶️|corn 🌽|carrot 🥕|bread 🍞|croissant 🥐|cheese 🧀|egg 🥚|bacon 🥓|
hamburger 🍔|fries 🍟|pizza 🍕|hotdog 🌭|taco 🌮|burrito 🌯|spaghetti 🍝|ramen 🍜|sushi 🍣|rice 🍚|
icecream 🍦|doughnut 🍩|cookie 🍪|birthday 🎂|cake 🍰|chocolate_bar 🍫|candy 🍬|popcorn 🍿|
coffee ☕|tea 🍵|beer 🍺|beers 🍻|wine_glass 🍷|cocktail 🍸|champagne 🍾|clinking_glasses 🥂|
soccer ⚽|basketball 🏀|football 🏈|tennis 🎾|trophy 🏆|medal 🏅|dart 🎯|game_die 🎲|video_game 🎮|
guitar 🎸|musical_note 🎵|notes 🎶|headphones 🎧|microphone 🎤|art 🎨|movie_camera 🎥|camera 📷|
car 🚗|taxi 🚕|bus 🚌|train 🚆|bike 🚲|airplane ✈️|ship 🚢|house 🏠|office 🏢|hospital 🏥|tent ⛺|
construction 🚧|warning ⚠️|no_entry ⛔|stop_sign 🛑|rotating_light 🚨|hourglass ⌛|alarm_clock ⏰|
watch ⌚|phone ☎️|iphone 📱|computer 💻|desktop_computer 🖥️|keyboard ⌨️|floppy_disk 💾|cd 💿|
battery 🔋|bulb 💡|flashlight 🔦|book 📖|books 📚|newspaper 📰|moneybag 💰|dollar 💵|email 📧|
envelope ✉️|package 📦|mailbox 📫|pencil ✏️|memo 📝|calendar 📅|chart 📈|clipboard 📋|pushpin 📌|
paperclip 📎|scissors ✂️|lock 🔒|unlock 🔓|key 🔑|hammer 🔨|wrench 🔧|gear ⚙️|link 🔗|magnet 🧲|
microscope 🔬|telescope 🔭|pill 💊|door 🚪|bed 🛏️|gift 🎁|balloon 🎈|crown 👑|gem 💎|bell 🔔|
no_bell 🔕|mega 📣|mag 🔍|question ❓|exclamation ❗|interrobang ⁉️|plus ➕|minus ➖|recycle ♻️|
arrow_up ⬆️|arrow_down ⬇️|arrow_left ⬅️|arrow_right ➡️|repeat 🔁|ok 🆗|new 🆕|free 🆓|sos 🆘|
red_circle 🔴|green_circle 🟢|blue_circle 🔵|white_circle ⚪|black_circle ⚫|checkered_flag 🏁|
white_flag 🏳️|rainbow_flag 🏳️‍🌈|pirate_flag 🏴‍☠️`;

export interface Emoji {
  readonly name: string;
  readonly emoji: string;
}

export const emoji: readonly Emoji[] = table.split("|").map((entry) => {
  const [name = "", sign = ""] = entry.trim().split(" ");
  return { name, emoji: sign };
});

/** Those whose names begin with it, then those that have it within. */
export function emojiNamed(part: string): Emoji[] {
  const wanted = part.toLowerCase();
  const begins = emoji.filter(({ name }) => name.startsWith(wanted));
  const within = emoji.filter(({ name }) => !name.startsWith(wanted) && name.includes(wanted));
  return [...begins, ...within];
}
