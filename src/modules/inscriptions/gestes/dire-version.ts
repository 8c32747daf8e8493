/** Dire à qui a reçu le programme, et à qui l’anime, que l’action en suit un autre. */
import { enumerer } from '#kernel/texte.ts'
import type { SessionLue } from '#modules/sessions/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import { consigner } from '#platform/db/journal.ts'
import { isMailAddress } from '#platform/mail/compose.ts'
import type { Services } from '#platform/services.ts'
import { listerInscrits } from '../db/inscriptions.queries.ts'
import { remisesUneFois } from '../lecture/lire-une-fois.ts'
import { quiAccueille } from '../lecture/qui-accueille.ts'
import { ecrireDeLaSession } from './ecrire-de-la-session.ts'

/** Les stagiaires qui tiennent le programme d’avant, et qui anime ; `courriel` nul : à joindre de vive voix. */
export const quiTientLeProgramme = async (
  tx: TenantTx,
  session: SessionLue,
  maintenant: Date,
): Promise<
  readonly { readonly nom: string; readonly courriel: string | null; readonly inscription?: string }[]
> => {
  // Le programme part avec les informations ; le règlement, remis seul, n’en porte pas.
  const recus = new Set(
    (await remisesUneFois(tx, session.id)).flatMap((r) =>
      r.genre === 'information-l6353-8' ? [r.inscription as string] : [],
    ),
  )
  const joignable = (courriel: string | null) => (courriel && isMailAddress(courriel) ? courriel : null)
  return [
    ...(await listerInscrits(tx, session.id))
      .filter((i) => i.closeLe === null && recus.has(i.id))
      .map((i) => ({
        nom: `${i.prenom} ${i.nom}`,
        courriel: joignable(i.courriel),
        inscription: i.id as string,
      })),
    ...(await quiAccueille(tx, session, maintenant)).map((i) => ({
      nom: i.nom,
      courriel: joignable(i.courriel),
    })),
  ]
}

/** `rubriques` : ce que la nouvelle version dit autrement. Rend combien l’ont appris par courriel. */
export const direVersion = async (
  services: Pick<Services, 'keys' | 'clock'>,
  tx: TenantTx,
  session: SessionLue,
  rubriques: readonly string[],
): Promise<number> => {
  const le = services.clock.now()
  const change = rubriques.length > 0 ? `\u00a0: ${enumerer(rubriques.map((r) => r.toLowerCase()))}` : ''
  const dits = await ecrireDeLaSession(services, tx, session, await quiTientLeProgramme(tx, session, le), {
    objet: 'Le programme change',
    corps: `Le programme de la formation «\u00a0${session.intitule}\u00a0» change${change}.\n\nSi cela ne vous convient pas, ou pour recevoir le nouveau programme, répondez à ce message.`,
  })
  if (dits > 0)
    await consigner(tx, {
      activite: session.activite,
      faitLe: le,
      module: 'inscriptions',
      geste: 'dire-version',
      objet: { genre: 'session', id: session.id },
      phrase: `La coopérative dit à qui tenait l’ancien le nouveau programme de {session:${session.id}}.`,
      details: { envois: dits },
    })
  return dits
}
