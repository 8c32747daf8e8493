/** Dire qu’une personne ne vient plus : à qui l’attendait pour animer, à qui avait signé pour elle. */
import { formaterDate } from '#kernel/dates.ts'
import type { SessionLue } from '#modules/sessions/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import { consigner } from '#platform/db/journal.ts'
import { isMailAddress } from '#platform/mail/compose.ts'
import type { Services } from '#platform/services.ts'
import { premierPapier } from '../db/avis.ts'
import { lireDossier } from '../db/dossiers.queries.ts'
import type { Inscrit } from '../db/inscriptions.queries.ts'
import { quiAccueille } from '../lecture/qui-accueille.ts'
import { ecrireDeLaSession } from './ecrire-de-la-session.ts'

export type Attendait = {
  readonly nom: string
  /** Nul : à joindre de vive voix. */
  readonly courriel: string | null
  /** « qui anime », « pour Clinique des Tilleuls ». */
  readonly titre: string
}

/** Deux fois personne à qui écrire n’est pas la même boîte. */
const memeBoite = (a: string | null, b: string | null): boolean =>
  a !== null && b !== null && a.toLowerCase() === b.toLowerCase()

/** Qui attendait cette personne et doit apprendre son départ ; personne tant qu’aucun papier n’est parti : la session se prépare. */
export const quiLAttendait = async (
  tx: TenantTx,
  session: SessionLue,
  inscrit: Pick<Inscrit, 'dossier' | 'courriel'>,
  maintenant: Date,
): Promise<readonly Attendait[]> => {
  if (!(await premierPapier(tx, session.id))) return []
  const animent = await quiAccueille(tx, session, maintenant)
  const d = inscrit.dossier ? await lireDossier(tx, session.id, inscrit.dossier) : undefined
  const joignable = (courriel: string | null) => (courriel && isMailAddress(courriel) ? courriel : null)
  return [
    ...animent.map((i) => ({ nom: i.nom, courriel: joignable(i.courriel), titre: 'qui anime' })),
    // Qui paie pour soi l’apprend comme stagiaire.
    ...(d && d.acheteur !== 'personne' && !memeBoite(d.signataireCourriel, inscrit.courriel)
      ? [
          {
            nom: d.signataireNom ? `${d.signatairePrenom ?? ''} ${d.signataireNom}`.trim() : d.client,
            courriel: joignable(d.signataireCourriel),
            titre: `pour ${d.client}`,
          },
        ]
      : []),
  ]
}

/** Écrit à chacun de ceux-là ; rend combien. Le motif, versé au dossier, ne s’écrit à personne. */
export const direDepart = async (
  services: Pick<Services, 'keys' | 'clock'>,
  tx: TenantTx,
  session: SessionLue,
  inscrit: Pick<Inscrit, 'id' | 'prenom' | 'nom' | 'personne' | 'dossier' | 'courriel'>,
): Promise<number> => {
  const le = services.clock.now()
  const du = session.debut ? ` du ${formaterDate(session.debut)}` : ''
  const dits = await ecrireDeLaSession(services, tx, session, await quiLAttendait(tx, session, inscrit, le), {
    objet: 'Une personne ne vient plus',
    corps: `${inscrit.prenom} ${inscrit.nom} ne vient plus à la formation «\u00a0${session.intitule}\u00a0»${du}\u00a0: la feuille ne l’attend plus aux demi-journées à venir.\n\nSi c’est une erreur, répondez à ce message.`,
  })
  if (dits > 0)
    await consigner(tx, {
      activite: session.activite,
      faitLe: le,
      module: 'inscriptions',
      geste: 'dire-depart',
      objet: { genre: 'inscription', id: inscrit.id },
      phrase: `La coopérative dit à qui l’attendait le départ de {tiers:${inscrit.personne}} de {session:${session.id}}.`,
      details: { envois: dits },
    })
  return dits
}
