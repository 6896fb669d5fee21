// What the page says for itself: status, notices, passing messages, a question with two answers.

function status(text, tone = "") {
  $("status").textContent = text;
  $("status").dataset.tone = tone;
}

function toast(text, tone = "") {
  const item = make("div", {class: "toast", "data-tone": tone}, text);
  $("toasts").append(item);
  setTimeout(() => item.remove(), tone === "bad" ? 9000 : 4000);
}

// What stands above the document: that the agent is at work before anything else.
const notices = new Map();
function notice(about, text) {
  notices.set(about, text);
  const shown = notices.get("agent") || notices.get("kept") || "";
  $("notice").hidden = !shown;
  $("notice").textContent = shown;
}

function failed(refused) {
  if (isOver) return;
  toast(refused.message, "bad");
  tell("error", {message: refused.message});
}

// What stands where the document would, and a button that loads the page again.
function instead(title, offer, ...told) {
  const reload = {type: "button", class: "primary", onclick: () => location.reload()};
  const text = [make("h2", {}, title), ...told, make("button", reload, offer)];
  $("stage").replaceChildren(make("div", {class: "refusal"}, ...text));
}

function choose(title, sides, first, second) {
  return new Promise((resolve) => {
    const dialog = $("dialog");
    const end = (answer) => {
      dialog.close();
      resolve(answer);
    };
    dialog.replaceChildren(
      make("h2", {id: "dialog-title"}, title),
      make(
        "div",
        {class: "sides"},
        ...sides.map(([name, text]) => make("div", {}, make("h3", {}, name), make("p", {}, text))),
      ),
      make(
        "div",
        {class: "askrow"},
        make("button", {type: "button", onclick: () => end(false)}, second),
        make("button", {type: "button", class: "primary", onclick: () => end(true)}, first),
      ),
    );
    dialog.oncancel = () => resolve(false);
    dialog.showModal();
  });
}
