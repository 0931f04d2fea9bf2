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

// What was typed and not sent is kept in this browser until it is sent.
const KEPT = "textarea, .mend input[name=value]";
const keyOf = (field) => `draft ${location.pathname} ${field.form.action} ${field.name} ${field.form.elements.cell?.value || ""}`;
document.querySelectorAll(KEPT).forEach((field) => {
  const before = localStorage.getItem(keyOf(field));
  if (before !== null && before !== field.value) field.value = before;
  field.addEventListener("input", () => localStorage.setItem(keyOf(field), field.value));
  field.form.addEventListener("submit", () => {
    if (navigator.onLine) localStorage.removeItem(keyOf(field));
  });
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
  inside.addEventListener("keydown", ask);
}

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
