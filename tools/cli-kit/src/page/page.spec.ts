import { badge, markup, htmlTable, page } from '.';

describe('a page', () => {
  it('escapes what was read somewhere, in text and in attributes', () => {
    const evil = `<img src=x onerror="alert('1')">&`;
    expect(markup`<a title="${evil}">${[evil]}</a>`.text).toBe(
      '<a title="&lt;img src=x onerror=&quot;alert(&#39;1&#39;)&quot;&gt;&amp;">&lt;img src=x onerror=&quot;alert(&#39;1&#39;)&quot;&gt;&amp;</a>',
    );
    expect(htmlTable(['<b>'], [[evil]]).text).not.toContain('<img');
  });

  it('leaves out what is nothing', () => {
    expect(markup`<p>${undefined}${false}${0}${[]}</p>`.text).toBe('<p>0</p>');
  });

  it('lets nothing run, and nothing be fetched, but what it was made with', () => {
    const text = page({ title: 'T', body: markup`<p>one</p>` });
    expect(text).toContain('default-src &#39;none&#39;');
    expect(text).not.toContain('script');
    expect(text).not.toMatch(/(?:src|href)=/);
    expect(page({ title: 'T', body: '', script: 'go()' })).toMatch(/script-src &#39;sha256-[^;]+&#39;/);
  });

  it('keeps a short name whole in a table, and lets all else break', () => {
    const { text } = htmlTable([], [['eu-west-2', 'is lost', 'arn:aws:iam::111111111111:role/healthcare']]);
    expect(text.match(/<td[^>]*>/g)).toEqual(['<td class="whole">', '<td>', '<td>']);
    expect(page({ title: 'T', body: '' })).toMatch(/td\.whole[^{]*\{ white-space: nowrap; \}/);
  });

  it('tells a state by word and symbol, not by colour alone', () => {
    expect(badge('failed', 'violated').text).toBe('<span class="failed">✖ violated</span>');
  });
});
