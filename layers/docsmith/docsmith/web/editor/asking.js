// The panel beside the document: ask for a change and follow it.

const PHASES = {
  preflight: "Checking the request",
  acquiring_pool: "Waiting for a place",
  loading_doc: "Reading the document",
  restoring_state: "Taking up the conversation",
  agent_turn: "Thinking",
  executing_plan: "Changing the document",
  compacting_context: "Tidying up",
  saving_doc: "Checking and saving",
  uploading_result: "Storing",
  dispatching_webhook: "Telling the others",
};
const EXAMPLES = {
  excel: "add a sheet with a cash-flow plan",
  word: "add a paragraph on the costs",
  slides: "add a slide about the risks",
};
const when = new Intl.DateTimeFormat(undefined, {dateStyle: "medium", timeStyle: "short"});

function setPanel(isOpen) {
  const panel = $("panel");
  panel.hidden = !isOpen;
  $("toggle").setAttribute("aria-expanded", String(isOpen));
  document.body.classList.toggle("with-panel", isOpen);
  if (isOpen && !panel.childElementCount) buildPanel();
  if (isOpen) showHistory();
}

function buildPanel() {
  const prompt = make("textarea", {
    id: "prompt",
    rows: "3",
    placeholder: `For example: ${EXAMPLES[facts.kind] || "make it shorter"}`,
    maxlength: "20000",
  });
  const form = make(
    "form",
    {class: "ask"},
    make("label", {for: "prompt"}, "Ask for a change"),
    prompt,
    make(
      "div",
      {class: "askrow"},
      make("span", {class: "hint"}, "Ctrl + Enter"),
      make("button", {type: "submit", class: "primary", id: "send"}, "Send"),
    ),
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    ask(prompt);
  });
  prompt.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      ask(prompt);
    }
  });
  $("panel").append(
    make(
      "div",
      {class: "panelhead"},
      make("h2", {}, panelName()),
      make(
        "button",
        {
          type: "button",
          class: "tool close",
          "aria-label": "Close the panel",
          onclick: () => {
            setPanel(false);
            $("toggle").focus();
          },
        },
        "✕",
      ),
    ),
    ...(state.viewOnly ? [] : [form]),
    make("div", {id: "progress", class: "progress", "aria-live": "polite"}),
    make("section", {class: "findings", id: "findings", "aria-label": "Checks"}),
    make("h3", {}, "History"),
    make("ol", {id: "history", class: "history"}),
  );
}

async function ask(prompt) {
  const text = prompt.value.trim();
  if (!text || state.task) return;
  if (state.draw) state.draw.finish(true);
  await idle();
  try {
    const answer = await call("POST", `${run}/ask`, {prompt: text});
    prompt.value = "";
    follow(answer.task_id, text);
  } catch (refused) {
    failed(refused);
  }
}

// A task at work locks the page, is followed by long polls, and ends in a fresh view.
async function follow(taskId, said) {
  if (state.task === taskId) return;
  state.task = taskId;
  locked(true);
  if ($("panel").childElementCount === 0) buildPanel();
  const bar = make(
    "div",
    {
      class: "meter",
      role: "progressbar",
      "aria-label": "Progress",
      "aria-valuemin": "0",
      "aria-valuemax": "100",
    },
    make("i"),
  );
  const phase = make("p", {class: "phase"}, "Starting …");
  $("progress").replaceChildren(...(said ? [make("p", {class: "said"}, said)] : []), phase, bar);
  let seen;
  for (;;) {
    let task;
    try {
      const query = seen === undefined ? "" : `?wait=15&progress=${seen}`;
      task = await call("GET", `${run}/tasks/${taskId}${query}`);
    } catch (refused) {
      if (isOver) return;
      if (refused.status >= 400 && refused.status < 500) {
        failed(refused);
        break;
      }
      await new Promise((resolve) => setTimeout(resolve, 3000));
      continue;
    }
    lastSeen = Date.now();
    seen = task.progress;
    bar.firstChild.style.width = `${task.progress}%`;
    bar.setAttribute("aria-valuenow", task.progress);
    phase.textContent =
      task.status === "queued" ? "Waiting its turn" : PHASES[task.phase] || "At work";
    if (!["queued", "running"].includes(task.status)) {
      outcome(task);
      break;
    }
  }
  state.task = null;
  locked(false);
  await refresh();
  showHistory();
}

function outcome(task) {
  const isDone = task.status === "completed";
  const text = isDone
    ? (task.result && task.result.summary) || "Done."
    : (task.error && task.error.message) || `The task was ${task.status}.`;
  $("progress").replaceChildren(make("p", {class: isDone ? "done" : "bad"}, text));
  toast(isDone ? "The document was changed." : text, isDone ? "" : "bad");
  state.undo = [];
  state.redo = [];
}

function locked(isLocked) {
  document.body.classList.toggle("locked", isLocked);
  const told =
    "The agent is at work on this document. You can read; editing goes on when it is done.";
  notice("agent", isLocked ? told : "");
  status(isLocked ? "Agent at work" : "Saved", isLocked ? "busy" : "good");
  if ($("send")) $("send").disabled = isLocked;
  buttons();
}
