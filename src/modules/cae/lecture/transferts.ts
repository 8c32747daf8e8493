/** Ce qui part avec une enseigne transférée, et sa relecture chez qui l’accueille. */
import { z } from 'zod'
import { type Refus, refuser } from '#kernel/refus.ts'
import { ok, type Result } from '#kernel/result.ts'
import { formaterNombre } from '#kernel/texte.ts'
import type { ContenuDeSortie } from '../domain/archive-de-sortie.ts'

/** Ce qu’un transfert porte au plus ; `signes`, du texte entier. */
const AU_PLUS = {
  programmes: 2000,
  supports: 500,
  references: 5000,
  fichiers: 30,
  signes: 3_000_000,
} as const
const texte = (max: number) => z.string().max(max)
const remis = z.object({
  programmes: z
    .array(z.object({ intitule: texte(255).min(1), contenu: z.record(texte(60), z.unknown()) }))
    .max(AU_PLUS.programmes),
  supports: z
    .array(
      z.object({
        genre: texte(60),
        titre: texte(500).min(1),
        programme: texte(500),
        contenu: z.record(texte(60), z.unknown()),
        fichiers: z.array(texte(300)).max(AU_PLUS.fichiers),
      }),
    )
    .max(AU_PLUS.supports),
  references: z
    .array(
      z.object({
        intitule: texte(500),
        du: texte(40),
        au: texte(40),
        heures: z.number(),
        personnesFormees: z.number(),
      }),
    )
    .max(AU_PLUS.references),
})
export type Remis = z.output<typeof remis>

/** Ce qui part : ni clientèle (elle est à la personne, qui l’emporte dans son archive), ni papier émis (une preuve, qui reste). */
export const aRemettre = (c: ContenuDeSortie): Remis => ({
  programmes: c.programmes.map(({ intitule, contenu }) => ({ intitule, contenu: { ...contenu } })),
  supports: c.supports.map(({ genre, titre, programme, contenu, fichiers }) => ({
    genre,
    titre,
    programme,
    contenu: { ...contenu },
    fichiers: [...fichiers],
  })),
  references: c.references.map(({ intitule, du, au, heures, personnesFormees }) => ({
    intitule,
    du,
    au,
    heures,
    personnesFormees,
  })),
})

/** Ce que la porte, ou l’autre coopérative, ne pourrait lire ne se remet pas : la phrase dit ce qui dépasse. */
export const verifierRemis = (r: Remis): Result<Remis, Refus> => {
  const lu = remis.safeParse(r)
  const trop = (quoi: string) =>
    refuser('trop', `Un transfert porte au plus ${quoi} : dites ce qui ne part pas, puis recommencez.`)
  if (lu.success)
    return JSON.stringify(r).length > AU_PLUS.signes
      ? trop(`${formaterNombre(AU_PLUS.signes)} signes de texte`)
      : ok(r)
  const [ou] = lu.error.issues[0]?.path ?? []
  if (ou === 'programmes')
    return trop(`${formaterNombre(AU_PLUS.programmes)} programmes, à l’intitulé de 255 signes`)
  if (ou === 'supports')
    return trop(
      `${AU_PLUS.supports} supports, de ${AU_PLUS.fichiers} fichiers et d’un titre de 500 signes chacun`,
    )
  return trop(`${formaterNombre(AU_PLUS.references)} références`)
}

/** Ce qu’une autre coopérative a remis, tenu pour hostile. */
export const lireRemis = (contenu: unknown): Result<Remis, Refus> => {
  const lu = remis.safeParse(contenu)
  return lu.success
    ? ok(lu.data)
    : refuser('illisible', 'Ce qui est remis ne se lit pas : demandez à l’autre coopérative de recommencer.')
}
