/** Commands: the one table of all there are. To add one, write its file and add its line. */
import type { Commands } from "./command.ts";
import { admin } from "./commands/admin.ts";
import { audit } from "./commands/audit.ts";
import { authenticate } from "./commands/authenticate.ts";
import { away } from "./commands/away.ts";
import { ban } from "./commands/ban.ts";
import { batch } from "./commands/batch.ts";
import { cap } from "./commands/cap.ts";
import { chathistory } from "./commands/chathistory.ts";
import { chghost } from "./commands/chghost.ts";
import { device } from "./commands/device.ts";
import { dline, undline } from "./commands/dline.ts";
import { edit } from "./commands/edit.ts";
import { extjwt } from "./commands/extjwt.ts";
import { help } from "./commands/help.ts";
import { history } from "./commands/history.ts";
import { info } from "./commands/info.ts";
import { invite } from "./commands/invite.ts";
import { ison } from "./commands/ison.ts";
import { isupport } from "./commands/isupport.ts";
import { join } from "./commands/join.ts";
import { kick } from "./commands/kick.ts";
import { kill } from "./commands/kill.ts";
import { kline, unkline } from "./commands/kline.ts";
import { links } from "./commands/links.ts";
import { list } from "./commands/list.ts";
import { lusers } from "./commands/lusers.ts";
import { markread } from "./commands/markread.ts";
import { metadata } from "./commands/metadata.ts";
import { mode } from "./commands/mode.ts";
import { monitor } from "./commands/monitor.ts";
import { motd } from "./commands/motd.ts";
import { names } from "./commands/names.ts";
import { nick } from "./commands/nick.ts";
import { notice } from "./commands/notice.ts";
import { cs, ns, znc } from "./commands/ns.ts";
import { oper } from "./commands/oper.ts";
import { part } from "./commands/part.ts";
import { pass } from "./commands/pass.ts";
import { persistence } from "./commands/persistence.ts";
import { ping } from "./commands/ping.ts";
import { pong } from "./commands/pong.ts";
import { privmsg } from "./commands/privmsg.ts";
import { quit } from "./commands/quit.ts";
import { register } from "./commands/register.ts";
import { redact } from "./commands/redact.ts";
import { rehash } from "./commands/rehash.ts";
import { relaymsg } from "./commands/relaymsg.ts";
import { rename } from "./commands/rename.ts";
import { resume } from "./commands/resume.ts";
import { sajoin } from "./commands/sajoin.ts";
import { samode } from "./commands/samode.ts";
import { sanick } from "./commands/sanick.ts";
import { sapart } from "./commands/sapart.ts";
import { search } from "./commands/search.ts";
import { setname } from "./commands/setname.ts";
import { stats } from "./commands/stats.ts";
import { tagmsg } from "./commands/tagmsg.ts";
import { time } from "./commands/time.ts";
import { token } from "./commands/token.ts";
import { topic } from "./commands/topic.ts";
import { unsay } from "./commands/unsay.ts";
import { user } from "./commands/user.ts";
import { userhost } from "./commands/userhost.ts";
import { verify } from "./commands/verify.ts";
import { version } from "./commands/version.ts";
import { wallops } from "./commands/wallops.ts";
import { webpush } from "./commands/webpush.ts";
import { webirc } from "./commands/webirc.ts";
import { who } from "./commands/who.ts";
import { whois } from "./commands/whois.ts";
import { whowas } from "./commands/whowas.ts";

export const commands: Commands = {
  ADMIN: admin,
  AUDIT: audit,
  AUTHENTICATE: authenticate,
  AWAY: away,
  BAN: ban,
  BATCH: batch,
  CAP: cap,
  CHANSERV: cs,
  CHATHISTORY: chathistory,
  CHGHOST: chghost,
  CS: cs,
  DEVICE: device,
  DLINE: dline,
  EDIT: edit,
  EXTJWT: extjwt,
  HELP: help,
  HISTORY: history,
  INFO: info,
  INVITE: invite,
  ISON: ison,
  ISUPPORT: isupport,
  JOIN: join,
  KICK: kick,
  KILL: kill,
  KLINE: kline,
  LINKS: links,
  LIST: list,
  LUSERS: lusers,
  MARKREAD: markread,
  METADATA: metadata,
  MODE: mode,
  MONITOR: monitor,
  MOTD: motd,
  NAMES: names,
  NICK: nick,
  NICKSERV: ns,
  NOTICE: notice,
  NS: ns,
  OPER: oper,
  PART: part,
  PASS: pass,
  PERSISTENCE: persistence,
  PING: ping,
  PONG: pong,
  PRIVMSG: privmsg,
  QUIT: quit,
  REDACT: redact,
  REGISTER: register,
  REHASH: rehash,
  RELAYMSG: relaymsg,
  RENAME: rename,
  RESUME: resume,
  SAJOIN: sajoin,
  SAMODE: samode,
  SANICK: sanick,
  SAPART: sapart,
  SEARCH: search,
  SETNAME: setname,
  STATS: stats,
  TAGMSG: tagmsg,
  TIME: time,
  TOKEN: token,
  TOPIC: topic,
  UNDLINE: undline,
  UNKLINE: unkline,
  UNSAY: unsay,
  USER: user,
  USERHOST: userhost,
  VERIFY: verify,
  VERSION: version,
  WALLOPS: wallops,
  WEBIRC: webirc,
  WEBPUSH: webpush,
  WHO: who,
  WHOIS: whois,
  WHOWAS: whowas,
  ZNC: znc,
};
