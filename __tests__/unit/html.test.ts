import { describe, expect, test } from '@jest/globals';
import { html, jsonForScript } from '../../src/report/page/html';

describe('permissions.html', () => {
  test('escapes text, attributes and data', () => {
    const hostile = `<script>"'&</script>`;
    expect(html`<p title="${hostile}">${hostile}</p>`.text).toBe(
      '<p title="&lt;script&gt;&quot;&#39;&amp;&lt;/script&gt;">&lt;script&gt;&quot;&#39;&amp;&lt;/script&gt;</p>',
    );
    expect(jsonForScript({ hostile: '</script><!--' })).toBe('{"hostile":"\\u003c/script>\\u003c!--"}');
  });
});
