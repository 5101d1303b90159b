/*
 * The page of `handout watch --serve` in Chromium, through Playwright.  One
 * argument: facts as JSON (suite_watch.py).  Exit status 0 if all is well.
 */
"use strict";
const {chromium} = require("playwright-core");
const {spawn} = require("child_process");
const fs = require("fs");
const path = require("path");
const facts = JSON.parse(process.argv[2]);
const origin = "http://127.0.0.1:" + facts.port;

function must(good, what) {
	if (!good)
		throw new Error(what);
}

const pages = path.join(facts.site, "modules/lab");
const save = (name, text) => fs.writeFileSync(path.join(pages, name), text);
const source = (title, text) => `---\ntitle: ${title}\n---\n\n${text}\n`;
const news = (page, words) => page.waitForFunction((w) =>
	document.getElementById("news").textContent.includes(w), words);
const link = (page, name) =>
	page.locator(`#list a[href="#${encodeURIComponent(name)}"]`);
const heading = (page) => page.locator("#title").textContent();

/* All requests of the browser's, the frame's included. */
function listen(context, requests) {
	context.on("request", (r) => requests.push(r.url()));
}

async function lists(page) {
	await page.goto(origin + "/");
	await page.waitForSelector("#list a");
	must(await page.locator("#list a").count() === 6, "not six handouts");
	must(await page.title() === "Handouts: Watched", await page.title());
	must(await page.locator("#list a[aria-current]").count() === 1,
		"none is marked as shown");
}

async function opens(page, requests) {
	await link(page, "lab-faulty.pdf").click();
	must(await heading(page) === "Faulty", "another is shown");
	must(page.url().endsWith("#lab-faulty.pdf"), page.url());
	await page.waitForFunction(() => document.getElementById("paper")
		.contentWindow.location.pathname === "/pdf/lab-faulty.pdf");
	must(requests.includes(origin + "/pdf/lab-faulty.pdf"),
		"the PDF was not asked for");
	const frame = page.locator("#paper");
	must(await frame.isVisible(), "the PDF is hidden");
	must(await frame.getAttribute("title") === "PDF of Faulty", "its title");
}

async function shows(page) {
	const text = await page.locator("#messages li").first().textContent();
	must(/^warning: heading skips a level.*Use the next level\..*faulty\.md:7:\d \[heading-skip\]$/
		.test(text), "message: " + text);
	const row = await link(page, "lab-faulty.pdf").textContent();
	must(row.includes("1 page, 1 warning"), "row: " + row);
}

/* The wheel over the PDF scrolls the page's own desk: the frame is as tall as
 * the handout. */
async function scrolls(page) {
	const box = await page.locator("#desk").boundingBox();
	must(await page.evaluate(() => document.getElementById("paper")
		.clientHeight > document.getElementById("desk").clientHeight),
		"the frame is not as tall as a page");
	const top = () => page.evaluate(() =>
		document.getElementById("desk").scrollTop);
	await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
	for (let i = 0; i < 40 && await top() === 0; i++) {
		await page.mouse.wheel(0, 120); /* lost while the viewer loads */
		await page.waitForTimeout(250);
	}
	must(await top() > 0, "the wheel does not scroll the desk");
}

/* The handout that is shown stays shown, where it was; so does focus. */
async function reloads(page) {
	await link(page, "lab-section-2.pdf").focus();
	await page.waitForTimeout(500);
	await page.evaluate(() => {
		const frame = document.getElementById("paper");
		frame.loads = 0;
		frame.addEventListener("load", () => frame.loads++);
		document.getElementById("desk").scrollTop = 250;
	});
	const loads = () => page.evaluate(() =>
		document.getElementById("paper").loads);
	save("faulty.md", source("Mended", "Text, which is better now."));
	await news(page, "Mended printed, 1 page");
	must(await heading(page) === "Mended", "the old title");
	must(await page.locator("#messages li").count() === 0, "old messages");
	await page.waitForFunction(() => document.getElementById("paper").loads);
	await page.waitForTimeout(300);
	must(await loads() === 1, "loaded again " + await loads() + " times");
	must(await page.evaluate(() => document.getElementById("desk").scrollTop)
		=== 250, "not where it was");
	must(await page.evaluate(() => document.activeElement.getAttribute("href"))
		=== "#lab-section-2.pdf", "focus has moved");
	save("section-1.md", source("Other", "Another page."));
	await news(page, "Other printed");
	await page.waitForTimeout(300);
	must(await loads() === 1, "loaded again though it is the same");
}

async function comes_and_goes(page) {
	save("new.md", source("Newcomer <b>&amp;</b>", "Text."));
	await news(page, "Newcomer <b>&amp;</b> printed");
	must(await page.locator("#list a").count() === 7, "it is not listed");
	must(await page.locator("#list b").count() === 0, "markup of a title");
	fs.unlinkSync(path.join(pages, "new.md"));
	await page.waitForFunction(() =>
		document.querySelectorAll("#list a").length === 6);
}

/* With keys alone, in the order of the page. */
async function keys(page) {
	await page.locator("body").evaluate(() => {
		document.activeElement.blur();
		window.getSelection().removeAllRanges();
	});
	await page.goto(origin + "/");
	await page.waitForSelector("#list a");
	const here = () => page.evaluate(() => document.activeElement.id ||
		document.activeElement.getAttribute("href"));
	await page.keyboard.press("Tab");
	must(await here() === "skip", "first comes " + await here());
	await page.keyboard.press("Tab");
	const first = await here();
	must(first.startsWith("#") && first !== "#handout",
		"then comes " + first);
	await page.keyboard.press("Tab");
	const second = await here();
	await page.keyboard.press("Enter");
	must(page.url() === origin + "/" + second, "Enter opens " + page.url());
	must(await here() === second, "focus left the list");
	await page.keyboard.press("Shift+Tab");
	await page.keyboard.press("Shift+Tab");
	await page.keyboard.press("Enter");
	must(await here() === "handout", "the skip link leads to " + await here());
	must(page.url() === origin + "/" + second, "and forgets the handout");
}

/* What a screen reader is told: names, roles, what is live. */
async function spoken(page) {
	const roles = {navigation: "Handouts", main: /./, status: null};
	for (const [role, name] of Object.entries(roles)) {
		const found = page.getByRole(role, name ? {name} : {});
		must(await found.count() === 1, "one " + role);
	}
	must(await page.getByRole("heading", {level: 1}).count() === 1, "one h1");
	must(await page.locator("html").getAttribute("lang") === "en", "lang");
	const bare = await page.evaluate(() => [...document.querySelectorAll(
		"a, iframe, ul[id=messages]")].filter((e) => !(e.textContent.trim() ||
			e.title || e.getAttribute("aria-label"))).length);
	must(bare === 0, "something has no name");
}

/* 4.5:1 in both schemes, for all text (WCAG 2.1, 1.4.3). */
async function contrast(page) {
	const worst = () => page.evaluate(() => {
		const canvas = document.createElement("canvas").getContext("2d");
		const light = (color) => {
			canvas.fillStyle = color;
			canvas.fillRect(0, 0, 1, 1);
			const c = [...canvas.getImageData(0, 0, 1, 1).data].map(
				(v) => v / 255).map((v) => v <= 0.03928 ? v / 12.92 :
				((v + 0.055) / 1.055) ** 2.4);
			return 0.2126 * c[0] + 0.7152 * c[1] + 0.0722 * c[2];
		};
		const ground = (e) => {
			for (; e; e = e.parentElement) {
				const c = getComputedStyle(e).backgroundColor;
				if (c !== "rgba(0, 0, 0, 0)")
					return c;
			}
			return "white";
		};
		return Math.min(...[...document.querySelectorAll("body *")]
			.filter((e) => e.offsetParent && e.textContent.trim())
			.map((e) => [light(getComputedStyle(e).color),
				light(ground(e))].sort((a, b) => b - a))
			.map(([a, b]) => (a + 0.05) / (b + 0.05)));
	});
	for (const colorScheme of ["light", "dark"]) {
		await page.emulateMedia({colorScheme});
		const found = await worst();
		must(found >= 4.5, colorScheme + ": contrast " + found);
	}
}

let cut = false; /* the server has been ended, maybe within an answer */

/* The server ends, the page waits; another takes its place at the port. */
async function restarts(page) {
	await page.goto(origin + "/#lab-section-3.pdf");
	await page.waitForSelector("#list a");
	cut = true;
	process.kill(facts.pid, "SIGTERM");
	await news(page, "this page waits");
	must(await heading(page) === "section-3.md", "the handout is gone");
	const again = spawn(facts.handout, ["watch", "-o", facts.out,
		"--serve=" + facts.port, facts.site], {stdio: "ignore"});
	try {
		await news(page, "Connected again");
		save("section-3.md", source("After", "After the restart."));
		await news(page, "After printed");
		must(await heading(page) === "After", "not shown");
	} finally {
		again.kill();
	}
}

async function main() {
	const browser = await chromium.launch({executablePath: facts.chromium,
		args: ["--no-sandbox"]});
	const complaints = [], requests = [];
	try {
		const context = await browser.newContext();
		listen(context, requests);
		const page = await context.newPage();
		page.setDefaultTimeout(20000);
		page.on("pageerror", (e) => complaints.push(String(e)));
		page.on("console", (m) => {
			if (m.type() === "error" &&
				!/ERR_(CONNECTION|EMPTY).*list\.json|favicon/.test(m.text() +
					m.location().url) &&
				!(cut && /ERR_(CONTENT_LENGTH|CONNECTION|SOCKET_NOT_CONNECTED)/
					.test(m.text())))
				complaints.push(m.text());
		});
		for (const step of [lists, opens, shows, scrolls, reloads, comes_and_goes,
			keys, spoken, contrast, restarts]) {
			try {
				await step(page, requests);
			} catch (e) {
				e.message = step.name + ": " + e.message;
				throw e;
			}
		}
		const away = requests.filter((u) => !u.startsWith(origin + "/") &&
			!/^(chrome|chrome-extension|blob|data):/.test(u));
		must(away.length === 0, "asks elsewhere: " + away);
		must(complaints.length === 0, "it complains: " + complaints);
	} finally {
		await browser.close();
	}
}

main().catch((e) => {
	console.log(e.stack);
	process.exit(1);
});
