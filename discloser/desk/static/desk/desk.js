// A form is sent once: a second click waits for the answer of the first.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.dataset.sent) return event.preventDefault();
  form.dataset.sent = "1";
  setTimeout(() => form.querySelectorAll("button").forEach((each) => { each.disabled = true; }), 0);
});
addEventListener("pageshow", () => document.querySelectorAll("form").forEach((form) => {
  delete form.dataset.sent;
  form.querySelectorAll("button").forEach((each) => { each.disabled = false; });
}));

// What was typed is kept in this browser until the desk says that it has it: a page that tells
// of the step's number. A lost connection, a refusal, another person's change lose nothing.
const KEPT = "main form[method=post] textarea, .mend input[name=value]";
const keyOf = (field) => `draft ${field.form.action} ${field.name} ${field.form.elements.cell?.value || ""}`;
const SENT = "sent ";
document.querySelectorAll("[data-done]").forEach((told) => {
  const sent = localStorage.getItem(SENT + told.dataset.done);
  if (sent === null) return;
  JSON.parse(sent).forEach((key) => localStorage.removeItem(key));
  localStorage.removeItem(SENT + told.dataset.done);
});
document.querySelectorAll(KEPT).forEach((field) => {
  const before = localStorage.getItem(keyOf(field));
  if (before !== null && before !== field.value) restore(field, before);
  field.addEventListener("input", () => localStorage.setItem(keyOf(field), field.value));
  field.form.addEventListener("submit", () => {
    const kept = [...field.form.querySelectorAll(KEPT)].map(keyOf);
    localStorage.setItem(SENT + field.form.elements.once?.value, JSON.stringify(kept));
  });
});

function restore(field, before) {
  const stored = field.value;
  field.value = before;
  field.closest("details")?.setAttribute("open", "");
  const told = document.createElement("span");
  told.className = "draft";
  told.setAttribute("role", "status");
  told.textContent = `这是您上次填的，还没有存入。${stored ? `现在存着的是“${stored.slice(0, 40)}”。` : ""}`;
  const back = document.createElement("button");
  back.type = "button";
  back.className = "plain";
  back.textContent = stored ? "改回现存的" : "清空";
  back.addEventListener("click", () => {
    field.value = stored;
    localStorage.removeItem(keyOf(field));
    told.remove();
    field.focus();
  });
  told.append(back);
  field.after(told);
}

// A comment at a place: a finding, a cell, a paragraph of the document.
function remarkAt(place) {
  const remark = document.getElementById("remark");
  if (!remark) return;
  remark.open = true;
  remark.querySelector("[name=place]").value = place.replace(/\s+/g, " ").trim().slice(0, 200);
  remark.scrollIntoView({ block: "center" });
  remark.querySelector("[name=text]").focus();
}
document.querySelectorAll("[data-comment]").forEach((button) => {
  button.addEventListener("click", () => remarkAt(button.dataset.comment));
});

// The document: its numbers tell where they come from, findings lead to their place.
const frame = document.getElementById("document");
const told = document.getElementById("number");
let turn = 0;

function prepare() {
  const inside = frame.contentDocument;
  const numbers = [...inside.querySelectorAll("[data-number]")];
  if (!numbers.length || frame.dataset.ready === "1") return;
  frame.dataset.ready = "1";
  const look = inside.createElement("style");
  look.textContent = "[data-number]{cursor:pointer}[data-number]:hover,[data-number]:focus{background:#ffec99;outline:2px solid #6aa3d8}.desk-mark{outline:3px solid #c77700}";
  inside.head.append(look);
  numbers.forEach((each) => { each.tabIndex = 0; });
  const ask = (event) => {
    const number = event.target.closest("[data-number]");
    if (number && (event.type === "click" || event.key === "Enter")) tell(numbers.indexOf(number));
  };
  inside.addEventListener("click", ask);
  inside.addEventListener("click", (event) => meant(inside, event.target));
  inside.addEventListener("focusin", (event) => meant(inside, event.target));
  inside.addEventListener("keydown", ask);
}

const BLOCKS = "h1, h2, h3, h4, p, li, td, th, caption";
const here = document.getElementById("comment-here");

// The block that a person pointed at, called by the heading above it and its own first words.
function meant(inside, target) {
  const block = target.closest(BLOCKS);
  if (!here || !block) return;
  const heads = [...inside.querySelectorAll("h1, h2, h3, h4")];
  const above = heads.filter((each) => each.compareDocumentPosition(block) & 4).pop();
  const words = block.textContent.trim().slice(0, 40);
  here.dataset.place = above && above !== block ? `${above.textContent.trim()}：${words}` : words;
  here.hidden = false;
}
here?.addEventListener("click", () => remarkAt(here.dataset.place));

async function tell(index) {
  const own = turn += 1;
  told.textContent = "……";
  try {
    const answer = await fetch(frame.dataset.numbers.replace(/0$/, index));
    const text = (await answer.json()).lines.join("\n");
    if (own === turn) told.textContent = text;
  } catch {
    told.textContent = "没有取到，请再点一次。";
  }
}

function placeOf(mark) {
  const inside = frame.contentDocument;
  if (mark.number !== null) return inside.querySelectorAll("[data-number]")[mark.number];
  const anchor = mark.anchor ? inside.getElementById(mark.anchor) : null;
  if (mark.cell) return anchor && anchor.rows[mark.cell[0]]?.cells[mark.cell[1]];
  if (!mark.quote) return anchor && (anchor.querySelector("caption") || anchor);
  const from = anchor || inside.body;
  const below = (each) => from === each || from.compareDocumentPosition(each) & 4;
  const texts = [...inside.body.querySelectorAll("h1, h2, h3, h4, p, td, th, caption")];
  return texts.find((each) => below(each) && each.textContent.includes(mark.quote)) || anchor;
}

if (frame) {
  frame.addEventListener("load", prepare);
  if (frame.contentDocument?.readyState === "complete") prepare();
  document.querySelectorAll("[data-mark]").forEach((button) => button.addEventListener("click", () => {
    frame.contentDocument.querySelectorAll(".desk-mark").forEach((each) => each.classList.remove("desk-mark"));
    const place = placeOf(JSON.parse(button.dataset.mark));
    if (!place) return;
    place.classList.add("desk-mark");
    place.scrollIntoView({ block: "center" });
  }));
}
