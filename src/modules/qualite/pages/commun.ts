import { createHash } from 'node:crypto'
import type { Context } from 'hono'
import { z } from 'zod'
import { type DateCivile, dateCivile, lireDate } from '#kernel/dates.ts'
import { asId } from '#kernel/id.ts'
import { enseigneParDefaut } from '#modules/organisme/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import { newId } from '#platform/db/index.ts'
import type { Env, Visiteur } from '#web/env.ts'
import { qualiteUrl } from '../liens.ts'

export const racine = [{ libelle: 'Qualité', href: qualiteUrl() }]

/** L’enseigne où s’écrit ce que tient la coopérative : celle de qui agit, à défaut la commune. */
export const enseigneDe = async (tx: TenantTx, visiteur: Visiteur) =>
  (await enseigneParDefaut(tx, visiteur))?.id

/** L’identifiant de ce qu’un formulaire crée : son jeton, pour qu’un double envoi n’écrive qu’une fois. */
export const idDuJeton = (jeton: string | undefined): string => (jeton && asId(jeton)) || newId()

/**
 * L’identifiant de la suite protégée d’une réponse : tiré de la réponse seule. Il ne mène donc pas à l’affaire qui s’en ouvre, et n’écrit
 * qu’une ligne, autant de fois qu’on envoie.
 */
export const idDeLaSuiteProtegee = (reponse: string): string => {
  const h = createHash('sha256').update(`suite-protegee\0${reponse}`).digest().subarray(0, 16)
  h[6] = ((h[6] ?? 0) & 0x0f) | 0x80
  h[8] = ((h[8] ?? 0) & 0x3f) | 0x80
  const x = h.toString('hex')
  return `${x.slice(0, 8)}-${x.slice(8, 12)}-${x.slice(12, 16)}-${x.slice(16, 20)}-${x.slice(20)}`
}

/** Ce que l’on cherche, tel qu’une adresse le donne : tenu pour hostile. */
export const lireParam = (c: Context<Env>, nom: string): string =>
  (c.req.query(nom) ?? '').toWellFormed().replaceAll('\0', '').slice(0, 100)

/** Des choses cochées : des identifiants, sans répétition. */
export const identifiants = <M extends string>() =>
  z
    .union([z.string(), z.array(z.string()).max(500)])
    .optional()
    .transform((v) => [
      ...new Set((typeof v === 'string' ? [v] : (v ?? [])).flatMap((x) => asId<M>(x) ?? [])),
    ])

/** Un jour demandé par l’adresse : ISO ou français, sinon rien. */
export const jourDemande = (brut: string | undefined): DateCivile | undefined => {
  if (!brut || brut.length > 40) return undefined
  const lu = lireDate(brut)
  return dateCivile(brut) ?? (lu.ok ? lu.value : undefined)
}
