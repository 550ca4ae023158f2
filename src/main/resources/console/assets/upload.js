// Firmware by dropping it, with progress. Without this script the form uploads one file and shows the result.
"use strict";
(() => {
	const form = document.getElementById("upload-form");
	const list = document.getElementById("uploads");
	const csrf = document.querySelector("meta[name=csrf]").content;
	if (!form || !list) return;
	const chooser = form.elements.file;
	chooser.multiple = true;

	function size(bytes) {
		const units = ["B", "KiB", "MiB", "GiB"];
		let unit = 0;
		while (bytes >= 1024 && unit < units.length - 1) { bytes /= 1024; unit++; }
		return (unit === 0 ? bytes : bytes.toFixed(1)) + " " + units[unit];
	}

	// The characters that a name may have: docs/limits.md.
	function nameOf(file, many) {
		const wanted = many ? "" : form.elements.name.value.trim();
		return wanted || file.name.replace(/[^A-Za-z0-9._~+:@=-]/g, "-");
	}

	function entryFor(name) {
		const entry = document.createElement("li");
		const text = document.createElement("span");
		const bar = document.createElement("progress");
		bar.max = 100;
		bar.value = 0;
		bar.setAttribute("aria-label", "Upload of " + name);
		entry.append(text, bar);
		list.prepend(entry);
		return { entry, text, bar };
	}

	function finish(shown, good, sentence) {
		shown.bar.remove();
		shown.text.textContent = sentence;
		shown.text.className = good ? "good" : "bad";
	}

	function again(shown, file, name) {
		const button = document.createElement("button");
		button.type = "button";
		button.className = "plain";
		button.textContent = "Send " + name + " again";
		button.addEventListener("click", () => { shown.entry.remove(); send(file, name); });
		shown.entry.append(" ", button);
	}

	function answered(request) {
		try { return JSON.parse(request.responseText); } catch (noJson) { return {}; }
	}

	function send(file, name) {
		return new Promise((done) => {
			const shown = entryFor(name);
			const request = new XMLHttpRequest();
			let sent = 0;
			shown.text.textContent = name + ": waiting";
			request.upload.addEventListener("progress", (event) => {
				sent = event.loaded;
				shown.bar.value = event.total ? 100 * event.loaded / event.total : 0;
				shown.text.textContent = event.loaded < event.total
					? name + ": " + size(event.loaded) + " of " + size(event.total)
					: name + ": all bytes are there, the server looks into them";
			});
			request.addEventListener("load", () => {
				const answer = answered(request);
				if (request.status === 200) finish(shown, true, answer.sentence);
				else {
					finish(shown, false, name + " was refused: " + (answer.detail || "the server answered " + request.status + "."));
					if (request.status === 422) again(shown, file, name);
				}
				done(request.status === 200);
			});
			request.addEventListener("error", () => {
				finish(shown, false, name + ": the connection broke after " + size(sent) + " of " + size(file.size)
					+ ". Nothing was stored; an upload begins anew.");
				again(shown, file, name);
				done(false);
			});
			const force = form.elements.force.checked ? "&force=true" : "";
			request.open("PUT", "/console/firmware/bytes?name=" + encodeURIComponent(name) + force);
			request.setRequestHeader("Accept", "application/json");
			request.setRequestHeader("Content-Type", "application/octet-stream");
			request.setRequestHeader("X-CSRF-TOKEN", csrf);
			request.send(file);
		});
	}

	async function sendAll(files) {
		let good = files.length > 0;
		for (const file of files) good = await send(file, nameOf(file, files.length > 1)) && good;
		if (good) setTimeout(() => location.reload(), 1500);
	}

	form.addEventListener("submit", (event) => {
		event.preventDefault();
		sendAll([...chooser.files]);
	});
	for (const kind of ["dragenter", "dragover"]) {
		form.addEventListener(kind, (event) => { event.preventDefault(); form.classList.add("over"); });
	}
	form.addEventListener("dragleave", () => form.classList.remove("over"));
	form.addEventListener("drop", (event) => {
		event.preventDefault();
		form.classList.remove("over");
		sendAll([...event.dataTransfer.files]);
	});
})();
