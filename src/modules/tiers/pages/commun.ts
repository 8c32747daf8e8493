import type { Context } from 'hono'
import { formaterSiret, type Siret } from '#kernel/identifiants.ts'
import { type Droit, droits, peutVisiteur } from '#modules/organisme/index.ts'
import type { Database, TenantTx } from '#platform/db/index.ts'
import type { Env, Visiteur } from '#web/env.ts'
import { forbidden } from '#web/http/errors.tsx'
import { pourVisiteur } from '#web/pour-visiteur.ts'

/** Qui ne tient ce droit que sur « le sien » ne feuillette pas toutes les fiches de la coopérative. */
export const pourQui = (
  c: Context<Env>,
  db: Database,
  geste: Droit,
  work: (tx: TenantTx, visiteur: Visiteur) => Promise<Response>,
): Promise<Response> =>
  pourVisiteur(c, db, async (tx, visiteur) =>
    peutVisiteur(visiteur, geste) ? work(tx, visiteur) : forbidden(c, droits[geste].phrase),
  )

/** D'une fiche que quelqu'un d'autre vient de changer. */
export const ficheChangee =
  'Cette fiche a changé pendant que vous écriviez. Rien n’a été enregistré, et ce que vous aviez changé est gardé ci-dessous : relisez, puis envoyez de nouveau.'

export const nomsJoindre = {
  courriel: 'Courriel',
  telephone: 'Téléphone',
  adresse: 'Adresse',
  codePostal: 'Code postal',
  ville: 'Ville',
}

export const direAdresse = (f: {
  readonly adresse: string | null
  readonly codePostal: string | null
  readonly ville: string | null
}): string | undefined => {
  const commune = [f.codePostal, f.ville].filter(Boolean).join(' ')
  return [f.adresse, commune].filter(Boolean).join(', ') || undefined
}

export const direSiret = (siret: string | null): string => (siret ? formaterSiret(siret as Siret) : '')
