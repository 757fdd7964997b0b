/** Msgids: the place of an event, as a word (message-ids). Core; pure. */

/** Unique in the room for ever: places are never given twice (message-ids). */
export const msgidOf = (event: { place: number; index: number }): string =>
  event.index === 0
    ? event.place.toString(36)
    : `${event.place.toString(36)}-${event.index.toString(36)}`;

/** The reverse; undefined when no event can have that msgid. */
export function placeOfMsgid(msgid: string): { place: number; index: number } | undefined {
  const match = /^([0-9a-z]{1,10})(?:-([0-9a-z]{1,4}))?$/.exec(msgid);
  if (!match?.[1]) return undefined;
  return { place: parseInt(match[1], 36), index: match[2] ? parseInt(match[2], 36) : 0 };
}
