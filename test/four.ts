/**
 * Four: alice, bob, carol and dave, once they have come, are in #a, alice as its operator, and
 * have heard all of it. The beginning of a transcript, which says itself what each of them can do.
 */
export const allJoin = `
    alice > JOIN #a
    alice << 366
    bob > JOIN #a
    bob << 366
    alice < …JOIN #a
    carol > JOIN #a
    carol << 366
    alice < …JOIN #a
    bob < …JOIN #a
    dave > JOIN #a
    dave << 366
    alice < …JOIN #a
    bob < …JOIN #a
    carol < …JOIN #a
`;
