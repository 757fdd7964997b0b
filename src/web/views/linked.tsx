/** Linked: what a link leads to, in a card. It may come after the message: the log keeps in its
 * place what is being read. */
import type { VNode } from "../preact.ts";
import type { Preview } from "../previews.ts";

export function Linked({ preview }: { preview: Preview }): VNode {
  const { title, description, site, picture } = preview;
  const shown = picture !== undefined && (
    <img
      src={picture}
      alt=""
      loading="lazy"
      decoding="async"
      onError={({ currentTarget }) => (currentTarget.hidden = true)}
    />
  );
  if (title === "" && description === "")
    return <div class="linked alone">{shown || <bdi>{site}</bdi>}</div>;
  return (
    <div class="linked">
      <div class="words" dir="auto">
        <small>{site}</small>
        <strong>{title}</strong>
        {description !== "" && <p>{description}</p>}
      </div>
      {shown}
    </div>
  );
}
