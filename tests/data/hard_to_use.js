// What of a page is hard to read, to reach or to understand by what Chromium says of it: the rules of axe-core that can fail
// on such pages, each by measure. It runs in the page, in a test, and is served to nobody.
const parts = text => text.match(/[\d.]+/g).map(Number);
const light = ([r, g, b]) => [r, g, b].map(c => c / 255).map(c => c <= .04045 ? c / 12.92 : ((c + .055) / 1.055) ** 2.4)
    .reduce((sum, c, at) => sum + c * [.2126, .7152, .0722][at], 0);
const behind = element => {
    for (let at = element; at; at = at.parentElement) {
        const colour = parts(getComputedStyle(at).backgroundColor);
        if (colour.length < 4 || colour[3] > .99) return colour;
    }
    return matchMedia('(prefers-color-scheme: dark)').matches ? [18, 18, 18] : [255, 255, 255];
};
const all = what => [...document.querySelectorAll(what)];
const hidden = element => element.closest('[aria-hidden=true]') || !element.getClientRects().length;
const shown = what => all(what).filter(element => !hidden(element));
const own = element => [...element.childNodes].filter(node => node.nodeType === 3).map(node => node.data.trim()).join('');
const name = element => (element.getAttribute('aria-label') || (element.getAttribute('aria-labelledby') || '').split(' ')
    .map(id => document.getElementById(id)?.textContent || '').join(' ') || '').trim();
const found = [];
const say = (rule, what) => found.push(`${rule}: ${String(what).trim().slice(0, 60)}`);

// The document.
const lang = document.documentElement.lang;
if (!/^[a-z]{2}(-[A-Za-z]+)*$/.test(lang)) say('lang', `of the page: ${lang}`);
shown('[lang], [hreflang]').forEach(element => {
    const its = element.getAttribute('lang') ?? element.getAttribute('hreflang');
    if (!/^[a-z]{2}(-[A-Za-z]+)*$/.test(its)) say('lang', `of a part: ${its}`);
});
if (!document.title.trim()) say('title', 'none');
const viewport = document.querySelector('meta[name=viewport]')?.content || '';
if (/user-scalable\s*=\s*(no|0)|maximum-scale\s*=\s*[01](\.\d+)?\b/.test(viewport)) say('zoom', viewport);
if (!viewport.includes('width=device-width')) say('zoom', `a viewport that does not fit: ${viewport}`);
all('meta[http-equiv=refresh]').forEach(() => say('refresh', 'the page moves by itself'));
const ids = all('[id]').map(element => element.id);
ids.filter((id, at) => ids.indexOf(id) !== at).forEach(id => say('duplicate id', id));
all('[for], [aria-labelledby], [aria-describedby]').forEach(element => {
    for (const attribute of ['for', 'aria-labelledby', 'aria-describedby']) {
        (element.getAttribute(attribute) || '').split(/\s+/).filter(Boolean).filter(id => !document.getElementById(id))
            .forEach(id => say('reference', `${attribute} of ${element.tagName} leads to no ${id}`));
    }
});

// Landmarks and headings.
const mains = shown('main, [role=main]').length;
if (mains !== 1) say('main', mains);
const landmarks = 'main, body > header, body > footer, nav, aside, [role=main], [role=banner], [role=contentinfo], [role=navigation]';
const headings = shown('h1, h2, h3, h4, h5, h6');
const ones = headings.filter(heading => heading.tagName === 'H1').length;
if (ones !== 1) say('h1', ones);
headings.forEach((heading, at) => {
    if (!heading.textContent.trim() && !name(heading)) say('heading without words', heading.tagName);
    const level = Number(heading.tagName[1]), before = at ? Number(headings[at - 1].tagName[1]) : 0;
    if (level > before + 1) say('heading order', `${heading.tagName} behind h${before}: ${heading.textContent}`);
});

// Names.
const controls = 'input:not([type=hidden]), select, textarea';
shown(controls).forEach(field => {
    const label = [...(field.labels || [])].map(label => label.textContent.trim()).join(' ');
    if (!label && !name(field)) say('label', field.name || field.outerHTML);
});
shown('a[href]').forEach(link => {
    const alt = [...link.querySelectorAll('img')].map(image => image.alt).join('');
    if (!link.textContent.trim() && !alt && !name(link)) say('link name', link.outerHTML);
});
shown('button, summary').forEach(button => { if (!button.textContent.trim() && !name(button)) say('button name', button.outerHTML); });
shown('img').forEach(image => { if (!image.hasAttribute('alt')) say('image', image.outerHTML); });
shown('fieldset').forEach(group => { if (!group.querySelector('legend')?.textContent.trim()) say('legend', group.outerHTML); });
all('[aria-hidden=true] *').forEach(element => {
    if (element.tabIndex >= 0 && element.matches('a[href], button, ' + controls)) say('hidden and reached', element.outerHTML);
});
all('[tabindex]').forEach(element => { if (element.tabIndex > 0) say('tabindex', element.outerHTML); });

// What browsers may fill in of whoever writes (WCAG 1.3.5): a visitor, not a colleague who writes down somebody else.
const wanted = { family_name: 'family-name', given_name: 'given-name', email: 'email', phone: 'tel', company: 'organization' };
shown(controls).forEach(field => {
    const its = wanted[field.name] || { email: 'email', tel: 'tel' }[field.type];
    const theirs = !document.querySelector('body > header nav');
    if (theirs && its && field.autocomplete !== its) say('autocomplete', `${field.name}: ${field.autocomplete || 'none'}`);
});

// Lists that say what they are.
shown('dl').forEach(list => [...list.children].forEach(child => {
    if (!['DT', 'DD', 'DIV'].includes(child.tagName)) say('dl', child.tagName);
}));
shown('dt, dd').forEach(item => { if (!item.closest('dl')) say('dl', 'none around an item'); });
shown('li').forEach(item => { if (!item.parentElement.matches('ul, ol, menu')) say('list', 'none around an item'); });

// What is seen: contrast (1.4.3), targets (2.5.8), width (1.4.10).
for (const element of all('body *')) {
    if (hidden(element)) continue;
    const words = own(element);
    const style = getComputedStyle(element);
    // A link that leads past the frame stands before it, as axe-core's rule about regions lets it.
    const past = element.matches('body > a[href^="#"]');
    if (words && !past && !element.closest(landmarks)) say('outside of every landmark', words);
    if (words) {
        const [a, b] = [light(parts(style.color)), light(behind(element))].sort((a, b) => b - a);
        const large = parseFloat(style.fontSize) >= 24 || parseFloat(style.fontSize) >= 18.66 && style.fontWeight >= 700;
        const ratio = (a + .05) / (b + .05);
        if (ratio < (large ? 3 : 4.5)) say('contrast', `${ratio.toFixed(2)} ${words}`);
    }
    if (element.matches('button, summary, select, textarea, input:not([type=hidden]):not([type=checkbox]):not([type=radio])')) {
        const { width, height } = element.getBoundingClientRect();
        if (width < 24 || height < 24) say('small', `${element.name || words} ${width}x${height}`);
    }
}
// A smaller one is enough where the circle of 24 pixels around its middle meets no other.
const targets = shown('a[href], button, summary, label.box, ' + controls).filter(target => !target.closest('label.box') || target.matches('label.box'));
const boxes = targets.map(target => [target, target.getBoundingClientRect()]);
for (const [target, { left, right, top, bottom, width, height }] of boxes.filter(([target]) => target.matches('a[href], label.box'))) {
    if (width >= 24 && height >= 24) continue;
    const [x, y] = [(left + right) / 2, (top + bottom) / 2];
    const near = boxes.find(([other, box]) => other !== target
        && Math.hypot(Math.max(box.left - x, 0, x - box.right), Math.max(box.top - y, 0, y - box.bottom)) < 12);
    if (near) say('small and close', `${target.textContent} beside ${near[0].textContent}`);
}
const wide = document.documentElement.scrollWidth;
if (wide > innerWidth) say('wide', `${wide} in ${innerWidth}`);
return found;
