// A text edited where it stands: as plain text, kept on blur and Enter, dropped on Escape.

// It opens by a click or Enter.
function editableText(owner, element, open) {
  if (state.viewOnly) return;
  element.classList.add("editable");
  element.tabIndex = 0;
  element.title = "Click or press Enter to edit";
  const edit = () => {
    if (!canEdit() || (owner.editing && owner.editing.element === element)) return;
    owner.finish(true);
    open();
  };
  element.addEventListener("click", edit);
  element.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.target === element && !owner.editing) {
      event.preventDefault();
      edit();
    }
  });
}

function textEditor(owner, element, source, keepText) {
  const shown = [...element.childNodes];
  const field = make("span", {
    class: "textedit",
    role: "textbox",
    "aria-multiline": "true",
    "aria-label": "Text",
    contenteditable: "plaintext-only",
    spellcheck: "true",
  });
  if (field.contentEditable !== "plaintext-only") field.setAttribute("contenteditable", "true");
  field.textContent = source;
  element.replaceChildren(field);
  element.classList.add("editing");
  owner.editing = {element, field, shown, source, keepText};
  field.addEventListener("paste", (event) => {
    event.preventDefault();
    document.execCommand("insertText", false, event.clipboardData.getData("text/plain"));
  });
  field.addEventListener("keydown", (event) => {
    if (event.key === "Escape") owner.finish(false);
    else if (event.key === "Enter" && !event.shiftKey) owner.finish(true);
    else return;
    event.preventDefault();
    event.stopPropagation();
    element.focus();
  });
  field.addEventListener("blur", () => owner.finish(true));
  field.focus();
  const range = document.createRange();
  range.selectNodeContents(field);
  range.collapse(false);
  getSelection().removeAllRanges();
  getSelection().addRange(range);
}

function finishText(owner, keeps) {
  const editing = owner.editing;
  if (!editing) return;
  owner.editing = null;
  const text = editing.field.innerText.replace(/\u00a0/g, " ").replace(/\n+$/, "");
  editing.element.classList.remove("editing");
  const isNew = keeps && text !== editing.source && text.trim() !== "";
  editing.element.replaceChildren(...(isNew ? [document.createTextNode(text)] : editing.shown));
  if (keeps && text.trim() === "" && editing.source.trim() !== "")
    toast("A text cannot be empty; ask to delete the block instead.");
  if (isNew) editing.keepText(text);
}
