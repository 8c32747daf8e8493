/** Ce qui part avec une enseigne transférée, et sa relecture chez qui l’accueille. */
import { z } from 'zod'
import { type Refus, refuser } from '#kernel/refus.ts'
import { ok, type Result } from '#kernel/result.ts'
import type { ContenuDeSortie } from '../domain/archive-de-sortie.ts'

const texte = (max: number) => z.string().max(max)
const remis = z.object({
  programmes: z
    .array(z.object({ intitule: texte(255).min(1), contenu: z.record(texte(60), z.unknown()) }))
    .max(2000),
  supports: z
    .array(
      z.object({
        genre: texte(60),
        titre: texte(500).min(1),
        programme: texte(500),
        contenu: z.record(texte(60), z.unknown()),
        fichiers: z.array(texte(300)).max(30),
      }),
    )
    .max(500),
  references: z
    .array(
      z.object({
        intitule: texte(500),
        du: texte(40),
        au: texte(40),
        heures: z.number(),
        clients: z.array(texte(500)).max(500),
        personnesFormees: z.number(),
      }),
    )
    .max(5000),
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
  references: c.references.map((r) => ({ ...r, clients: [...r.clients] })),
})

/** Ce qu’une autre coopérative a remis, tenu pour hostile. */
export const lireRemis = (contenu: unknown): Result<Remis, Refus> => {
  const lu = remis.safeParse(contenu)
  return lu.success
    ? ok(lu.data)
    : refuser('illisible', 'Ce qui est remis ne se lit pas : demandez à l’autre coopérative de recommencer.')
}
