// Makes pages live: times in the viewer's zone, changes as they happen. Every page works without it.
"use strict";
(() => {
	const root = document.documentElement;
	root.classList.add("js");

	const brief = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" });
	function showTimes(within) {
		for (const time of within.querySelectorAll("time[datetime]:not([data-local])")) {
			time.textContent = brief.format(new Date(time.dateTime));
			time.dataset.local = "";
		}
	}

	function say(sentence) {
		const trouble = document.getElementById("trouble");
		if (trouble) trouble.textContent = sentence;
	}

	// Whoever is choosing or typing in a region keeps it as it is.
	function isInUse(region) {
		return region.contains(document.activeElement) || region.querySelector("input[type=checkbox]:checked") !== null
			|| region.querySelector("details[open]") !== null;
	}

	// However much happens, a page asks anew at most every EVERY ms. The server may answer from what it counted within
	// the last second, so the page asks once more when SETTLE ms have passed without news.
	const EVERY = 2000, SETTLE = 1200;
	const pending = { all: false, devices: new Set() };
	let refreshed = -Infinity, heard = -Infinity, timer = 0;

	// Whether every region that is meant was asked for; one in use, or in a page that nobody sees, waits.
	function refresh() {
		let done = true;
		for (const region of document.querySelectorAll("[data-live]")) {
			const device = region.dataset.device;
			if (!pending.all && device && !pending.devices.has(device)) continue;
			if (document.hidden || isInUse(region)) done = false;
			else htmx.trigger(region, "live");
		}
		return done;
	}

	function plan() {
		if (timer || document.hidden) return;
		timer = setTimeout(() => {
			timer = 0;
			refreshed = performance.now();
			if (!refresh() || refreshed < heard + SETTLE) plan();
			else { pending.all = false; pending.devices.clear(); }
		}, Math.max(0, refreshed + EVERY - performance.now()));
	}

	function changed(changes) {
		heard = performance.now();
		if (!changes || changes.more) pending.all = true;
		else for (const device of changes.devices) pending.devices.add(device);
		plan();
	}

	function listen() {
		const state = document.getElementById("live-state");
		if (!state || !document.querySelector("[data-live]") || !window.EventSource || !window.htmx) return;
		const events = new EventSource("/console/events");
		events.addEventListener("open", () => {
			state.textContent = "Live: changes appear by themselves.";
			// What happened between the page and this connection, or the one before, was told to nobody.
			changed(null);
		});
		events.addEventListener("error", () => { state.textContent = "Not live now: load the page again to see changes."; });
		events.addEventListener("changed", (event) => changed(JSON.parse(event.data)));
		document.addEventListener("visibilitychange", () => { if (!document.hidden) changed(null); });
		// A download's bytes are no event: while something moves, look again.
		setInterval(() => { if (document.querySelector("[data-live][data-moving]")) changed(null); }, EVERY);
	}

	document.addEventListener("change", (event) => {
		const all = event.target.dataset && event.target.dataset.all;
		if (!all) return;
		for (const box of document.getElementsByName(all)) box.checked = event.target.checked;
	});

	document.addEventListener("htmx:afterSwap", () => showTimes(document));
	document.addEventListener("htmx:responseError", (event) => {
		if (event.detail.xhr.status !== 401) say("The server answered " + event.detail.xhr.status + ". Load the page again.");
	});
	document.addEventListener("htmx:sendError", () => say("The server can't be reached. What you see may be old."));
	document.addEventListener("htmx:afterRequest", (event) => { if (event.detail.successful) say(""); });

	showTimes(document);
	listen();
})();
