import { describe, expect, it } from 'vitest'
import type { ContenuDeSortie } from '../domain/archive-de-sortie.ts'
import { aRemettre, lireRemis, verifierRemis } from './transferts.ts'

const corps: ContenuDeSortie = {
  cooperative: 'Les Tisserands',
  enseigne: 'La Navette',
  personne: '',
  le: '',
  programmes: [
    { intitule: 'Conduire une réunion', contenu: { duree: 7 }, fichier: 'programmes/conduire.pdf' },
  ],
  supports: [],
  clientele: [],
  references: [
    {
      intitule: 'Conduire une réunion',
      du: '1er mars 2026',
      au: '2 mars 2026',
      heures: 14,
      clients: ['Médiathèque des Abers'],
      personnesFormees: 6,
    },
  ],
}
const deux = (n: number) =>
  Array.from({ length: n }, () => ({ intitule: 'Un programme', contenu: {}, fichier: null }))

describe('ce qui part avec une enseigne transférée', () => {
  it('ne nomme aucune cliente, aucun client, et se relit de l’autre côté', () => {
    const part = aRemettre(corps)
    expect(JSON.stringify(part)).not.toMatch(/Abers|programmes\/conduire/)
    const lu = lireRemis(JSON.parse(JSON.stringify(part)))
    expect(lu.ok && lu.value.references).toEqual([
      {
        intitule: 'Conduire une réunion',
        du: '1er mars 2026',
        au: '2 mars 2026',
        heures: 14,
        personnesFormees: 6,
      },
    ])
  })

  it('se refuse d’une phrase qui dit la limite, avant que rien ne s’écrive', () => {
    const dire = (c: Partial<ContenuDeSortie>) => {
      const r = verifierRemis(aRemettre({ ...corps, ...c }))
      return r.ok ? 'ok' : r.error.phrase.replace(/\s/g, ' ')
    }
    expect(dire({})).toBe('ok')
    expect(dire({ programmes: deux(2000) })).toBe('ok')
    expect(dire({ programmes: deux(2001) })).toContain('2 000 programmes')
    const support = { genre: 'ressource', titre: 'Livret', programme: '', le: '', contenu: {} }
    expect(
      dire({
        supports: [{ ...support, fichiers: Array.from({ length: 31 }, (_, i) => `supports/${i}.pdf`) }],
      }),
    ).toContain('30 fichiers')
    expect(
      dire({ supports: [{ ...support, fichiers: [], contenu: { usage: 'x'.repeat(3_000_001) } }] }),
    ).toContain('3 000 000 signes')
  })
})
