/*
 * Shows /list.json and asks for the next one, which comes when something has
 * changed.  The list keeps its elements, so focus stays where it is; the
 * handout that is shown stands in the address, behind the "#".
 */
"use strict";

const part = (id) => document.getElementById(id);
const plural = (n, what) => n + " " + what + (n === 1 ? "" : "s");
const rows = new Map(); /* name -> its element of the list */
let shown = null;       /* the handout in the frame, as it was loaded */
let list = null;
let lost = false;        /* nobody answers */

function add(parent, tag, text) {
	const e = parent.appendChild(document.createElement(tag));
	e.textContent = text;
	return e;
}

/* ---- messages ---------------------------------------------------------- */

function counts(messages) {
	const parts = [];
	for (const level of ["error", "warning", "style"]) {
		const n = messages.filter((m) => m.level === level).length;
		if (n)
			parts.push(level === "style" ?
				plural(n, "matter") + " of style" :
				plural(n, level));
	}
	return parts.join(", ");
}

function showMessages(where, messages) {
	where.replaceChildren();
	for (const m of messages) {
		const li = add(where, "li", "");
		li.className = m.level;
		const cut = m.text.lastIndexOf("; ");
		add(li, "b", m.level + ": ");
		li.append(cut < 0 ? m.text : m.text.slice(0, cut) + ". ");
		if (cut >= 0)
			add(li, "em", m.text.charAt(cut + 2).toUpperCase() +
				m.text.slice(cut + 3) + ".");
		const place = [m.file, m.line, m.column].filter((x) => x);
		li.append(" ");
		add(li, "code", place.join(":") + " [" + m.slug + "]");
	}
}

/* ---- the handout that is chosen ------------------------------------------ */

function chosen() {
	let name = "";
	try {
		name = decodeURIComponent(location.hash.slice(1));
	} catch (e) {
		/* not one of our addresses */
	}
	return list.handouts.find((h) => h.name === name) || list.handouts[0];
}

/*
 * A browser's viewer tells nobody where it was scrolled to, and forgets it
 * when it loads again.  So the frame is as tall as all its pages and it is
 * this page that scrolls; but for many pages, which no viewer paints at once.
 */
const MANY = 16;

function fitPaper() {
	const h = list && chosen(), frame = part("paper");
	const page = frame.clientWidth * 1.42 + 12; /* A4 is the tallest */
	const all = h && h.pages <= MANY ? Math.ceil(h.pages * page) : 0;
	frame.style.height = all ? "max(100%, " + all + "px)" : "100%";
}

/* The same handout made anew is loaded in place: what shows it stays. */
function showPaper(h) {
	const frame = part("paper"), desk = part("desk");
	desk.hidden = !h || !h.made;
	if (desk.hidden) {
		shown = null;
		return;
	}
	const same = shown && shown.name === h.name;
	if (same && shown.hash === h.hash)
		return;
	const address = "/pdf/" + encodeURIComponent(h.name) +
		"#toolbar=0&navpanes=0&view=FitH";
	shown = {name: h.name, hash: h.hash};
	frame.title = "PDF of " + (h.title || h.name);
	fitPaper();
	if (same) {
		frame.contentWindow.location.reload();
		return;
	}
	desk.scrollTop = 0;
	frame.contentWindow.location.replace(address);
}

/* With the file by itself: all of its viewer, and to be printed. */
function showFacts(h) {
	const facts = part("facts");
	facts.replaceChildren();
	if (h && h.made) {
		add(facts, "a", h.name).href = "/pdf/" + encodeURIComponent(h.name);
		facts.firstChild.target = "_blank";
		facts.append(", " + plural(h.pages, "page") + ", from " + h.page);
	} else if (h) {
		facts.append("Not printed: " + h.page);
	}
}

function showHandout() {
	const h = chosen();
	part("title").textContent = h ? h.title || h.name : "No handout";
	showFacts(h);
	showMessages(part("messages"), h ? h.messages : []);
	showPaper(h);
	for (const [name, row] of rows) {
		if (h && name === h.name)
			row.firstChild.setAttribute("aria-current", "true");
		else
			row.firstChild.removeAttribute("aria-current");
	}
}

/* ---- the list --------------------------------------------------------------- */

function newRow(h) {
	const row = document.createElement("li");
	const link = add(row, "a", "");
	link.href = "#" + encodeURIComponent(h.name);
	link.append("");
	add(link, "small", "");
	rows.set(h.name, row);
	return row;
}

function setText(node, text) {
	if (node.textContent !== text)
		node.textContent = text;
}

function showList() {
	const ul = part("list");
	const names = new Set(list.handouts.map((h) => h.name));
	for (const [name, row] of rows) {
		if (!names.has(name)) {
			row.remove();
			rows.delete(name);
		}
	}
	let at = ul.firstChild;
	for (const h of list.handouts) {
		const row = rows.get(h.name) || newRow(h);
		const link = row.firstChild;
		setText(link.firstChild, h.title || h.name);
		setText(link.lastChild, [h.module,
			h.made ? plural(h.pages, "page") : "not printed",
			counts(h.messages)].filter((x) => x).join(", "));
		if (row === at)
			at = at.nextSibling;
		else
			ul.insertBefore(row, at);
	}
}

/* ---- what is said of a change ------------------------------------------------ */

function news(before) {
	const was = new Map(before ? before.handouts.map((h) => [h.name, h]) : []);
	const now = list.handouts;
	const changed = now.filter((h) => {
		const old = was.get(h.name);
		return !old || JSON.stringify(old) !== JSON.stringify(h);
	});
	if (!before || changed.length !== 1)
		return plural(now.length, "handout") +
			(before ? ", " + changed.length + " changed" : "") + ".";
	const h = changed[0];
	return [(h.title || h.name) + (h.made ? " printed" : " not printed"),
		h.made && plural(h.pages, "page"), counts(h.messages)]
		.filter((x) => x).join(", ") + ".";
}

function show(next) {
	const before = list;
	list = next;
	part("site").textContent = list.title ?
		"Handouts: " + list.title : "Handouts";
	document.title = part("site").textContent;
	part("site-messages").hidden = !list.messages.length;
	showMessages(part("site-messages").querySelector("ul"), list.messages);
	showList();
	showHandout();
	part("news").textContent = news(before);
}

/* ---- asking ----------------------------------------------------------------- */

async function ask() {
	const seen = list && !lost ? list.version : "none";
	const reply = await fetch("/list.json?seen=" + seen, {cache: "no-store"});
	if (!reply.ok)
		throw new Error(reply.statusText);
	const next = await reply.json();
	if (lost)
		part("news").textContent = "Connected again.";
	lost = false;
	if (next.version === "") /* the first build is under way */
		await new Promise((done) => setTimeout(done, 200));
	else if (!list || next.version !== list.version)
		show(next);
}

async function watch() {
	for (;;) {
		try {
			await ask();
		} catch (e) {
			if (!lost)
				part("news").textContent = "handout watch has " +
					"ended; this page waits for it.";
			lost = true;
			await new Promise((done) => setTimeout(done, 500));
		}
	}
}

window.addEventListener("hashchange", () => {
	if (list && location.hash !== "#handout")
		showHandout();
});
window.addEventListener("resize", fitPaper);
part("skip").addEventListener("click", (event) => {
	event.preventDefault(); /* the address says which handout */
	part("handout").focus();
});
watch();
