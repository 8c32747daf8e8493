import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { plusLongTravail } from '../../../../test/fuzz/plus-long-travail.ts'
import { lireEntrees } from './entrees.ts'
import { lireEntreesAPart } from './lire-entrees-a-part.ts'

const lire = (texte: string) => {
  const lu = lireEntrees(Buffer.from(texte))
  if (!lu.ok) throw new Error(lu.error.phrase)
  return lu.value
}
const rss = (items: string) =>
  `<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>T</title>${items}</channel></rss>`

describe('les actualités d’un site d’avant', () => {
  it('RSS : titre, chapô, texte, date, étiquettes, source ; le HTML devient notre Markdown', () => {
    const { genre, entrees } = lire(
      rss(`<item><title>Retour &amp; suites</title><link>https://www.exemple.fr/retour</link><guid>g1</guid>
        <pubDate>Thu, 31 Jan 2019 09:00:00 +0100</pubDate><category>Formation</category><category>formation</category>
        <description>&lt;p&gt;Une &lt;b&gt;belle&lt;/b&gt; table.&lt;/p&gt;</description>
        <content:encoded><![CDATA[<h2>Le matin</h2><p>Un <strong>mot</strong>.</p><ul><li>un</li></ul><script>alert(1)</script>]]></content:encoded></item>`),
    )
    expect(genre).toBe('RSS')
    expect(entrees).toHaveLength(1)
    expect(entrees[0]).toMatchObject({
      origine: 'g1',
      le: new Date('2019-01-31T08:00:00Z'),
      contenu: {
        titre: 'Retour & suites',
        chapo: 'Une belle table.',
        etiquettes: ['Formation'],
        sourceNom: 'www.exemple.fr',
        sourceUrl: 'https://www.exemple.fr/retour',
      },
    })
    expect(entrees[0]?.contenu.corps).toBe('## Le matin\n\nUn **mot**.\n\n- un')
  })
  it('WordPress : les articles publiés ; les pages et les brouillons sont laissés, et le rapport le dit', () => {
    const un = (type: string, statut: string, titre: string) =>
      `<item><title>${titre}</title><guid>${titre}</guid><wp:post_type>${type}</wp:post_type><wp:status>${statut}</wp:status>
       <wp:post_date_gmt>2019-01-31 09:00:00</wp:post_date_gmt><content:encoded>x</content:encoded></item>`
    const { genre, entrees, laissees } = lire(
      `<rss xmlns:wp="http://wordpress.org/export/1.2/" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><wp:wxr_version>1.2</wp:wxr_version>${un('post', 'publish', 'A')}${un('page', 'publish', 'B')}${un('post', 'draft', 'C')}${un('attachment', 'inherit', 'D')}</channel></rss>`,
    )
    expect([genre, entrees.map((e) => [e.contenu.titre, e.le?.toISOString()])]).toEqual([
      'WordPress',
      [['A', '2019-01-31T09:00:00.000Z']],
    ])
    expect(laissees).toEqual([
      { rang: 2, titre: 'B', pourquoi: 'C’est une page, non une actualité.' },
      { rang: 3, titre: 'C', pourquoi: expect.stringContaining('brouillon') },
    ])
  })
  it('Atom, et un tableau CSV aux guillemets et dates d’ici', () => {
    expect(
      lire(
        '<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>T</title><id>i</id><link href="https://x.fr/t"/><published>2020-01-01T00:00:00Z</published><content type="html">&lt;p&gt;C&lt;/p&gt;</content></entry></feed>',
      ).entrees[0],
    ).toMatchObject({ origine: 'i', contenu: { titre: 'T', corps: 'C', sourceUrl: 'https://x.fr/t' } })
    const csv = lire(
      '\ufeffTitre;Date;Résumé;Texte\r\n"Un ""mot""; deux";31/01/2019;R;"a\nb"\r\n;;;\r\nSans date;;;\r\n',
    )
    expect(csv.entrees.map((e) => [e.contenu.titre, e.le?.toISOString() ?? null, e.contenu.corps])).toEqual([
      ['Un "mot"; deux', '2019-01-31T08:00:00.000Z', 'a\nb'],
      ['Sans date', null, ''],
    ])
  })
  it('une entrée sans titre ou dite deux fois est laissée, et le rapport dit pourquoi', () => {
    const { entrees, laissees } = lire(
      rss(
        '<item><guid>1</guid></item><item><title>A</title><guid>2</guid></item><item><title>A</title><guid>2</guid></item>',
      ),
    )
    expect(entrees).toHaveLength(1)
    expect(laissees.map((l) => l.pourquoi)).toEqual([
      'Elle n’a pas de titre.',
      'Le fichier la dit deux fois.',
    ])
  })
  it('une adresse hostile n’est pas gardée ; un DOCTYPE, un XML d’ailleurs, un tableau sans titre sont refusés', () => {
    expect(
      lire(rss('<item><title>A</title><link>javascript:alert(1)</link></item>')).entrees[0]?.contenu
        .sourceUrl,
    ).toBe('')
    for (const [texte, code] of [
      ['<!DOCTYPE x [<!ENTITY a "b">]><rss/>', 'illisible'],
      ['<lheo/>', 'inconnu'],
      ['a;b\n1;2', 'inconnu'],
      ['   ', 'vide'],
      ['<rss>', 'illisible'],
    ] as const)
      expect(lireEntrees(Buffer.from(texte)), texte).toMatchObject({ ok: false, error: { code } })
  })
  it('tout octet se lit ou se refuse, sans jamais lever', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.uint8Array({ maxLength: 400 }),
          fc.string().map((t) => Buffer.from(rss(t))),
        ),
        (o) => {
          expect(typeof lireEntrees(o).ok).toBe('boolean')
        },
      ),
    )
  })
  it('un tableau de tableur d’avant se lit aussi : Windows-1252, tabulations, texte long', () => {
    const long = 'a'.repeat(20_000)
    const octets = Buffer.from(`titre\ttexte\nL\u00e9gende\t${long}\n`, 'latin1')
    const lu = lireEntrees(octets)
    expect(lu.ok && lu.value.entrees.map((e) => [e.contenu.titre, e.contenu.corps.length])).toEqual([
      ['Légende', 20_000],
    ])
  })
})

it('un export de site de trois mille articles ne retient pas les pages plus de 50 ms', async () => {
  const article = (i: number) =>
    `<item><title>Retour ${i}</title><guid>g${i}</guid><pubDate>Thu, 31 Jan 2019 09:00:00 +0100</pubDate>
      <content:encoded><![CDATA[${'<p>Un <strong>mot</strong>, <a href="https://exemple.example">un lien</a>.</p>'.repeat(3)}]]></content:encoded></item>`
  const texte = rss(Array.from({ length: 3_000 }, (_, i) => article(i)).join(''))
  const { rendu, max } = await plusLongTravail(() => lireEntreesAPart(Buffer.from(texte)))
  expect(rendu.ok).toBe(true)
  expect(max).toBeLessThan(50)
})
