/*!
 * The page's half of tiktok-outbox, for the destination {{destination}}. Made by `outbox snippet {{destination}}`:
 * make it anew when the mapping changes.
 *
 * It sends an event through TikTok's pixel under the name that the server uses, with an event_id that the server gets
 * too, so that TikTok counts both once; and it reports the id to {{endpoint}}, so that `outbox dedup` can tell whether
 * they pair. It reports ids alone, never anything about a person.
 *
 * Save it as a file of your own and load it after TikTok's base code; no part of it is written into the page, and
 * nothing is evaluated. With a content security policy: script-src 'self'; connect-src {{origin}}.
 *
 *   <script src="/tiktok-outbox.js" defer>
 *
 * 1. The order exists already (a thank-you page): use its number on both sides.
 *
 *   tiktokOutbox.track('purchase', {value: 59.9, currency: 'EUR'}, 'ord-10421');
 *
 * 2. A form makes the event (a lead, a registration): the form takes the id along in the hidden inputs event_id, ttclid
 *    and ttp, and the backend hands them over as event_id, context.click_ids.ttclid and context.click_ids.ttp.
 *
 *   form.addEventListener('submit', function () {
 *     tiktokOutbox.attach(form, tiktokOutbox.track('generate_lead'));
 *   });
 *
 * 3. A request makes the event: members() gives the members that the backend adds to its event.
 *
 *   var id = tiktokOutbox.track('add_to_cart', {value: 29.95, currency: 'EUR'});
 *   fetch('/cart', {method: 'POST', body: JSON.stringify({item: '77120', tiktok: tiktokOutbox.members(id)})});
 *
 * A name that is not mapped is not sent, as on the server; track() gives an id all the same. What the user agreed to is
 * TikTok's pixel's to know (ttq.holdConsent, ttq.grantConsent): call track() where the pixel may be called.
 */
(function (window, document) {
  'use strict';

  var key = {{key}};
  var endpoint = {{endpoint_json}};
  // Incoming name: TikTok's name, as the server's mapping has it.
  var names = {{names}};
  // TikTok's name for all others: null for none, '' for the name as it is.
  var otherName = {{other}};
  // TikTok counts a click for 28 days at most.
  var clickSeconds = 28 * 24 * 3600;

  function cookie(name) {
    var found = ('; ' + document.cookie).split('; ' + name + '=')[1];
    if (!found) { return null; }
    try { return decodeURIComponent(found.split(';')[0]); } catch (_) { return null; }
  }

  // The click id stands in the address of the first page alone. Anybody may write that address: no character is taken
  // that means something in a cookie.
  function keepClickID() {
    var found = /[?&]ttclid=([A-Za-z0-9._~%-]+)/.exec(window.location.search);
    if (!found || found[1].length > 1024) { return; }
    var secure = window.location.protocol === 'https:' ? '; Secure' : '';
    document.cookie = 'ttclid=' + found[1] + '; Path=/; Max-Age=' + clickSeconds + '; SameSite=Lax' + secure;
  }

  function newID() {
    var crypto = window.crypto || window.msCrypto;
    if (crypto && crypto.randomUUID) { return crypto.randomUUID(); }
    var bytes = [];
    var i;
    if (crypto && crypto.getRandomValues) {
      bytes = crypto.getRandomValues(new Uint8Array(16));
    } else {
      for (i = 0; i < 16; i += 1) { bytes.push(Math.floor(Math.random() * 256)); }
    }
    var text = '';
    for (i = 0; i < 16; i += 1) {
      var byte = i === 6 ? (bytes[i] & 15) | 64 : i === 8 ? (bytes[i] & 63) | 128 : bytes[i];
      if (i === 4 || i === 6 || i === 8 || i === 10) { text += '-'; }
      text += (byte + 256).toString(16).slice(1);
    }
    return text;
  }

  function tiktokName(name) {
    var own = Object.prototype.hasOwnProperty;
    if (own.call(names, name)) { return names[name]; }
    return otherName === '' ? name : otherName;
  }

  // Plain text, so that the browser asks no permission first; the page may go away meanwhile.
  function report(name, eventID) {
    var body = JSON.stringify({key: key, tiktok_event: name, event_id: eventID});
    try {
      if (window.navigator.sendBeacon && window.navigator.sendBeacon(endpoint, body)) { return; }
    } catch (_) { /* the next way */ }
    if (!window.fetch) { return; }
    window.fetch(endpoint, {
      method: 'POST', body: body, keepalive: true, credentials: 'omit', mode: 'cors',
      headers: {'Content-Type': 'text/plain'}
    })['catch'](function () { /* a report is worth no trouble */ });
  }

  function setInput(form, name, value) {
    if (!value) { return; }
    var input = form.querySelector('input[type="hidden"][name="' + name + '"]');
    if (!input) {
      input = document.createElement('input');
      input.type = 'hidden';
      input.name = name;
      form.appendChild(input);
    }
    input.value = value;
  }

  keepClickID();

  window.tiktokOutbox = {
    // A new event_id.
    newID: newID,

    // Sends an event through the pixel and reports its id; gives the event_id.
    track: function (name, properties, eventID) {
      var id = eventID === undefined || eventID === null || eventID === '' ? newID() : String(eventID);
      var mapped = tiktokName(name);
      if (mapped && window.ttq && typeof window.ttq.track === 'function') {
        window.ttq.track(mapped, properties || {}, {event_id: id});
        report(mapped, id);
      }
      return id;
    },

    // Puts the ids into hidden inputs of a form.
    attach: function (form, eventID) {
      setInput(form, 'event_id', eventID);
      setInput(form, 'ttclid', cookie('ttclid'));
      setInput(form, 'ttp', cookie('_ttp'));
    },

    // The members that the backend adds to its event.
    members: function (eventID) {
      var ids = {};
      if (cookie('ttclid')) { ids.ttclid = cookie('ttclid'); }
      if (cookie('_ttp')) { ids.ttp = cookie('_ttp'); }
      return {event_id: eventID, context: {page: {url: window.location.href}, click_ids: ids}};
    }
  };
}(window, document));
