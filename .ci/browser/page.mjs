// Uses the page of a folder as a person would, in Debian's Chromium, opened from disk.
//
//     node .ci/browser/page.mjs DIR [--hostile]
//
// DIR holds `index.html` and the files behind its links, as `plan --out` writes them. With `--hostile` the names on the page try to
// break out of it; then only what must hold for any page is looked at. The last line counts what passed and what failed.
import { readFileSync, existsSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { pathToFileURL, fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

const AXE = createRequire(import.meta.url).resolve("axe-core/axe.min.js");
const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  // Whatever asks for a network all the same finds none.
  "--host-resolver-rules=MAP * ~NOTFOUND",
];
const BROWSERS = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

const [folder, mode] = process.argv.slice(2);
if (!folder || !existsSync(join(folder, "index.html"))) {
  console.error("usage: node page.mjs DIR [--hostile]; DIR holds index.html");
  process.exit(2);
}
const executablePath = BROWSERS.find(existsSync);
if (!executablePath) {
  console.error("there is no Chromium here: apt-get install chromium");
  process.exit(2);
}
const address = pathToFileURL(resolve(folder, "index.html")).href;
const browser = await chromium.launch({ executablePath, args: FLAGS });

const want = (holds, words) => {
  if (!holds) throw new Error(words);
};
const same = (found, wanted, words) =>
  want(found === wanted, `${words}: found ${JSON.stringify(found)}, wanted ${JSON.stringify(wanted)}`);

/** Opens the page and hears all that goes wrong on it. */
const open = async (options = {}) => {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const page = await context.newPage();
  const heard = [];
  page.on("request", (request) => {
    if (!request.url().startsWith("file:")) heard.push(`request: ${request.url()}`);
  });
  page.on("dialog", (dialog) => {
    heard.push(`dialog: ${dialog.message()}`);
    dialog.dismiss();
  });
  page.on("pageerror", (error) => heard.push(`error: ${error.message}`));
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) heard.push(`console: ${message.text()}`);
  });
  await page.goto(address, { waitUntil: "load" });
  return { page, context, heard };
};

const shown = (page) => page.locator("#places tbody tr:visible").count();
const told = (page) => page.locator("[role=status]").innerText();
const numbers = (text) => (text.match(/\d+/g) ?? []).map(Number);
const settle = (page) => page.waitForTimeout(400);
const focused = (page) =>
  page.evaluate(() => {
    const at = document.activeElement;
    return { tag: at.tagName, id: at.id, href: at.getAttribute("href"), pdf: at.classList.contains("pdf") && !!at.closest("td") };
  });

const checkFile = (href, begins) => {
  const path = fileURLToPath(href);
  want(existsSync(path), `${path} does not exist`);
  want(readFileSync(path).subarray(0, begins.length).equals(Buffer.from(begins, "latin1")), `${path} does not begin with ${begins}`);
};

/** The words of a row that tell it from most others. */
const aim = (page) =>
  page.evaluate(() => {
    const rows = [...document.querySelectorAll("#places tbody tr")];
    const row = rows.find((row) => row.querySelector("a.pdf"));
    return { id: row.id, name: row.querySelector("th b").textContent, pdf: row.querySelector("a.pdf").getAttribute("href") };
  });

const tests = {
  async "every link leads to something that is there"() {
    const { page } = await open();
    const links = await page.evaluate(() =>
      [...document.querySelectorAll("a[href]")].map((link) => ({
        raw: link.getAttribute("href"),
        href: link.href.baseVal === undefined ? link.href : new URL(link.href.baseVal, document.baseURI).href,
      })),
    );
    want(links.length > 0, "the page has no link");
    for (const { raw, href } of links) {
      if (raw.startsWith("#")) {
        const there = await page.evaluate((name) => document.getElementById(name) !== null, raw.slice(1));
        want(there, `nothing is named ${raw}`);
      } else {
        want(href.startsWith("file:"), `${href} is no file`);
        checkFile(href, href.endsWith(".pdf") ? "%PDF" : href.endsWith(".png") ? "\x89PNG" : "");
      }
    }
  },

  async "typing finds a place, and the count is told"() {
    const { page } = await open();
    const all = await shown(page);
    same(numbers(await told(page))[1], all, "the count at first");
    const { name, id } = await aim(page);
    await page.getByRole("searchbox").fill(name.toUpperCase());
    await settle(page);
    const left = await shown(page);
    want(left >= 1 && left < all, `${left} of ${all} rows are left for ${name}`);
    same(numbers(await told(page))[0], left, "the count told");
    want(await page.locator(`[id="${id}"]`).isVisible(), "the row that was sought is hidden");
    await page.getByRole("searchbox").fill("no such place zzz");
    await settle(page);
    same(await shown(page), 0, "rows for nonsense");
    want(!/\{/.test(await told(page)), "a hole was left in the count");
    await page.locator("#reset").click();
    same(await shown(page), all, "rows after all are shown again");
  },

  async "choices for route and state narrow the table"() {
    const { page } = await open();
    const all = await shown(page);
    for (const name of ["route", "state"]) {
      const select = page.locator(`select[name=${name}]`);
      const values = await select.locator("option").evaluateAll((options) => options.map((option) => option.value).filter(Boolean));
      want(values.length > 0, `there is no ${name} to choose`);
      let sum = 0;
      for (const value of values) {
        await select.selectOption(value);
        await settle(page);
        const left = await shown(page);
        const wrong = await page
          .locator("#places tbody tr:visible")
          .evaluateAll((rows, [name, value]) => rows.filter((row) => row.dataset[name] !== value).length, [name, value]);
        same(wrong, 0, `rows of another ${name} than ${value}`);
        same(numbers(await told(page))[0], left, `the count for ${value}`);
        sum += left;
      }
      want(sum <= all && sum > 0, `${sum} rows over all of ${name}`);
      await select.selectOption("");
    }
    await settle(page);
    same(await shown(page), all, "rows when nothing is chosen");
  },

  async "a head sorts up and down"() {
    const { page } = await open();
    const head = page.locator("thead th[data-number]").first();
    const at = await head.evaluate((cell) => cell.cellIndex);
    const column = () =>
      page.locator("#places tbody tr").evaluateAll(
        (rows, at) => rows.map((row) => parseFloat(row.cells[at].textContent)).filter((number) => !Number.isNaN(number)),
        at,
      );
    for (const [order, turn] of [
      ["ascending", 1],
      ["descending", -1],
    ]) {
      await head.getByRole("button").click();
      same(await head.getAttribute("aria-sort"), order, "what a screen reader hears");
      const found = await column();
      want(found.length > 1 && found.every((number, at) => at === 0 || turn * (number - found[at - 1]) >= 0), `not ${order}`);
    }
    same(await page.locator("thead [aria-sort]").count(), 1, "heads that sort");
  },

  async "the keyboard alone gets to a poster"() {
    const { page } = await open();
    const { name } = await aim(page);
    let steps = 0;
    while ((await focused(page)).id !== "search" && steps++ < 20) await page.keyboard.press("Tab");
    same((await focused(page)).id, "search", "where Tab leads");
    await page.keyboard.type(name);
    await settle(page);
    steps = 0;
    while (!(await focused(page)).pdf && steps++ < 40) await page.keyboard.press("Tab");
    const at = await focused(page);
    want(at.pdf, "Tab does not lead to a PDF");
    const outlined = await page.evaluate(() => getComputedStyle(document.activeElement).outlineStyle);
    want(outlined !== "none", "the focus is not seen");
    checkFile(new URL(at.href, address).href, "%PDF");
    // Headless browsers take a PDF as a download or show it; either way it is asked for.
    const asked = new Promise((done) => {
      page.on("request", (request) => request.url().endsWith(".pdf") && done(request.url()));
      page.on("download", (download) => done(download.url()));
      page.on("framenavigated", (frame) => frame.url().endsWith(".pdf") && done(frame.url()));
      setTimeout(() => done(""), 5000);
    });
    await page.keyboard.press("Enter");
    same(await asked, new URL(at.href, address).href, "what Enter opens");
  },

  async "the skip link leads past everything"() {
    const { page } = await open();
    await page.keyboard.press("Tab");
    same((await focused(page)).href, "#search", "the first stop of Tab");
    want(await page.locator(".skip").evaluate((link) => link.getBoundingClientRect().top >= 0), "it is not seen");
    await page.keyboard.press("Enter");
    same((await focused(page)).id, "search", "where it leads");
  },

  async "a stop on the map leads to its row, and back"() {
    const { page } = await open();
    const stop = page.locator("svg a[id]").first();
    const id = await stop.getAttribute("id");
    const row = (await stop.getAttribute("href")).slice(1);
    await page.getByRole("searchbox").fill("no such place zzz");
    await settle(page);
    want(await stop.evaluate((link) => link.parentNode.classList.contains("out")), "the map does not show what is filtered");
    await stop.focus();
    await page.keyboard.press("Enter");
    await settle(page);
    same((await focused(page)).id, row, "where the stop leads");
    want(await page.locator(`[id="${row}"]`).isVisible(), "a filter still hides the row");
    await page.locator(`[id="${row}"] a[href="#${id}"]`).click();
    same((await focused(page)).id, id, "where the row leads back");
  },

  async "a screen reader hears names that tell links apart"() {
    const { page } = await open();
    const tree = await page.locator("body").ariaSnapshot();
    for (const role of ["heading", "navigation", "main", "search", "searchbox", "combobox", "status", "table", "columnheader", "rowheader", "region"]) {
      want(new RegExp(`- '?${role}\\b`).test(tree), `there is no ${role} in the accessibility tree`);
    }
    const { name, pdf } = await aim(page);
    const label = await page.locator(`a.pdf[href="${pdf}"]`).first().getAttribute("aria-label");
    want(label.includes(name.trim()), `${label} does not name ${name}`);
    want((await page.getByRole("link", { name: label, exact: true }).count()) > 0, `no link is called ${label}`);
    const twice = await page.evaluate(() => {
      const seen = new Map();
      for (const link of document.querySelectorAll("td a[href]")) {
        const name = link.getAttribute("aria-label") ?? link.textContent;
        seen.set(name, (seen.get(name) ?? new Set()).add(link.getAttribute("href")));
      }
      return [...seen].filter(([, links]) => links.size > 1).map(([name]) => name);
    });
    same(twice.length, 0, `links with one name and several goals, as ${twice[0]}`);
    for (const field of await page.locator(".filters input, .filters select").all()) {
      want(await field.evaluate((field) => field.labels.length === 1), "a field has no label");
    }
  },

  async "nothing is wrong by WCAG 2.1 AA"() {
    for (const width of [1280, 360]) {
      const { page } = await open({ viewport: { width, height: 900 }, bypassCSP: true });
      await page.addScriptTag({ path: AXE });
      const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"];
      const { violations, passes } = await page.evaluate((values) => axe.run({ runOnly: { type: "tag", values } }), tags);
      want(passes.length > 15, "axe looked at hardly anything");
      const list = violations.map((rule) => `${rule.id} (${rule.nodes.length}): ${rule.help}, as ${rule.nodes[0].html.slice(0, 160)}`);
      want(list.length === 0, `at ${width}: ${list.join("; ")}`);
    }
  },

  async "without JavaScript everything is there"() {
    const { page } = await open();
    const all = await shown(page);
    const bare = await open({ javaScriptEnabled: false });
    same(await shown(bare.page), all, "rows without JavaScript");
    want((await bare.page.locator("td a.pdf:visible").count()) > 0, "there is no PDF");
    same(await bare.page.locator(".filters:visible").count(), 0, "filters that do nothing");
  },

  async "a narrow screen needs no sideways scrolling"() {
    for (const width of [320, 360, 768]) {
      const { page } = await open({ viewport: { width, height: 800 } });
      const wide = await page.evaluate(() => document.documentElement.scrollWidth);
      want(wide <= width, `at ${width} the page is ${wide} wide`);
      const small = await page.evaluate(() => {
        const link = document.querySelector("td a.pdf").getBoundingClientRect();
        return link.left < 0 || link.right > innerWidth;
      });
      want(!small, `at ${width} a link to a PDF is off the screen`);
    }
  },

  async "on paper there are rows and no controls"() {
    const { page } = await open();
    await page.emulateMedia({ media: "print" });
    same(await page.locator(".filters:visible, nav:visible").count(), 0, "controls on paper");
    want((await shown(page)) > 0, "no rows on paper");
    want((await page.pdf({ format: "Letter" })).subarray(0, 4).toString() === "%PDF", "the page does not print");
  },

  async "contrast is 7:1 in colour and in greyscale"() {
    const { page } = await open({ bypassCSP: true });
    await page.addScriptTag({ path: AXE });
    const { violations, passes } = await page.evaluate(() => axe.run({ runOnly: { type: "rule", values: ["color-contrast-enhanced"] }, rules: { "color-contrast-enhanced": { enabled: true } } }));
    want(passes.length === 1, "axe looked at no colour");
    want(violations.length === 0, violations[0]?.nodes.map((node) => node.failureSummary).join("; ").slice(0, 400));
  },

  async "it opens in Chromium as a stranger left it: no request, no dialog, no error"() {
    const { page, heard } = await open();
    await page.getByRole("searchbox").fill("a");
    await settle(page);
    await page.locator("thead button").first().click();
    await page.locator("svg a").first().focus();
    await page.mouse.move(300, 300);
    await settle(page);
    same(heard.join("; "), "", "what was heard");
    same(await page.locator("script").count(), 1, "scripts");
    same(await page.locator("img, iframe, object, embed, form").count(), 0, "elements that nobody put there");
    same(await page.evaluate(() => document.cookie + Object.keys(localStorage).join()), "", "what is kept");
    // Were something to get through all the same, the policy stops it.
    const ran = await page.evaluate(() => {
      const script = document.createElement("script");
      script.textContent = "window.ran = true";
      document.body.append(script);
      return window.ran === true;
    });
    want(!ran, "the policy lets a foreign script run");
  },
};

const names = Object.keys(tests).filter((name) => mode !== "--hostile" || /WCAG|no request|narrow screen|without JavaScript/.test(name));
let failed = 0;
for (const name of names) {
  try {
    await tests[name]();
    console.log(`ok      ${name}`);
  } catch (error) {
    failed += 1;
    console.log(`FAILED  ${name}: ${error.message}`);
  } finally {
    await Promise.all(browser.contexts().map((context) => context.close()));
  }
}
await browser.close();
console.log(`${names.length - failed} passed, ${failed} failed`);
process.exitCode = failed ? 1 : 0;
