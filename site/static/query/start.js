// Whether queries can run here at all. From a folder a browser loads no module, so this file is none.
"use strict";

{
  const form = document.getElementById("query");
  const told = document.getElementById("told");
  const needed = ["Worker", "WebAssembly", "DecompressionStream", "TextDecoderStream"];
  const tell = (words) => {
    form.hidden = true;
    told.textContent = words;
  };
  if (location.protocol === "file:") {
    tell(form.dataset.sayFolder);
  } else if (needed.every((name) => typeof window[name] !== "undefined")) {
    import("./page.js").catch(() => tell(form.dataset.sayBlocked));
  } else {
    tell(form.dataset.sayBlocked);
  }
}
