"use strict";

// Three groups of radio buttons, and the address bar as their memory, so that a reload keeps the view.
const form = document.querySelector("form.switches");
const main = document.querySelector("main");
const frame = document.querySelector("iframe");
let seen = frame.getAttribute("src");

function chosen() {
  return Object.fromEntries([...form.querySelectorAll("input:checked")].map((input) => [input.name, input.value]));
}

// The frame is as high as the e-mail, so that only the page scrolls.
function fit() {
  const shown = frame.contentDocument;
  if (!shown || !shown.body) return;
  frame.style.height = "0";
  frame.style.height = `${shown.documentElement.scrollHeight}px`;
}

function show() {
  const { part, width, colours } = chosen();
  for (const section of main.children) section.hidden = section.id !== part;
  for (const input of form.elements.colours) input.disabled = part !== "email";
  for (const input of form.elements.width) input.disabled = part === "headers";
  main.dataset.width = width;
  const wanted = `/email/${colours}`;
  if (wanted !== seen) frame.contentWindow.location.replace(wanted);
  seen = wanted;
  fit();
}

function remember() {
  history.replaceState(null, "", `?${new URLSearchParams(chosen())}`);
}

function recall() {
  for (const [name, value] of new URLSearchParams(location.search)) {
    const input = form.querySelector(`input[name="${CSS.escape(name)}"][value="${CSS.escape(value)}"]`);
    if (input) input.checked = true;
  }
}

form.addEventListener("change", () => { show(); remember(); });
frame.addEventListener("load", fit);
addEventListener("resize", fit);
document.querySelector("#again").addEventListener("click", () => location.reload());
recall();
show();
