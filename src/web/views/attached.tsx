/** Attached: a file of this server as what it is: a picture in the place that it will need, so that
 * nothing jumps. Files of other servers are only linked: the page loads nothing from elsewhere. */
import type { VNode } from "../preact.ts";
import { texts } from "../texts.ts";

const pictures = /\.(?:png|jpe?g|gif|webp|avif)$/i;
const edgeMax = 360;

interface Picture {
  readonly address: string;
  readonly name: string;
  readonly width: number;
  readonly height: number;
}

function pictureAt(address: string): Picture | null {
  const { origin, pathname, hash } = new URL(address);
  const [, width = "", height = ""] = /^#(\d{1,5})x(\d{1,5})$/.exec(hash) ?? [];
  const [, name = ""] = /^\/files\/[\w-]+\/([^/]+)$/.exec(pathname) ?? [];
  if (origin !== location.origin || !pictures.test(name) || Number(height) === 0) return null;
  const scale = Math.min(1, edgeMax / Math.max(Number(width), Number(height)));
  const size = { width: Math.round(+width * scale), height: Math.round(+height * scale) };
  return { address: origin + pathname, name: decoded(name), ...size };
}

function decoded(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}

export function Attached({ addresses }: { addresses: readonly string[] }): VNode | null {
  const shown = addresses.map(pictureAt).filter((picture) => picture !== null);
  if (shown.length === 0) return null;
  return (
    <div class="attached">
      {shown.map(({ address, name, width, height }) => (
        <a key={address} href={address} target="_blank" rel="noopener noreferrer">
          <img
            src={address}
            alt={`${texts.picture}: ${name}`}
            width={width}
            height={height}
            loading="lazy"
            decoding="async"
          />
        </a>
      ))}
    </div>
  );
}
