/* Leaving at once, answering without adding to the history, and no page left lying open.
   Everything works without this script; nothing here calls history, and what it keeps dies with the page. */
(function () {
  "use strict";

  var gone = 0; // when the person left
  var to = "/leave";
  var busy = false;
  var pressed = null;
  var root = document.documentElement;
  root.className = "js";

  function byId(id) { return document.getElementById(id); }

  function toArray(list) { return Array.prototype.slice.call(list); }

  /* ---- Leaving ---- */

  function empty() {
    document.title = "New tab";
    root.removeAttribute("dir");
    root.lang = "en";
    root.removeAttribute("data-cover");
    held = null;
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
    // Presses that follow at once are the same leaving. A later one is made on a blank page that hangs: it tries again.
    if (Date.now() - gone < 1000) return;
    if (gone) return location.replace(to);
    gone = Date.now();
    if (byId("leave")) to = byId("leave").dataset.to;
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
    if (button.id === "stay") return stay();
    if (button.id === "uncover") return uncover();
    if (button.id !== "leave" && !("leave" in button.dataset)) return;
    event.preventDefault();
    leave();
  }, true);

  // Whoever comes back by any road finds the start page, never what stood here.
  addEventListener("pagehide", empty);
  addEventListener("pageshow", function (event) {
    if (event.persisted) location.replace("/");
  });

  /* ---- The end of a page that lies open ---- */

  var WARNED = 120000; // milliseconds before the end
  var LOOKS = 15000; // a machine that slept finds out soon after it wakes
  var lives = 0;
  var heardAt = 0;
  var timer = 0;
  var held = null; // words not sent, while safe-to-talk stands in the place of their question

  function begin() {
    var main = document.querySelector("main");
    lives = main ? 1000 * (main.dataset.lives || 0) : 0;
    heardAt = Date.now();
    tick();
  }

  function tick() {
    clearTimeout(timer);
    if (!lives || gone) return;
    var left = heardAt + lives - Date.now();
    warn(left <= WARNED);
    // An answer that is on its way is waited for: it may have been heard in time.
    if (left <= 0 && !busy) return end();
    timer = setTimeout(tick, Math.max(500, Math.min(LOOKS, left > WARNED ? left - WARNED : left)));
  }

  function warn(now) {
    var ending = byId("ending");
    if (!ending || ending.hidden === !now) return;
    ending.hidden = !now;
    byId("ends").textContent = now ? byId("ends").dataset.says : "";
  }

  function end() {
    if (byId("leave")) to = byId("leave").dataset.to;
    gone = Date.now();
    empty();
    location.replace("/");
  }

  /* One more turn is asked for, without what was typed: that stays here, and is put back with its question. */
  function stay() {
    var form = byId("answer");
    if (busy || gone) return;
    if (!form || !form.querySelector("[name=step]")) return begin();
    hold(form);
    ask(form, named(form, ["step", "digest", "language", "field"]) + "&do=repeat");
  }

  function named(form, names) {
    return names.map(function (name) {
      var part = form.querySelector("[type=hidden][name=" + name + "]");
      return name + "=" + encodeURIComponent(part ? part.value : "");
    }).join("&");
  }

  function typed(form) { return toArray(form.querySelectorAll("textarea,input:not([type=hidden])")); }

  function hold(form) {
    held = { step: form.querySelector("[name=step]").value, turns: 2, said: typed(form).map(function (part) {
      return { name: part.name, value: part.value, on: part.checked };
    }) };
  }

  function putBack(main) {
    if (!held) return;
    held.turns -= 1;
    if (main.dataset.step === held.step) {
      typed(main).forEach(function (part) {
        held.said.forEach(function (was) {
          if (was.name !== part.name) return;
          if (part.type === "radio" || part.type === "checkbox") part.checked = part.checked || (was.on && was.value === part.value);
          else part.value = part.value || was.value;
        });
      });
      held = null;
    } else if (!held.turns || !main.querySelector("[name=step]")) held = null;
  }

  /* ---- A cover, for whoever wants one: drawn when the page is no longer looked at, best effort ---- */

  var place = null; // where the person was

  function cover() {
    if (!byId("cover") || !byId("cover").checked || "cover" in root.dataset) return;
    place = { on: document.activeElement, down: scrollY };
    root.dataset.cover = "away";
  }

  function uncover() {
    delete root.dataset.cover;
    scrollTo(0, place.down);
    if (place.on) place.on.focus({ preventScroll: true });
  }

  document.addEventListener("visibilitychange", function () {
    if (document.visibilityState === "hidden") return cover();
    tick();
    if (!("cover" in root.dataset)) return;
    root.dataset.cover = "back";
    byId("uncover").focus();
  });

  document.addEventListener("DOMContentLoaded", begin);
  addEventListener("focus", tick);

  /* ---- Answering ---- */

  // What an older browser lacks is not made up for: there the forms work by themselves.
  var able = window.URLSearchParams && window.FormData && Element.prototype.closest && Element.prototype.replaceWith
    && "response" in XMLHttpRequest.prototype;

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
    var banner = main.querySelector(".practice");
    main.insertBefore(notice, banner ? banner.nextSibling : main.firstChild);
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
    if (page.documentElement.lang !== root.lang) {
      root.lang = page.documentElement.lang;
      root.dir = page.documentElement.dir;
      var covers = byId("cover") && byId("cover").checked;
      document.body.replaceWith(document.adoptNode(page.body));
      if (byId("cover")) byId("cover").checked = covers;
    } else {
      document.querySelector("main").replaceWith(document.adoptNode(page.querySelector("main")));
    }
    busy = false;
    putBack(document.querySelector("main"));
    begin();
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
    if (!able || form.getAttribute("id") !== "answer") return;
    event.preventDefault();
    if (!busy && !gone) ask(form, posted(form, event.submitter || pressed));
  });

  function ask(form, body) {
    var asked = new XMLHttpRequest();
    busy = true;
    form.closest("main").setAttribute("aria-busy", "true");
    asked.open("POST", "/");
    asked.responseType = "document";
    asked.timeout = 20000;
    asked.setRequestHeader("Content-Type", "application/x-www-form-urlencoded");
    asked.setRequestHeader("X-Part", "1");
    asked.onload = function () { hear(asked.response); };
    asked.onerror = asked.ontimeout = function () { if (!gone) lost(); };
    asked.send(body);
  }
})();
