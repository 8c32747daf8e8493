import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import canonicalize from 'canonicalize'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { composerEntree, type Fait, FORMAT_PRESENCE, genres, identifications, voies } from './entree.ts'
import { lireEntree } from './lire-entree.ts'
import { verifierChaine } from './registre.ts'

type FaitFige = Omit<Fait, 'faitLe' | 'recuLe' | 'prive'> & {
  readonly faitLe: string
  readonly horloges: { readonly serveur: string; readonly appareil: string | null }
}
const v = JSON.parse(readFileSync(new URL('../test/vecteurs-registre.json', import.meta.url), 'utf8')) as {
  organisme: string
  objet: string
  entrees: {
    numero: number
    fait: FaitFige | null
    parts: Record<string, { sel: string; donnees: unknown }>
    contenu: string
    empreinte: string
  }[]
}
const hacher = (o: Uint8Array) => new Uint8Array(createHash('sha256').update(o).digest())
const canoniser = (x: unknown) => canonicalize(x) ?? ''
const outils = { hacher, canoniser }
const sansNuls = (o: object) => Object.fromEntries(Object.entries(o).filter(([, x]) => x !== null))
const octets = (hexa: string) => new Uint8Array(Buffer.from(hexa, 'hex'))

describe('Le format définitif', () => {
  it.each(v.entrees.filter((e) => e.fait).map((e) => [e.fait?.genre, e.numero, e] as const))(
    '« %s » (vecteur %i) se compose au signe près',
    (_, __, e) => {
      const { horloges, faitLe, ...fait } = e.fait as FaitFige
      const { texte } = composerEntree(
        {
          ...(sansNuls(fait) as Omit<Fait, 'faitLe' | 'recuLe'>),
          faitLe: new Date(faitLe),
          recuLe: new Date(horloges.serveur),
          ...(horloges.appareil ? { horlogeAppareil: new Date(horloges.appareil) } : {}),
          prive: Object.fromEntries(
            Object.entries(e.parts).map(([p, { sel, donnees }]) => [p, { sel: octets(sel), donnees }]),
          ),
        },
        outils,
      )
      expect(texte).toBe(e.contenu)
    },
  )
  it('tous les genres ont leur vecteur', () => {
    expect(new Set(v.entrees.flatMap((e) => (e.fait ? [e.fait.genre] : [])))).toEqual(new Set(genres))
  })
  it('la chaîne des vecteurs, ancien et nouveau formats mêlés, se vérifie', () => {
    const maillons = v.entrees.map((e) => ({
      numero: e.numero,
      id: (JSON.parse(e.contenu) as { id: string }).id,
      objet: octets(v.objet),
      contenu: e.contenu,
      empreinte: octets(e.empreinte),
    }))
    const outilsDeChaine = {
      sha256: hacher,
      empreindre: (d: string | Uint8Array) => createHash('sha256').update(d).digest('binary'),
      verifierSignature: () => true,
    }
    expect(verifierChaine({ organisme: v.organisme, maillons, jalons: [] }, outilsDeChaine)).toMatchObject({
      ok: true,
      maillons: v.entrees.length,
      tete: v.entrees.at(-1)?.empreinte,
    })
  })
})

describe('Le lecteur d’entrées', () => {
  it('relit chaque vecteur ; une ancienne entrée dit ce que l’on n’avait pas gardé', () => {
    const lues = v.entrees.map((e) => lireEntree(e.contenu))
    expect(lues.every((l) => l.ok)).toBe(true)
    expect(lues[0]).toMatchObject({
      value: {
        format: 'coforme-registre/1',
        genre: 'presence',
        etat: 'presente',
        porte: null,
        feuille: null,
      },
    })
    expect(lues[3]).toMatchObject({
      value: { format: FORMAT_PRESENCE, porte: 'tablette', doublon: true, vise: [3], appareil: { rang: 7 } },
    })
  })
  it.each([
    ['', 'illisible'],
    ['[]', 'illisible'],
    ['null', 'illisible'],
    ['{}', 'format-inconnu'],
    ['{"format":"coforme-presence/2"}', 'format-inconnu'],
    ['{"format":"coforme-presence/1"}', 'illisible'],
    ['{"version":"coforme-registre/1","genre":"signature"}', 'illisible'],
  ])('« %s » est un refus : %s', (texte, code) => {
    expect(lireEntree(texte)).toMatchObject({ ok: false, error: { code } })
  })
  it('ne lève sur aucun texte, et relit toujours ce que l’on compose', () => {
    const date = fc.date({ min: new Date('2020-01-01'), max: new Date('2090-01-01'), noInvalidDate: true })
    fc.assert(
      fc.property(
        fc.constantFrom(...genres),
        fc.constantFrom(...voies),
        fc.constantFrom(...identifications),
        date,
        date,
        fc.array(fc.nat()),
        fc.boolean(),
        (genre, porte, identification, faitLe, recuLe, vise, doublon) => {
          const fait = { genre, id: 'i', faitLe, recuLe, porte, identification, vise, doublon }
          const { contenu, texte } = composerEntree(fait, outils)
          const lue = lireEntree(texte)
          return lue.ok && canoniser(lue.value) === canoniser(contenu)
        },
      ),
    )
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (texte) => typeof lireEntree(texte).ok === 'boolean'),
    )
  })
})
