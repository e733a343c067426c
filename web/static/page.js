/* Two things: leaving at once, and answering without adding to the history.
   Everything works without this script; nothing here calls history or keeps anything. */
(function () {
  "use strict";

  var gone = false;
  var busy = false;
  var pressed = null;

  function byId(id) { return document.getElementById(id); }

  /* ---- Leaving ---- */

  function empty() {
    document.title = "New tab";
    document.documentElement.removeAttribute("dir");
    if (document.body) document.body.textContent = "";
  }

  function tellServer() {
    // Not waited for: the page goes at once. A beacon where fetch cannot outlive the page.
    try {
      if (window.Request && "keepalive" in Request.prototype) {
        fetch("/leave", { method: "POST", keepalive: true, credentials: "same-origin" }).catch(function () {});
      } else if (navigator.sendBeacon) {
        navigator.sendBeacon("/leave");
      }
    } catch (fault) { /* leaving goes on */ }
  }

  function leave(told) {
    if (gone) return;
    gone = true;
    var to = byId("leave") ? byId("leave").dataset.to : "/leave";
    empty();
    if (!told) tellServer();
    location.replace(to);
    // If the other page hangs, our own blank page stands in its place and tries it again.
    setTimeout(function () { location.replace("/leave"); }, 4000);
  }

  /* Shift three times within 5 seconds, alone: held down or with another key it does not count. */
  var shifts = [];
  var alone = false;

  function say(key) {
    var told = byId("presses");
    if (told) told.textContent = key ? told.dataset[key] : "";
  }

  function forgetShifts() {
    if (shifts.length) say("none");
    shifts = [];
    alone = false;
  }

  document.addEventListener("keydown", function (event) {
    if (event.key === "Shift" && !event.repeat) alone = true;
    else forgetShifts();
  }, true);

  document.addEventListener("pointerdown", forgetShifts, true);

  document.addEventListener("keyup", function (event) {
    if (event.key !== "Shift" || !alone) return;
    alone = false;
    var now = Date.now();
    shifts = shifts.filter(function (at) { return now - at < 5000; }).concat(now);
    if (shifts.length >= 3) leave();
    else say(shifts.length === 1 ? "two" : "one");
    setTimeout(function () { if (shifts[shifts.length - 1] === now) forgetShifts(); }, 5000);
  }, true);

  document.addEventListener("click", function (event) {
    var button = event.target.closest ? event.target.closest("button") : null;
    if (!button) return;
    pressed = button;
    if (button.id !== "leave") return;
    event.preventDefault();
    leave();
  }, true);

  // Whoever comes back by any road finds the start page, never what stood here.
  addEventListener("pagehide", empty);
  addEventListener("pageshow", function (event) {
    if (event.persisted) location.replace("/");
  });

  /* ---- Answering ---- */

  function posted(form, button) {
    var data = new URLSearchParams(new FormData(form));
    if (button && button.name) data.append(button.name, button.value);
    return data.toString();
  }

  function rest(main) {
    busy = false;
    main.removeAttribute("aria-busy");
  }

  function focusIn(place) {
    var first = place.querySelector("[data-focus]");
    scrollTo(0, 0);
    if (first) first.focus({ preventScroll: true });
  }

  // The page as it stands is kept, with every word in it, and a notice put before it.
  function notify(notice) {
    var main = document.querySelector("main");
    var old = byId("notice");
    if (old) old.remove();
    main.insertBefore(notice, main.firstChild);
    rest(main);
    focusIn(main);
  }

  function lost() {
    var notice = document.createElement("section");
    var words = document.createElement("p");
    words.textContent = byId("lost").textContent;
    notice.id = "notice";
    notice.className = "notice";
    notice.tabIndex = -1;
    notice.dataset.focus = "";
    notice.appendChild(words);
    notify(notice);
  }

  function put(page) {
    var root = document.documentElement;
    if (page.documentElement.lang !== root.lang) {
      root.lang = page.documentElement.lang;
      root.dir = page.documentElement.dir;
      document.body.replaceWith(document.adoptNode(page.body));
    } else {
      document.querySelector("main").replaceWith(document.adoptNode(page.querySelector("main")));
    }
    busy = false;
    focusIn(document.querySelector("main"));
  }

  function hear(page) {
    if (gone) return;
    if (!page) return lost();
    if ("gone" in page.documentElement.dataset) return leave(true);
    var main = page.querySelector("main");
    if (!main) return lost();
    if ("keep" in main.dataset) return notify(document.adoptNode(page.getElementById("notice")));
    put(page);
  }

  document.addEventListener("submit", function (event) {
    var form = event.target;
    // Not form.id: the form has a field of that name, which stands in its place.
    if (form.getAttribute("id") !== "answer") return;
    event.preventDefault();
    if (busy || gone) return;
    busy = true;
    form.closest("main").setAttribute("aria-busy", "true");
    var ask = new XMLHttpRequest();
    ask.open("POST", "/");
    ask.responseType = "document";
    ask.timeout = 20000;
    ask.setRequestHeader("Content-Type", "application/x-www-form-urlencoded");
    ask.setRequestHeader("X-Part", "1");
    ask.onload = function () { hear(ask.response); };
    ask.onerror = ask.ontimeout = function () { if (!gone) lost(); };
    ask.send(posted(form, event.submitter || pressed));
  });
})();
