"use strict";

// Steppers: one control moves through the steps of a table and of the plots above it.

function stepper(root) {
  const panels = [...root.querySelectorAll(".panel")];
  const rows = [...root.querySelectorAll("tr[data-k]")];
  const steps = (panels.length ? panels : rows).map((part) => part.dataset.k);
  if (steps.length < 2) return;

  const controls = root.querySelector(".controls");
  const back = button("‹ Back");
  const next = button("Next ›");
  const slider = document.createElement("input");
  Object.assign(slider, { type: "range", min: 0, max: steps.length - 1, step: 1, value: 0 });
  slider.setAttribute("aria-label", `Step k of ${root.dataset.name}`);
  const output = document.createElement("output");
  controls.append(back, slider, next, output);
  controls.hidden = false;

  function show(position) {
    const k = steps[position];
    slider.value = position;
    slider.setAttribute("aria-valuetext", `k = ${k}`);
    output.textContent = `k = ${k}`;
    back.disabled = position === 0;
    next.disabled = position === steps.length - 1;
    for (const panel of panels) panel.hidden = panel.dataset.k !== k;
    for (const row of rows) {
      const isCurrent = row.dataset.k === k;
      row.classList.toggle("current", isCurrent);
      if (isCurrent) row.setAttribute("aria-current", "step");
      else row.removeAttribute("aria-current");
    }
    for (const plot of root.querySelectorAll(".plot > svg")) {
      const column = plot.querySelector(`.column[data-k="${k}"]`);
      const cursor = plot.querySelector(".cursor");
      cursor.classList.toggle("shown", column !== null);
      if (column) cursor.setAttribute("transform", `translate(${column.dataset.x} 0)`);
    }
  }

  const move = (by) => show(Math.min(Math.max(Number(slider.value) + by, 0), steps.length - 1));
  back.addEventListener("click", () => move(-1));
  next.addEventListener("click", () => move(1));
  slider.addEventListener("input", () => show(Number(slider.value)));
  for (const column of root.querySelectorAll(".column")) {
    column.addEventListener("click", () => show(steps.indexOf(column.dataset.k)));
  }
  show(0);
}

function button(text) {
  const made = document.createElement("button");
  made.type = "button";
  made.textContent = text;
  return made;
}

// Certificates: kept compressed in the page, and unpacked when the first of them is saved.

let certificates = null;

async function unpacked() {
  const packed = JSON.parse(document.getElementById("certificates").textContent);
  const bytes = Uint8Array.from(atob(packed), (letter) => letter.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Response(stream).json();
}

async function save(name) {
  certificates ??= unpacked();
  const address = URL.createObjectURL(new Blob([(await certificates)[name]], { type: "application/json" }));
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 1000);
}

// What is wider than its place can be scrolled by keyboard, too.

function reachable() {
  for (const wide of document.querySelectorAll(".wide, .chip")) {
    if (wide.scrollWidth > wide.clientWidth + 1) {
      wide.tabIndex = 0;
      wide.setAttribute("role", "group");
      wide.setAttribute("aria-label", wide.dataset.label ?? "Formula");
    } else {
      wide.removeAttribute("tabindex");
      wide.removeAttribute("role");
      wide.removeAttribute("aria-label");
    }
  }
}

document.querySelectorAll(".stepper").forEach(stepper);
if (typeof DecompressionStream === "function") {
  for (const saving of document.querySelectorAll("button.save")) {
    saving.hidden = false;
    saving.addEventListener("click", () => save(saving.dataset.file));
  }
}
reachable();
addEventListener("resize", reachable);
document.addEventListener("toggle", reachable, true);
addEventListener("beforeprint", () => {
  for (const folded of document.querySelectorAll("details.on-paper")) folded.open = true;
});
