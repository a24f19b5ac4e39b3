import { at, facts, fill, introduce } from "/parts.js";
import { on, send } from "/send.js";

const { api } = facts.site;

on("post", async () => {
  const form = new FormData(at("post"));
  // A form's encoding, which needs no preflight.
  const body = new URLSearchParams({ text: form.get("text") });
  await send("POST", api + form.get("route"), { body });
});

on("read", async () => {
  const got = await send("GET", `${api}/messages`);
  const messages = got ? JSON.parse(got.text) : [];
  fill(at("messages"), messages.map((message) => message.text));
  at("none").hidden = messages.length > 0;
});

introduce();
