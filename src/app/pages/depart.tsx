/** Ce qu’un départ touche, lu de ce que chaque module en dirait une fois fait ; et si l’arrivée n’a encore rien produit. */
import type { Child } from 'hono/jsx'
import { formaterDate } from '#kernel/dates.ts'
import { vientDEtreFait } from '#kernel/delais.ts'
import { compter, enumerer } from '#kernel/texte.ts'
import { jourLocal } from '#kernel/zones.ts'
import { genres } from '#modules/documents/index.ts'
import { inscriptionsEcrites } from '#modules/etapes/index.ts'
import { facturesDeLaSession } from '#modules/facturation/index.ts'
import {
  cloreInscription,
  type Inscrit,
  inscritsUneFois,
  piecesUneFois,
  remisesUneFois,
} from '#modules/inscriptions/index.ts'
import { peutVisiteur } from '#modules/organisme/index.ts'
import { estSienne, type SessionLue } from '#modules/sessions/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { SessionContribution } from '#web/contributions.ts'
import type { Visiteur } from '#web/env.ts'
import { toucherAvec } from '../toucher.tsx'

type Ici = {
  readonly visiteur: Visiteur
  readonly session: SessionLue
  readonly inscrit: Inscrit
  readonly presences: number
  readonly le: Date
}
type Ligne = readonly [sujet: string, dit: Child]

/** Les papiers émis pour elle, et ceux de son client, qui la nomment. */
const sesPapiers = async (tx: TenantTx, { session, inscrit }: Ici): Promise<readonly string[]> =>
  (await piecesUneFois(tx, session.id))
    .filter((p) => p.objet === inscrit.id || (inscrit.dossier !== null && p.objet === inscrit.dossier))
    .map(
      (p) =>
        `${genres[p.genre].nom} ${p.numero} du ${formaterDate(jourLocal(p.emiseLe, session.zone), 'court')}`,
    )

/** Places, papiers, factures, et ce que la session demandera de plus ; rien n’en est gardé. */
export const ceQuUnDepartTouche = async (
  tx: TenantTx,
  contributions: readonly SessionContribution[],
  ici: Ici,
): Promise<readonly Ligne[]> => {
  const { visiteur, session, inscrit, presences, le } = ici
  const tenues = (await inscritsUneFois(tx, session.id)).filter((i) => i.etat === 'inscrit').length
  const restent = Math.max(tenues - 1, 0)
  const [papiers, factures, touche] = await Promise.all([
    sesPapiers(tx, ici),
    peutVisiteur(visiteur, 'facturation.lire', { estSien: estSienne(session, visiteur.personneId) })
      ? facturesDeLaSession(tx, session.id).then((f) => f.filter((x) => x.dossier === inscrit.dossier))
      : [],
    toucherAvec(() => contributions)(tx, { visiteur, session, le }, () =>
      cloreInscription(tx, { session: session.id, id: inscrit.id, motif: 'à l’essai', presences }, le),
    ),
  ])
  return [
    [
      'Places',
      `${compter(restent, 'stagiaire')}${session.capacite === null ? '' : ` sur ${session.capacite}`}${
        session.effectifMin !== null && restent < session.effectifMin
          ? `, sous le minimum de ${session.effectifMin}`
          : ''
      }.`,
    ],
    ...(papiers.length > 0
      ? [['Papiers', `${enumerer(papiers)}. Ce qui est émis ne change pas.`] as const]
      : []),
    ...(factures.length > 0
      ? [
          [
            'Factures',
            `${enumerer(factures.map((f) => f.numero))} du même client. Un avoir corrige, s’il le faut.`,
          ] as const,
        ]
      : []),
    ...(touche.ok
      ? touche.value.lignes.filter(([sujet]) => sujet === 'À faire ensuite' || sujet === 'Manquera')
      : []),
  ]
}

/** Inscrite il y a moins d’un quart d’heure, et rien n’est encore parti ni établi pour elle : on la retire d’un geste. */
export const vientDArriver = async (
  tx: TenantTx,
  session: Pick<SessionLue, 'id'>,
  inscrit: Inscrit,
  maintenant: Date,
): Promise<boolean> =>
  inscrit.etat === 'inscrit' &&
  vientDEtreFait(inscrit.inscriteLe, maintenant) &&
  !(await piecesUneFois(tx, session.id)).some((p) => p.objet === inscrit.id) &&
  !(await remisesUneFois(tx, session.id)).some((r) => r.inscription === inscrit.id) &&
  !(await inscriptionsEcrites(tx, session.id)).has(inscrit.id)
