/** Message row: draws a message anew only when something of it has changed, so that a page full of
 * them costs nothing while others come; and what can be done with it once one comes near. */
import { Component } from "../preact.ts";
import type { VNode } from "../preact.ts";
import { Message } from "./message.tsx";
import type { MessageProps } from "./message.tsx";

interface RowProps extends Omit<MessageProps, keyof RowState | "comesNear"> {
  readonly version: number;
  /** How the person is shown now, and in which language. */
  readonly look: string;
}

interface RowState {
  readonly near: boolean;
}

export class MessageRow extends Component<RowProps, RowState> {
  override state: RowState = { near: false };
  readonly #near = (): void => {
    if (!this.state.near) this.setState({ near: true });
  };

  override shouldComponentUpdate(next: RowProps, { near }: RowState): boolean {
    const { said, version, follows, of, look, preview } = this.props;
    return (
      said !== next.said ||
      version !== next.version ||
      follows !== next.follows ||
      of !== next.of ||
      look !== next.look ||
      preview !== next.preview ||
      near !== this.state.near
    );
  }

  override render(): VNode {
    return <Message {...this.props} near={this.state.near} comesNear={this.#near} />;
  }
}
