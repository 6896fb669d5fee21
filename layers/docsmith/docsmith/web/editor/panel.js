// The panel beside the document: ask for a change, follow it, and look back.

const PHASES = {
  preflight: "Checking the request", acquiring_pool: "Waiting for a place", loading_doc: "Reading the document",
  restoring_state: "Taking up the conversation", agent_turn: "Thinking", executing_plan: "Changing the document",
  compacting_context: "Tidying up", saving_doc: "Checking and saving", uploading_result: "Storing", dispatching_webhook: "Telling the others",
};
const EXAMPLES = {
  excel: "add a sheet with a cash-flow plan", word: "add a paragraph on the costs", slides: "add a slide about the risks",
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
  const prompt = make("textarea", {id: "prompt", rows: "3", placeholder: `For example: ${EXAMPLES[facts.kind] || "make it shorter"}`, maxlength: "20000"});
  const form = make("form", {class: "ask"},
    make("label", {for: "prompt"}, "Ask for a change"), prompt,
    make("div", {class: "askrow"}, make("span", {class: "hint"}, "Ctrl + Enter"), make("button", {type: "submit", class: "primary", id: "send"}, "Send")));
  form.addEventListener("submit", (event) => { event.preventDefault(); ask(prompt); });
  prompt.addEventListener("keydown", (event) => { if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) { event.preventDefault(); ask(prompt); } });
  $("panel").append(
    make("div", {class: "panelhead"}, make("h2", {}, "Ask & history"),
      make("button", {type: "button", class: "tool close", "aria-label": "Close the panel", onclick: () => { setPanel(false); $("toggle").focus(); }}, "✕")),
    ...(state.viewOnly ? [] : [form]),
    make("div", {id: "progress", class: "progress", "aria-live": "polite"}),
    make("section", {class: "findings", id: "findings", "aria-label": "Checks"}),
    make("h3", {}, "History"), make("ol", {id: "history", class: "history"}));
}

async function ask(prompt) {
  const text = prompt.value.trim();
  if (!text || state.task) return;
  state.draw && state.draw.finish && state.draw.finish(true);
  await idle();
  try {
    const answer = await call("POST", `${run}/ask`, {prompt: text});
    prompt.value = "";
    follow(answer.task_id, text);
  } catch (refused) { failed(refused); }
}

// A task at work locks the page, is followed by long polls, and ends in a fresh view.
async function follow(taskId, said) {
  if (state.task === taskId) return;
  state.task = taskId;
  locked(true);
  if ($("panel").childElementCount === 0) buildPanel();
  const bar = make("div", {class: "meter", role: "progressbar", "aria-label": "Progress", "aria-valuemin": "0", "aria-valuemax": "100"}, make("i"));
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
      if (refused.status >= 400 && refused.status < 500) { failed(refused); break; }
      await new Promise((resolve) => setTimeout(resolve, 3000));
      continue;
    }
    lastSeen = Date.now();
    seen = task.progress;
    bar.firstChild.style.width = `${task.progress}%`;
    bar.setAttribute("aria-valuenow", task.progress);
    phase.textContent = task.status === "queued" ? "Waiting its turn" : PHASES[task.phase] || "At work";
    if (!["queued", "running"].includes(task.status)) { outcome(task); break; }
  }
  state.task = null;
  locked(false);
  await refresh();
  showHistory();
}

function outcome(task) {
  const isDone = task.status === "completed";
  const text = isDone ? (task.result && task.result.summary) || "Done." : (task.error && task.error.message) || `The task was ${task.status}.`;
  $("progress").replaceChildren(make("p", {class: isDone ? "done" : "bad"}, text));
  toast(isDone ? "The document was changed." : text, isDone ? "" : "bad");
  state.undo = [];
  state.redo = [];
}

function locked(isLocked) {
  document.body.classList.toggle("locked", isLocked);
  notice(isLocked ? "The agent is at work on this document. You can read; editing goes on when it is done." : "");
  status(isLocked ? "Agent at work" : "Saved", isLocked ? "busy" : "good");
  if ($("send")) $("send").disabled = isLocked;
  buttons();
}

function showFindings(findings) {
  const place = $("findings");
  if (!place) return;
  const told = (findings || []).slice(0, 12).map((finding) => make("li", {"data-severity": finding.severity},
    make("button", {type: "button", class: "linkish", onclick: () => state.draw.place && state.draw.place(finding.place)}, finding.place || "Document"),
    make("span", {}, ` ${finding.message}`)));
  place.replaceChildren(...(told.length ? [make("h3", {}, "Checks"), make("ul", {}, ...told)] : []));
}

async function showHistory() {
  const list = $("history");
  if (!list || isOver) return;
  let answer;
  try { answer = await call("GET", `${run}/revisions`); } catch (refused) { failed(refused); return; }
  list.replaceChildren(...grouped(answer.data).map(historyItem));
}

// Edits by hand that follow each other within ten minutes are one entry.
function grouped(revisions) {
  const groups = [];
  for (const revision of revisions) {
    const last = groups.at(-1), earlier = last && last.at(-1);
    const isNear = earlier && Date.parse(earlier.created_at) - Date.parse(revision.created_at) < 600_000;
    const isRestored = (one) => /restored\.$/.test(one.summary);
    if (earlier && isNear && earlier.author === "hand" && revision.author === "hand" && !isRestored(earlier) && !isRestored(revision)) last.push(revision);
    else groups.push([revision]);
  }
  return groups;
}

function historyItem(group) {
  const newest = group[0], oldest = group.at(-1), isHand = newest.author === "hand";
  const details = make("div", {class: "diff", hidden: true});
  const summary = group.length > 1 ? `${group.length} edits, last: ${newest.summary}` : newest.summary;
  const isHead = newest.number === state.revision;
  const toggle = make("button", {type: "button", class: "linkish", "aria-expanded": "false"}, "What changed");
  toggle.addEventListener("click", () => {
    details.hidden = !details.hidden;
    toggle.setAttribute("aria-expanded", String(!details.hidden));
    if (!details.hidden && !details.childElementCount) showDiff(details, newest.number, oldest.number - 1);
  });
  const restore = state.viewOnly || isHead ? null : make("button", {type: "button", class: "linkish", onclick: () => restoreRevision(newest.number)}, "Restore");
  return make("li", {class: isHead ? "current" : ""},
    make("div", {class: "who"}, make("span", {class: `badge ${isHand ? "hand" : "agent"}`}, isHand ? "By hand" : "Agent"),
      make("time", {datetime: newest.created_at}, when.format(new Date(newest.created_at))),
      ...(isHead ? [make("span", {class: "badge now"}, "Now")] : [])),
    make("p", {class: "summary"}, summary),
    make("div", {class: "acts"}, toggle, restore), details);
}

async function showDiff(place, number, against) {
  place.replaceChildren(make("p", {class: "hint"}, "Comparing …"));
  try {
    if (against < 1) { place.replaceChildren(make("p", {class: "hint"}, "The first version.")); return; }
    const answer = await call("GET", `${run}/revisions/${number}/diff?against=${against}`);
    const rows = answer.changes.map((change) => make("div", {class: "change"},
      make("button", {type: "button", class: "linkish where", onclick: () => state.draw.place && state.draw.place(change.place)}, change.place),
      ...(change.before ? [make("del", {}, change.before)] : []), ...(change.after ? [make("ins", {}, change.after)] : [])));
    if (answer.more) rows.push(make("p", {class: "hint"}, `and ${answer.more} more`));
    place.replaceChildren(...(rows.length ? rows : [make("p", {class: "hint"}, "Nothing that is read.")]));
  } catch (refused) { place.replaceChildren(make("p", {class: "hint"}, refused.message)); }
}

async function restoreRevision(number) {
  await idle();
  try {
    await call("POST", `${run}/restore`, {revision: number});
    state.undo = [];
    state.redo = [];
    await refresh();
    toast(`Revision ${number} is the document again.`);
    tell("saved");
  } catch (refused) { failed(refused); }
  showHistory();
}
