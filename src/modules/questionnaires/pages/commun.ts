import type { Context } from 'hono'
import { asId } from '#kernel/id.ts'
import { peutSuivre, peutVisiteur } from '#modules/organisme/index.ts'
import { estSienne, lireSession, type SessionLue } from '#modules/sessions/index.ts'
import { newId, type TenantTx } from '#platform/db/index.ts'
import type { Crumb } from '#web/components/frame.tsx'
import type { Env, Visiteur } from '#web/env.ts'
import { questionnairesUrl } from '../liens.ts'

export const racine: readonly Crumb[] = [
  {
    libelle: 'Questionnaires',
    href: questionnairesUrl(),
    si: () => peutSuivre('questionnaires.lire', { liste: true }),
  },
]

/** L’identifiant de ce qu’un formulaire crée : son jeton, pour qu’un double envoi n’écrive qu’une fois. */
export const idDuJeton = (jeton: string | undefined): string => (jeton && asId(jeton)) || newId()

/** Ce que l’on cherche, tel qu’une adresse le donne : tenu pour hostile. */
export const lireParam = (c: Context<Env>, nom: string): string =>
  (c.req.query(nom) ?? '').toWellFormed().replaceAll('\0', '').slice(0, 100)

export type GesteQuestionnaire = 'questionnaires.lire' | 'questionnaires.envoyer'

/** La session, si ce visiteur peut y faire ce geste ; d’une session absente et de celle d’un autre, la réponse est la même. */
export const sessionPour = async (
  tx: TenantTx,
  brut: string | null | undefined,
  visiteur: Visiteur,
  geste: GesteQuestionnaire,
): Promise<SessionLue | undefined> => {
  const id = asId<'Session'>(brut ?? '')
  const session = id && (await lireSession(tx, id))
  return session && peutVisiteur(visiteur, geste, { estSien: estSienne(session, visiteur.personneId) })
    ? session
    : undefined
}

/** De ce qui n’est d’aucune session (un financeur), ou de toutes : il faut le droit entier. */
export const peutTout = (visiteur: Visiteur, geste: GesteQuestionnaire): boolean =>
  peutVisiteur(visiteur, geste)

/** Ce qu’un membre en lecture seule, ou l’assistance, ne fait pas. */
export const ecrit = (
  v: Visiteur,
  geste: 'questionnaires.envoyer' | 'questionnaires.composer',
  estSien = false,
): boolean => v.lectureSeule !== true && !v.assistance && peutVisiteur(v, geste, { estSien })
