/** Styles are imported for their effect: Vite bundles them. */
declare module "*.css";
/** Which sources the page was built of. */
declare const buildId: string;
