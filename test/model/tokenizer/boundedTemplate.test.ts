import assert from 'node:assert/strict';
import { Template } from '@huggingface/jinja';
import { describe, it } from 'mocha';
import { renderTemplate } from '../../../model/tokenizer/boundedTemplate';

describe('a chat template', () => {
  it('is rendered as the library does', () => {
    const template = [
      '{% for i in range(3) %}{{ i }}{% endfor %}{% for i in range(1, 8, 3) %}{{ i }}{% endfor %}',
      '{% for i in range(3, 0, -1) %}{{ i }}{% endfor %}{{ range(2, 2) | length }}',
      '{% if True and true and not False and none is none and None is none %}{{ name | upper }}{% endif %}',
      '{% set ns = namespace(seen=false) %}{% for c in list %}{% set ns.seen = true %}{{ c.role }}{% endfor %}{{ ns.seen }}',
      '{% macro twice(x) %}{{ x ~ x }}{% endmacro %}{{ twice("ab") }}{{ strftime_now("%Y-%m-%d %%") }}',
    ].join('\n');
    const values = { name: 'ps2', list: [{ role: 'user' }, { role: 'assistant' }] };
    assert.equal(renderTemplate(template, values), new Template(template).render(values));
    assert.match(
      renderTemplate('{{ strftime_now("%d %b %B %H:%M %q") }}', {}),
      /^\d\d [A-Z][a-z]{2} [A-Z][a-z]+ \d\d:\d\d %q$/,
    );
  });

  it('has room for a long conversation', () => {
    const chatMl =
      "{% for m in messages %}{{ '<|im_start|>' + m['role'] + '\n' + m['content'] + '<|im_end|>\n' }}{% endfor %}";
    const messages = Array.from({ length: 1000 }, () => ({ role: 'user', content: 'word '.repeat(100) }));
    assert.equal(
      renderTemplate(chatMl, { messages }).length,
      1000 * ('<|im_start|>user\n<|im_end|>\n'.length + 500),
    );
  });

  it('is given up when it does not come to an end, with what to do', function () {
    this.timeout(240_000);
    const loops = 'x'
      .repeat(7)
      .split('')
      .map((_, i) => `{% for a${i} in range(100) %}`)
      .join('');
    const endless: Readonly<Record<string, string>> = {
      'loops in loops': `${loops}x${'{% endfor %}'.repeat(7)}`,
      'empty loops': `${loops}${'{% endfor %}'.repeat(7)}`,
      'a range without end': '{% for i in range(0, 5, 0) %}{% endfor %}',
      'a long range': '{{ range(1000000000) | length }}',
      'a text that doubles': `{% set ns = namespace(t="x") %}{% for i in range(60) %}{% set ns.t = ns.t ~ ns.t %}{% endfor %}`,
      'macros that call each other twice':
        '{% macro a(n) %}{% if n > 0 %}{{ a(n - 1) }}{{ a(n - 1) }}{% endif %}{% endmacro %}{{ a(60) }}',
    };
    for (const [name, template] of Object.entries(endless)) {
      assert.throws(
        () => renderTemplate(template, {}),
        /^Error: it needs more than 200,000 steps; use a tokenizer with another template/,
        name,
      );
    }
    const sized = (grow: string, use: string): string =>
      `{% set ns = namespace(t=${grow.startsWith('ns.t ~') ? '"x"' : '[1]'}) %}{% for i in range(24) %}{% set ns.t = ${grow} %}{% endfor %}{{ ${use} | length }}`;
    const text =
      '{% set ns = namespace(t="x") %}{% for i in range(14) %}{% set ns.t = ns.t ~ ns.t %}{% endfor %}';
    const large: Readonly<Record<string, string>> = {
      'a list that doubles': sized('ns.t + ns.t', 'ns.t'),
      'a list twice in another one, as JSON': sized('[ns.t, ns.t]', 'ns.t | tojson'),
      'a list twice in another one, as text': sized('[ns.t, ns.t]', 'ns.t | string'),
      'a map twice in another one': sized('{"a": ns.t, "b": ns.t}', 'ns.t | tojson'),
      'a wide indent': '{{ "a\nb" | indent(400000000) | length }}',
      'a wide indent of JSON': '{{ [1, 2] | tojson(indent=200000000) | length }}',
      'a long text in the place of each letter': `${text}{{ ns.t.replace("x", ns.t) | length }}`,
      'the same by a filter': `${text}{{ (ns.t | replace("x", ns.t)) | length }}`,
      'a long text between many': `${text}{{ range(16000) | join(ns.t) | length }}`,
    };
    for (const [name, template] of Object.entries(large))
      assert.throws(
        () => renderTemplate(template, {}),
        /it recurses too deeply or produces too much text/,
        name,
      );
    assert.throws(() => renderTemplate('{%', {}), /^Error: it is not a valid template$/);
    const itself = '{% macro a() %}{{ a() }}{% endmacro %}{{ a() }}';
    assert.throws(() => renderTemplate(itself, {}), /it recurses too deeply or produces too much text/);
    assert.throws(
      () => renderTemplate('x'.repeat(300_000), {}),
      /it has 300000 characters; the limit is 262144/,
    );
  });
});
