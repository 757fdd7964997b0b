/** Message row: draws a message anew only when something of it has changed, so that a page full of
 * them costs nothing while others come. */
import { Component } from "../preact.ts";
import type { VNode } from "../preact.ts";
import { Message } from "./message.tsx";
import type { MessageProps } from "./message.tsx";

interface RowProps extends MessageProps {
  readonly version: number;
  /** How the person is shown now, and in which language. */
  readonly look: string;
}

export class MessageRow extends Component<RowProps> {
  override shouldComponentUpdate(next: RowProps): boolean {
    const { said, version, follows, of, look, preview } = this.props;
    return (
      said !== next.said ||
      version !== next.version ||
      follows !== next.follows ||
      of !== next.of ||
      look !== next.look ||
      preview !== next.preview
    );
  }

  override render(): VNode {
    return <Message {...this.props} />;
  }
}
