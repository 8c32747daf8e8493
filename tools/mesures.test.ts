import { describe, expect, it } from 'vitest'
import { ecrireMesures, type Rendu } from './mesures.ts'

const circonstances = {
  le: new Date('2026-11-29T22:10:00Z'),
  commit: 'abc1234',
  processeur: 'Un processeur',
  coeurs: 2,
  node: 'v24',
  occupation: 0.02,
} as const
const rendu = (nom: string, reste: Partial<Rendu> = {}): Rendu => ({
  nom,
  code: 0,
  rapports: {},
  durees: {},
  mesures: {},
  etendues: {},
  ...reste,
})
const net = (texte: string) => texte.replace(/[\u00a0\u202f]/g, ' ')

describe('La page des mesures', () => {
  const papier = rendu('papier', {
    durees: { 'douze_certificats.clic_au_fichier_ms': 202 },
    etendues: { 'douze_certificats.clic_au_fichier_ms': [190, 230] },
  })

  it('dit la médiane, l’étendue, le rapport au pair et le but', () => {
    expect(net(ecrireMesures([papier], circonstances))).toContain(
      '| Douze certificats, du clic au fichier | 202 ms (190 à 230) | 101 ms | × 0,5 | ≤ 120 ms |',
    )
  })

  it('ne donne aucun chiffre d’un banc tombé, et le nomme, comme ceux qui n’ont pas tourné', () => {
    const page = net(ecrireMesures([{ ...papier, code: 1 }], circonstances))
    expect(page).not.toContain('| Douze certificats, du clic au fichier |')
    expect(page).toContain(net('Bancs tombés : papier.'))
    expect(page).toContain(
      net(
        'Bancs non joués cette fois : documents, pages, memoire, bpf, qualite, registre, recherche-personnes, planning-semaine, factures.',
      ),
    )
  })

  it('dit que la machine travaillait', () => {
    expect(net(ecrireMesures([papier], circonstances))).not.toContain('n’était pas au repos')
    expect(net(ecrireMesures([papier], { ...circonstances, occupation: 0.6 }))).toContain(
      'n’était pas au repos',
    )
  })
})
