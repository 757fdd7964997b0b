/** Profile: how others see one: a name to show, and a picture, chosen here or from elsewhere. */
import { profileOf } from "../../client/profiles.ts";
import type { ProfileKey } from "../../client/profiles.ts";
import type { App } from "../app.ts";
import type { VNode } from "../preact.ts";
import { useRef, useState } from "../preact.ts";
import { remember, remembered } from "../remembered.ts";
import { dialogTexts } from "../dialog-texts.ts";
import { texts } from "../texts.ts";
import { post } from "../uploads.ts";
import { Avatar, Name } from "./avatar.tsx";
import { Field } from "./fields.tsx";

/** Drawn at 56 at most, on screens with three dots for one. */
const edge = 192;
const nameLettersMax = 40;

export function Profile({ app }: { app: App }): VNode | null {
  const { state } = app;
  const chooser = useRef<HTMLInputElement>(null);
  const known = state === null ? null : profileOf(state, state.nick);
  const [name, setName] = useState(known?.displayName ?? "");
  const [address, setAddress] = useState(known?.avatar ?? "");
  const [failure, setFailure] = useState("");
  if (state === null || known === null) return null;
  const set = (key: ProfileKey, value: string): void => {
    if (known[key] === value) return;
    app.act({ type: "profile", key, value });
    remember({ profile: { ...remembered.profile, [key]: value } });
  };
  const choose = async (file: File | undefined): Promise<void> => {
    if (file === undefined) return;
    const told = await uploaded(app, file);
    setFailure("failure" in told ? told.failure : "");
    if (!("address" in told)) return;
    setAddress(told.address);
    set("avatar", told.address);
  };
  return (
    <form
      class="stack"
      onSubmit={(event) => {
        event.preventDefault();
        set("displayName", name.trim());
        set("avatar", address.trim());
        app.show(null);
      }}
    >
      <div class="card">
        <Avatar app={app} nick={state.nick} />
        <p>
          <strong>
            <Name app={app} nick={state.nick} />
          </strong>
        </p>
      </div>
      <Field
        words={dialogTexts().shownName}
        value={name}
        set={setName}
        name="name"
        placeholder={state.nick}
        letters={nameLettersMax}
      />
      <div class="choices">
        <button type="button" onClick={() => chooser.current?.click()}>
          {dialogTexts().choosePicture}
        </button>
        {known.avatar !== "" && (
          <button
            type="button"
            onClick={() => {
              setAddress("");
              set("avatar", "");
            }}
          >
            {dialogTexts().removePicture}
          </button>
        )}
        <input
          ref={chooser}
          type="file"
          accept="image/*"
          class="hidden"
          tabIndex={-1}
          aria-hidden="true"
          onChange={({ currentTarget }) => {
            void choose(currentTarget.files?.[0]);
            currentTarget.value = "";
          }}
        />
      </div>
      <Field words={dialogTexts().pictureAddress} value={address} set={setAddress} name="photo" />
      <p class="said" role="alert">
        {failure}
      </p>
      <button type="submit" class="primary">
        {dialogTexts().save}
      </button>
    </form>
  );
}

async function uploaded(app: App, file: File) {
  try {
    const small = await squared(file);
    const word = await app.warrants.ask("FILEHOST");
    if (word === null) return { failure: app.warrants.refusal || texts.notUploaded };
    return await post(word, small, () => undefined);
  } catch {
    return { failure: texts.notUploaded };
  }
}

/** The middle of it, no larger than it is shown; nothing goes out that the picture says besides. */
async function squared(file: File): Promise<File> {
  const picture = await createImageBitmap(file);
  const side = Math.min(picture.width, picture.height);
  const canvas = document.createElement("canvas");
  canvas.width = Math.min(edge, side);
  canvas.height = canvas.width;
  const [left, top] = [(picture.width - side) / 2, (picture.height - side) / 2];
  canvas
    .getContext("2d")
    ?.drawImage(picture, left, top, side, side, 0, 0, canvas.width, canvas.height);
  picture.close();
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, "image/png"));
  if (blob === null) throw new Error("no picture");
  return new File([blob], "avatar.png", { type: "image/png" });
}
