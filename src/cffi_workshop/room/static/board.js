// The board's wire: log in, listen to what the room sends, and send what is clicked.
// Whatever comes from learners is put on the page as text, never as markup.

import { draw } from "./drawing.js";

const get = (id) => document.getElementById(id);
let stream;

async function post(path, form) {
    const answer = await fetch(path, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify(form),
    });
    if (answer.status === 401) showLogin();
    return answer;
}

const send = (path, form) => post(path, form).catch(() => say("The room does not answer."));

function say(text) {
    get("wire").textContent = text;
}

function showLogin() {
    stream?.close();
    get("board").hidden = true;
    get("login").hidden = false;
    get("token").focus();
}

async function logIn(token) {
    const answer = await post("/api/session", { token });
    if (answer.ok) return true;
    get("refused").textContent = (await answer.json().catch(() => ({}))).error ?? "";
    return false;
}

// Say whether this browser is logged in; null where the room does not answer.
async function isInside() {
    const answer = await fetch("/api/session").catch(() => null);
    return answer?.ok ? (await answer.json()).inside : null;
}

// Listen until the session ends; after a break, the browser itself tries again, and so do we.
function listen() {
    stream?.close();
    stream = new EventSource("/api/board/stream");
    stream.onmessage = (event) => {
        get("login").hidden = true;
        get("board").hidden = false;
        say("");
        draw(JSON.parse(event.data), { send, showExample, askRemoval });
    };
    stream.onerror = async () => {
        say("The room does not answer; trying again ...");
        if (stream.readyState !== EventSource.CLOSED) return;
        if ((await isInside()) === false) showLogin();
        else setTimeout(listen, 1000);
    };
}

async function showExample(number) {
    const answer = await fetch(`/api/shared/${number}`);
    const example = await answer.json().catch(() => ({}));
    get("example-title").textContent = answer.ok ? example.check : "No example";
    get("example-message").textContent = answer.ok ? example.message : example.error;
    const code = get("example").querySelector("pre");
    code.textContent = example.code ?? "";
    code.hidden = !answer.ok;
    get("example").showModal();
}

function askRemoval(person) {
    get("removal-title").textContent = `Take ${person.name} out of the room?`;
    get("removal").returnValue = "no";
    get("removal").onclose = () => {
        if (get("removal").returnValue === "yes") send(`/api/learners/${person.id}/removal`, {});
    };
    get("removal").showModal();
}

get("login").querySelector("form").onsubmit = async (event) => {
    event.preventDefault();
    if (await logIn(get("token").value.trim())) {
        get("token").value = "";
        listen();
    }
};
get("lock").onclick = () =>
    send("/api/room", { locked: get("lock").getAttribute("aria-pressed") !== "true" });
get("exercise").onchange = () => send("/api/room", { exercise: get("exercise").value });
get("stuck").onchange = () => {
    if (get("stuck").checkValidity()) send("/api/room", { stuck_minutes: get("stuck").valueAsNumber });
};
get("names").onclick = () => {
    const hidden = document.body.classList.toggle("without-names");
    get("names").setAttribute("aria-pressed", String(hidden));
};
get("out").onclick = async () => {
    await send("/api/session/end", {});
    showLogin();
};

// `workshop room` opens the board with a key that works once; it leaves the address at once.
const key = location.hash.slice(1);
if (key) {
    history.replaceState(null, "", location.pathname);
    await logIn(key);
    get("refused").textContent = "";
}
if ((await isInside()) === false) showLogin();
else listen();
