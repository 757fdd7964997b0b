/** Preact, as far as it is used here: the one place that imports it. */
export { Component, render } from "preact";
export type { ComponentChildren, RefObject, VNode } from "preact";
export { useEffect, useId, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
