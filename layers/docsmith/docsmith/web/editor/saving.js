// Edits are sent one after another, each on the revision that the one before made; undo and redo.

function commit(edit) {
  if (edit.kind === undefined) edit.kind = "new";
  state.queue.push(edit);
  status("Saving …", "busy");
  if (!state.saving)
    state.saving = drain().finally(() => {
      state.saving = null;
    });
}

async function idle() {
  while (state.saving) await state.saving;
}

async function drain() {
  while (state.queue.length && !isOver) {
    const edit = state.queue[0];
    try {
      const answer = await send(edit);
      state.queue.shift();
      took(edit, answer);
    } catch (refused) {
      if (isOver) return;
      if (refused.status === 0 || refused.status >= 500) {
        status("Not saved yet – trying again", "bad");
        await new Promise((resolve) => setTimeout(resolve, 3000));
        continue;
      }
      state.queue.shift();
      await notTaken(edit, refused);
    }
  }
  await refresh().catch(failed);
  if (!state.task) status("Saved", "good");
  buttons();
  if (!$("panel").hidden) showHistory();
}

let isLeaving = false;
function send(edit) {
  return call(
    "POST",
    `${run}/edits`,
    {base_revision: state.revision, ops: edit.ops},
    {keepalive: isLeaving},
  );
}

function took(edit, answer) {
  state.revision = answer.revision;
  const pair = {
    ops: edit.inverse,
    inverse: edit.ops,
    mine: edit.before,
    before: edit.mine,
    ...pick(edit, ["place", "spot"]),
  };
  if (edit.kind === "undo") state.redo.push(pair);
  else state.undo.push(pair);
  if (edit.kind === "new") state.redo = [];
  buttons();
  showFindings(answer.findings);
  tell("saved", {changed: answer.changed});
}

async function notTaken(edit, refused) {
  if (refused.status !== 409) {
    toast(`Not saved. ${refused.message}`, "bad");
    tell("error", {message: refused.message});
    return;
  }
  await refresh().catch(failed);
  if (refused.body.active_task) {
    toast("Not saved: the agent is at work on this document.", "bad");
    state.queue = [];
    follow(refused.body.active_task);
    return;
  }
  await conflict(edit);
}

// Somebody else was faster. Where they left this place alone the edit stands on theirs; else both
// sides are shown, and one is chosen.
async function conflict(edit) {
  const theirs = state.draw.standing(edit);
  state.undo = [];
  state.redo = [];
  if (theirs === edit.before || (await isMineKept(theirs, edit))) state.queue.unshift(edit);
  else state.queue = [];
}

function isMineKept(theirs, edit) {
  const mine = edit.mine === undefined ? "(your last change)" : edit.mine || "(empty)";
  return choose(
    "The document was changed in the meantime",
    [
      ["Theirs", theirs || "(empty)"],
      ["Yours", mine],
    ],
    "Keep mine",
    "Keep theirs",
  );
}

function back(from) {
  if (!canEdit() || !from.length) return;
  state.draw.finish(true);
  const pair = from.pop();
  commit({...pair, kind: from === state.undo ? "undo" : "redo"});
  buttons();
}

function buttons() {
  $("undo").disabled = !state.undo.length || !canEdit();
  $("redo").disabled = !state.redo.length || !canEdit();
  for (const id of ["undo", "redo"]) $(id).hidden = state.viewOnly;
}
