/** Arabic, written from right to left. */
import type { News } from "../../client/news.ts";
import type { Texts } from "../texts.ts";
import { counted } from "./ar-counting.ts";
import { arabicDialogs } from "./ar-dialogs.ts";

const people = (count: number): string => counted(count, "شخص واحد", "شخصان", "أشخاص", "شخصًا");
const because = (reason: string): string => (reason === "" ? "" : ` (${reason})`);

const refusals: Readonly<Record<string, string>> = {
  441: "هذا الشخص ليس في هذه الغرفة.",
  443: "هذا الشخص في هذه الغرفة من قبل.",
  471: "هذه الغرفة ممتلئة.",
  473: "دخول هذه الغرفة بدعوة فقط.",
  474: "أنت ممنوع من دخول هذه الغرفة.",
  475: "لهذه الغرفة كلمة سر.",
  477: "دخول هذه الغرفة لأصحاب الحسابات فقط.",
  478: "لا يمكن منع المزيد.",
  482: "هذا لمشرفي هذه الغرفة فقط.",
  696: "لا يقبل الخادم ذلك.",
};

function happened(news: News): string | null {
  switch (news.type) {
    case "kicked":
      return news.own
        ? `أخرجك ${news.by}${because(news.reason)}`
        : `أخرج ${news.by} ${news.nick}${because(news.reason)}`;
    case "renamed":
      return news.own ? `اسمك الآن ${news.to}` : `${news.nick} اسمه الآن ${news.to}`;
    case "moved":
      return `غيّر ${news.nick} اسم الغرفة: ${news.from} أصبحت ${news.room}`;
    case "topic":
      return news.text === ""
        ? `أزال ${news.nick ?? ""} الموضوع`
        : `غيّر ${news.nick ?? ""} الموضوع: ${news.text}`;
    case "mode":
      return `${news.nick}: ${news.text}`;
    case "away":
      if (news.own) return news.text === null ? "لقد عدت." : "تظهر الآن غائبًا.";
      return news.text === null ? `عاد ${news.nick}` : `${news.nick} غائب${because(news.text)}`;
    case "invited":
      return `يدعوك ${news.by} إلى ${news.room}`;
    case "people":
      return `${people(news.people.length)} في ${news.room}: ${news.people
        .map(({ prefixes, nick }) => prefixes.slice(0, 1) + nick)
        .join("، ")}`;
    case "refused":
      return (
        (refusals[news.code ?? ""] ?? news.text) +
        (news.line === null ? "" : ` — لم يُقل: ${news.line}`)
      );
    case "unconfirmed":
      return `لم يؤكّد الخادم: ${news.text}`;
    case "loggedIn":
      return `تم تسجيل الدخول باسم ${news.account}`;
    case "registered":
    case "hint":
    case "told":
      return news.text;
    default:
      return null;
  }
}

export const arabic: Texts = {
  yourName: "اسمك",
  namePlaceholder: "كما سيراك الآخرون",
  enter: "ادخل",
  entering: "جارٍ الدخول …",
  enterRoom: (room) => `أنت على وشك دخول \u2068${room}\u2069.`,
  nameWrong: "يبدأ الاسم بحرف ولا يحتوي على مسافات.",
  otherWays: "طرق أخرى للانضمام",
  noAccount: "لا حاجة إلى حساب.",

  haveAccount: "لديّ حساب",
  asGuest: "الدخول ضيفًا",
  password: "كلمة السر",
  stayLoggedIn: "ابقَ مسجّلًا على هذا الجهاز",
  loggedOut: "سُجّل خروجك من هذا الجهاز.",
  accountLocked: "لا يمكن استعمال هذا الحساب الآن.",
  wrongPassword: "الاسم وكلمة السر غير متطابقين.",

  rooms: "الغرف",
  directs: "الرسائل المباشرة",
  people,
  peopleHere: "الموجودون هنا",
  online: "موجود",
  away: "غائب",
  offline: "غير موجود",
  you: "أنت",
  openRooms: "الغرف والمحادثات",
  addRoom: "ادخل غرفة أو أنشئ واحدة",
  noTopic: "لا موضوع بعد",
  messagesIn: (name) => `الرسائل في \u2068${name}\u2069`,
  unread: (count) => counted(count, "رسالة جديدة", "رسالتان جديدتان", "رسائل جديدة", "رسالة جديدة"),
  mentions: (count) => `${count} لك`,
  newLine: "جديد",
  toEnd: "إلى الأحدث",
  nothingYet: "لم يُقل شيء هنا بعد. ألقِ التحية!",
  beginning: (name) => `هنا تبدأ \u2068${name}\u2069.`,
  loadingOlder: "جارٍ جلب ما قيل من قبل …",
  gap: "اجلب ما ينقص هنا",
  today: "اليوم",
  yesterday: "أمس",
  edited: "معدّلة",
  deleted: "سُحبت هذه الرسالة.",
  unknownReply: "رسالة سابقة",
  answering: (nick) => `الرد على \u2068${nick}\u2069`,
  editing: "تعديل رسالتك",
  cancel: "إلغاء",

  reactions: "التفاعلات",
  react: (sign) => `تفاعل بـ ${sign}`,
  reactOther: "تفاعل",
  tools: "ما يمكن فعله بهذه الرسالة",
  answer: "رد",
  change: "تعديل",
  takeBack: "سحب",
  list: (parts) =>
    parts.length < 2 ? (parts[0] ?? "") : `${parts.slice(0, -1).join("، ")} و${parts.at(-1) ?? ""}`,

  guest: "ضيف",
  loggedInAs: (account) => `مسجّل باسم \u2068${account}\u2069`,
  settings: "الإعدادات",
  search: "بحث",
  inNoRoom: "لست في أي غرفة بعد.",
  findPerson: "ابحث عن أشخاص",
  role: (sign) =>
    ({
      "~": "المؤسس",
      "&": "المديرون",
      "@": "المشرفون",
      "%": "مساعدو المشرفين",
      "+": "لهم حق الكلام",
      "": "الناس",
    })[sign] ?? sign,
  updated: "توجد نسخة أحدث.",
  useNow: "استعملها الآن",
  attach: "أرفق ملفًا",
  uploading: (percent) => `جارٍ إرسال الملف … ${percent}٪`,
  notUploaded: "تعذّر إرسال الملف",
  picture: "صورة",
  offers: "اقتراحات",

  emoji: "إيموجي",
  commands: {
    away: "قل إنك غائب؛ وبلا نص إنك عدت",
    ban: "امنع شخصًا من الغرفة؛ وبلا اسم: من هم الممنوعون",
    close: "غادر المحادثة وأزلها من القائمة",
    delete: "اسحب آخر ما قلته هنا",
    deop: "اسحب رتبة المشرف",
    devoice: "اسحب حق الكلام",
    edit: "قل بصيغة أخرى آخر ما قلته هنا",
    forget: "أهمل الأسطر التي ربما لم تُرسل",
    help: "هذه القائمة",
    history: "ما قيل هنا من قبل",
    invite: "ادعُ شخصًا إلى غرفة",
    join: "ادخل غرفة أو انتقل إليها",
    kick: "أخرج شخصًا من الغرفة",
    login: "سجّل الدخول؛ ستُسأل عن كلمة السر",
    me: "أخبر بما تفعله",
    mode: "اقرأ أوضاع الغرفة أو غيّرها",
    msg: "قل شيئًا لشخص واحد",
    nick: "اتخذ اسمًا آخر",
    notice: "قل شيئًا لا يحتاج إلى جواب",
    op: "اجعل شخصًا مشرفًا على الغرفة",
    part: "غادر غرفة",
    query: "ابدأ محادثة مع شخص",
    quit: "اخرج",
    raw: "أرسل سطر IRC كما هو",
    react: "تفاعل مع آخر ما قيل؛ ومرة أخرى تسحبه",
    reply: "أجب عن آخر ما قاله شخص",
    resend: "قل من جديد الأسطر التي ربما لم تُرسل",
    rooms: "ما الغرف الموجودة",
    search: "ابحث فيما قيل هنا",
    topic: "اقرأ موضوع الغرفة أو غيّره",
    unban: "اسمح لشخص بالدخول من جديد",
    voice: "دع شخصًا يتكلم في غرفة مُدارة",
    who: "من هنا",
    whois: "من هو هذا الشخص",
  },

  write: (name) => `اكتب إلى \u2068${name}\u2069`,
  send: "إرسال",
  waits: "تنتظر الإرسال",
  sending: "جارٍ الإرسال",
  doubtful: "ربما لم تُرسل",
  sendAgain: "أرسلها ثانية",
  drop: "تجاهلها",
  typing: (nicks) =>
    nicks.length === 1
      ? `\u2068${nicks[0]}\u2069 يكتب …`
      : nicks.length === 2
        ? `\u2068${nicks[0]}\u2069 و\u2068${nicks[1]}\u2069 يكتبان …`
        : `${people(nicks.length)} يكتبون …`,

  connecting: "جارٍ الاتصال …",
  lost: (seconds) => `انقطع الاتصال. محاولة جديدة بعد ${seconds} ث.`,
  catchingUp: "جارٍ جلب ما قيل في هذه الأثناء …",
  tryNow: "حاول الآن",

  joined: (nicks, count) => (count === 1 ? `دخل ${nicks}` : `دخلوا: ${nicks}`),
  left: (nicks, count) => (count === 1 ? `خرج ${nicks}` : `خرجوا: ${nicks}`),
  others: (count) => `${count} آخرون`,
  happened,
  dialogs: arabicDialogs,
};
