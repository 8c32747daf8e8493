import { describe, expect, it } from 'vitest'
import { type DateCivile, dateCivile } from '#kernel/dates.ts'
import { asId } from '#kernel/id.ts'
import { lireMontant } from '#kernel/montant.ts'
import { lireXml } from '#platform/xml/lire-xml.ts'
import { texteBrut } from '../lecture/texte-brut.ts'
import { uneFormation } from '../test/fichiers.ts'
import { adopter } from './adopter.ts'
import { enBrouillon } from './brouillon.ts'
import { sansRubriques } from './contenu.ts'
import { lireLheo } from './lheo.ts'
import type { Offre, OffreId } from './offre.ts'
import { borner, LIGNES_GARDEES, type LigneRapport } from './rapport.ts'
import { manques } from './rubriques.ts'

const id = asId<'Offre'>('018f4a00-0000-7000-8000-000000000001') as OffreId
const prix = lireMontant('0')
const jour = dateCivile('2026-11-24') as DateCivile
const une = (traits: Partial<Offre> = {}): Offre => ({
  ...sansRubriques,
  id,
  activite: asId<'Activite'>('018f4a00-0000-7000-8000-000000000002') as Offre['activite'],
  etat: 'brouillon',
  intitule: 'Anglais',
  objectif: 'Animer',
  resultats: '',
  contenu: 'Trois ateliers',
  publicVise: '',
  prerequis: '',
  methodes: '',
  evaluation: '',
  acces: '',
  accessibilite: '',
  certifiante: false,
  certification: null,
  nsf: [],
  formacodes: [],
  rome: [],
  modalite: null,
  duree: null,
  dureeTexte: '',
  prix: prix.ok ? prix.value : null,
  f3: null,
  niveauF3: null,
  versionId: null,
  publieeLe: null,
  nature: null,
  importId: null,
  numeroSource: null,
  origine: { siret: null, nda: null, nom: null, etrangere: false },
  repriseMotif: null,
  adopteeLe: null,
  adopteePar: null,
  creeLe: new Date(0),
  creePar: null,
  modifieeLe: new Date(0),
  ...traits,
})
const dite = { nature: 'formation', duree: 1_260, motif: undefined, jour } as const
const etrangere = { siret: null, nda: null, nom: 'Lycée', etrangere: true }

describe('adopter une offre', () => {
  it('un brouillon complet s’adopte, et ce qui manque encore est nommé', () =>
    expect(adopter(une(), dite)).toMatchObject({
      ok: true,
      value: {
        nature: 'formation',
        duree: 1_260,
        motif: null,
      },
    }))
  it.each([
    [une(), { ...dite, nature: undefined }, 'nature-absente'],
    [une(), { ...dite, duree: undefined }, 'duree-absente'],
    [une({ duree: 600 }), { ...dite, duree: 0 }, 'duree-absente'],
    [une({ contenu: '' }), dite, 'rubriques-manquantes'],
    [une({ etat: 'adoptee' }), dite, 'deja-adoptee'],
    [une({ etat: 'retiree' }), dite, 'retiree'],
    [une({ origine: etrangere }), dite, 'motif-absent'],
    [une({ origine: etrangere }), { ...dite, motif: '    oui    ' }, 'motif-absent'],
  ])('refuse %# : %s', (offre, adoption, code) =>
    expect(adopter(offre, adoption)).toMatchObject({ ok: false, error: { code } }),
  )
  it('l’offre d’un autre organisme s’adopte avec un motif, qui est gardé', () =>
    expect(
      adopter(une({ origine: etrangere }), { ...dite, motif: 'Convention de partenariat\n2026' }),
    ).toMatchObject({
      ok: true,
      value: { motif: 'Convention de partenariat 2026' },
    }))
  it('un motif donné sans raison de l’être n’est pas gardé', () =>
    expect(adopter(une(), { ...dite, motif: 'sans raison aucune' })).toMatchObject({
      value: { motif: null },
    }))
  it('un prix de zéro est un prix, un prix absent manque', () => {
    expect(manques(une(), jour).map((m) => m.cle)).not.toContain('prix')
    expect(manques(une({ prix: null }), jour).map((m) => m.cle)).toContain('prix')
  })
})

const lire = (...actions: readonly string[]) => {
  const xml = `<lheo xmlns="http://lheo.gouv.fr/2.3"><offres>${uneFormation({ heures: '' }).replace(
    /<action[\s\S]*<\/action>/,
    actions.map((a) => `<action>${a}<session/></action>`).join(''),
  )}</offres></lheo>`
  const arbre = lireXml(xml)
  const lu = arbre.ok ? lireLheo(arbre.value, { texteBrut }) : arbre
  const offre = lu.ok ? lu.value.offres[0] : undefined
  if (!offre) throw new Error('illisible')
  return enBrouillon(offre)
}
const total = (n: number) => `<nombre-heures-total>${n}</nombre-heures-total>`

describe('faire un brouillon d’une formation lue', () => {
  it.each([
    [[total(21)], 1_260, 0],
    [
      [
        '<nombre-heures-centre>14</nombre-heures-centre><nombre-heures-entreprise>7</nombre-heures-entreprise>',
      ],
      1_260,
      0,
    ],
    [[total(21), total(21)], 1_260, 0],
    [[total(21), total(14)], null, 1],
    [[total(0)], null, 0],
    [['<duree-indicative>2 ans</duree-indicative>'], null, 0],
  ])('durée de %j : %s minutes, %i constat', (actions, duree, constats) => {
    const b = lire(...actions)
    expect([b.contenu.duree, b.constats.length]).toEqual([duree, constats])
  })
  it('la durée en toutes lettres et les rubriques de l’action sont reprises', () =>
    expect(
      lire(
        '<duree-indicative>2 ans</duree-indicative><modalites-enseignement>2</modalites-enseignement><conditions-specifiques>Bac</conditions-specifiques><acces-handicapes>Plain-pied</acces-handicapes>',
      ).contenu,
    ).toMatchObject({
      dureeTexte: '2 ans',
      modalite: 'distance',
      prerequis: 'Bac',
      accessibilite: 'Plain-pied',
    }))
})

describe('rendre un texte brut', () => {
  it.each([
    ['<p>Un</p><p>Deux</p>', 'Un\n\nDeux'],
    ['<ul><li>a</li><li>b</li></ul>', '- a\n- b'],
    ['<h2>Titre</h2>', 'Titre'],
    ['<script>alert(1)</script>ici<img src=x onerror=alert(1)>', 'ici'],
    ['<a href="javascript:alert(1)">lien</a>', 'lien'],
    ['une ligne\nune autre', 'une ligne\nune autre'],
    ['2 < 3 et R&D', '2 < 3 et R&D'],
    ['caf&eacute;', 'café'],
    ['', ''],
  ])('%s', (html, texte) => expect(texteBrut(html)).toBe(texte))
  it('une imbrication sans fond se lit sans déborder la pile', () =>
    expect(texteBrut(`${'<div>'.repeat(20_000)}x`).length).toBeLessThan(100))
})

it('un rapport garde les erreurs d’abord, dans l’ordre du fichier, et dit ce qu’il omet', () => {
  const ligne = (n: number, niveau: LigneRapport['niveau']): LigneRapport => ({
    niveau,
    code: 'x',
    ligne: n,
    chemin: '',
    phrase: '',
  })
  const lignes = [
    ...Array.from({ length: LIGNES_GARDEES + 5 }, (_, i) => ligne(i, 'information')),
    ligne(9_999, 'erreur'),
  ]
  const b = borner(lignes)
  expect([b.lignes.length, b.lignesOmises, b.lignes.at(-1)?.niveau]).toEqual([LIGNES_GARDEES, 6, 'erreur'])
  expect(b.lignes.map((l) => l.ligne)).toEqual(b.lignes.map((l) => l.ligne).toSorted((a, c) => a - c))
})
