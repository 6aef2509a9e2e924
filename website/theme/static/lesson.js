// What a page can do beside being read. Without this script all of its text is there, and every solution open.
const root = document.documentElement;
const all = (selector, within = document) => [...within.querySelectorAll(selector)];

function keep(name, value) {
  root.dataset[name] = value;
  try {
    localStorage[name] = value;
  } catch { /* a browser that keeps nothing */ }
}

// Colours: the system's, until somebody chooses.

const dark = matchMedia("(prefers-color-scheme: dark)");
const themeButton = document.querySelector("button.theme");

function isDark() {
  return root.dataset.theme ? root.dataset.theme === "dark" : dark.matches;
}

function labelTheme() {
  themeButton.textContent = isDark() ? "Light colours" : "Dark colours";
}

themeButton.addEventListener("click", () => {
  keep("theme", isDark() ? "light" : "dark");
  labelTheme();
});
dark.addEventListener("change", labelTheme);
labelTheme();

// Views: instructors see their notes.

const viewButton = document.querySelector("button.view");

function labelView() {
  viewButton.setAttribute("aria-pressed", root.dataset.view === "instructor");
  viewButton.textContent = root.dataset.view === "instructor" ? "Learner view" : "Instructor view";
}

viewButton.addEventListener("click", () => {
  keep("view", root.dataset.view === "instructor" ? "learner" : "instructor");
  labelView();
});
labelView();

// Contents, on a narrow screen.

const menu = document.querySelector("a.menu");
const contents = document.getElementById("contents");

menu.setAttribute("role", "button");
menu.setAttribute("aria-expanded", "false");
menu.addEventListener("click", (event) => {
  event.preventDefault();
  menu.setAttribute("aria-expanded", contents.classList.toggle("shown"));
});
menu.addEventListener("keydown", (event) => {
  if (event.key === " ") {
    event.preventDefault();
    menu.click();
  }
});

// The contents scroll by themselves; the page that is open is shown in the middle of them.
const current = contents.querySelector("[aria-current]");
if (current) contents.scrollTop = current.offsetTop - contents.clientHeight / 2;

// Solutions, hints and the like are folded, unless a link leads into them.

const folded = all("article details");
const openAll = document.querySelector("button.open-all");

function setOpen(open) {
  for (const one of folded) one.open = open;
  openAll?.setAttribute("aria-pressed", open);
  if (openAll) openAll.textContent = open ? "Close all solutions" : "Open all solutions";
}

// The name that an address ends with; a person may have typed what is no encoded text, such as 100%.
function nameInAddress() {
  const name = location.hash.slice(1);
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}

function openTarget() {
  const target = document.getElementById(nameInAddress());
  if (!target) return;
  for (let one = target; one; one = one.parentElement) if (one.matches("details")) one.open = true;
  target.scrollIntoView();
}

setOpen(false);
openAll?.addEventListener("click", () => setOpen(openAll.getAttribute("aria-pressed") !== "true"));
addEventListener("hashchange", openTarget);
if (location.hash) openTarget();

let openBefore = [];
addEventListener("beforeprint", () => {
  openBefore = folded.map((one) => one.open);
  for (const one of folded) one.open = true;
});
addEventListener("afterprint", () => folded.forEach((one, place) => (one.open = openBefore[place])));

// A button on each piece of code.

function copyButton(block) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "copy";
  button.textContent = "Copy";
  button.setAttribute("aria-label", "Copy this code");
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(block.querySelector("pre").innerText.trimEnd());
    button.textContent = "Copied";
    button.classList.add("done");
    setTimeout(() => {
      button.textContent = "Copy";
      button.classList.remove("done");
    }, 2000);
  });
  return button;
}

for (const block of all("article .highlight")) block.append(copyButton(block));

// What is wider than the screen can be scrolled with the keyboard, too.

function makeScrollable() {
  for (const one of all("article pre")) {
    if (one.scrollWidth > one.clientWidth) one.tabIndex = 0;
    else one.removeAttribute("tabindex");
  }
}

makeScrollable();
addEventListener("resize", makeScrollable);
document.addEventListener("toggle", makeScrollable, true); // of what was folded, nothing was known
