/** Ce que chaque session de la liste attend d’abord, et la page où cela se fait, à qui peut l’ouvrir. */
import { jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import { certificatsUrl, feuilleUrl } from '#modules/emargement/index.ts'
import { dossiersAFacturer, facturesUrl, litLesFactures } from '#modules/facturation/index.ts'
import { ceQuilPeut, suitesDesSessions } from '#modules/inscriptions/index.ts'
import { type Droit, peutVisiteur } from '#modules/organisme/index.ts'
import {
  affecterUrl,
  etatSessionUrl,
  modifierSessionUrl,
  type PrisesSessions,
  type SeanceId,
  type SessionASuivre,
  sessionUrl,
  seTermineDUnClic,
} from '#modules/sessions/index.ts'
import type { Direct } from '#web/contributions.ts'
import { type ComptesLus, comptesDesSessions } from '../db/comptes-sessions.queries.ts'
import { ceQuElleAttend, type Ou } from '../domain/suivre-session.ts'

const droitDe: Readonly<Record<Ou, Droit>> = {
  ouvrir: 'sessions.planifier',
  dates: 'sessions.planifier',
  absence: 'sessions.planifier',
  confirmer: 'sessions.planifier',
  terminer: 'sessions.planifier',
  cloturer: 'sessions.planifier',
  fil: 'inscriptions.inscrire',
  dossiers: 'inscriptions.lire',
  feuille: 'emargement.lire',
  certificats: 'documents.emettre',
  factures: 'facturation.preparer',
}

const adresseDe = (ou: Ou, s: SessionASuivre, c: ComptesLus, fil: string | undefined): string => {
  const session = s.id
  switch (ou) {
    case 'ouvrir':
      return etatSessionUrl({ session, vers: 'ouverte' })
    case 'confirmer':
      return etatSessionUrl({ session, vers: 'confirmee' })
    case 'terminer':
      return etatSessionUrl({ session, vers: 'terminee' })
    case 'cloturer':
      return `${sessionUrl({ session })}#suite`
    case 'dates':
      return modifierSessionUrl({ session })
    case 'absence':
      return c.absente
        ? affecterUrl({ session, seance: c.absente as SeanceId })
        : modifierSessionUrl({ session })
    case 'dossiers':
      return `${sessionUrl({ session })}#clients`
    case 'fil':
      return fil ?? sessionUrl({ session })
    case 'feuille':
      return c.aClore ? feuilleUrl({ session, seance: c.aClore as SeanceId }) : sessionUrl({ session })
    case 'certificats':
      return certificatsUrl({ session })
    case 'factures':
      return facturesUrl()
  }
}

/** Ce qui se fait de la liste même, sans ouvrir la page. */
const directDe = (
  ou: Ou,
  { id: session, etat }: Pick<SessionASuivre, 'id' | 'etat'>,
  libelle: string,
  fil: Direct | undefined,
): Direct | undefined => {
  switch (ou) {
    case 'ouvrir':
      return { href: etatSessionUrl({ session, vers: 'ouverte' }), champs: { motif: '' }, libelle }
    case 'terminer':
      return seTermineDUnClic(etat)
        ? { href: etatSessionUrl({ session, vers: 'terminee' }), champs: { motif: '' }, libelle }
        : undefined
    case 'certificats':
      return { href: certificatsUrl({ session }), champs: { geste: 'emettre' }, libelle }
    case 'fil':
      return fil
    default:
      return undefined
  }
}

export const suivreLesSessions: PrisesSessions['suivre'] = async (tx, visiteur, sessions, le) => {
  const ids = sessions.map((s) => s.id)
  const comptes = await comptesDesSessions(tx, ids, le)
  const jour = jourLocal(le, ZONE_PAR_DEFAUT)
  const fils = await suitesDesSessions(
    tx,
    sessions
      .filter((s) => s.phase !== 'a-finir')
      .map((s) => ({
        id: s.id,
        debut: s.debutTenu,
        ouverte: s.etat === 'ouverte' || s.etat === 'confirmee',
        finie: false,
      })),
    jour,
    ceQuilPeut(visiteur),
  )
  const dus = new Map<string, number>()
  for (const d of await dossiersAFacturer(tx, jour, undefined, 500, ids))
    dus.set(d.session, (dus.get(d.session) ?? 0) + 1)
  // La liste ne montre que les siennes à qui ne les lit pas toutes : son droit sur « le sien » suffit alors, et la page le redemande.
  const siennes = !peutVisiteur(visiteur, 'sessions.lire')
  const peut = (d: Droit) => peutVisiteur(visiteur, d, { estSien: siennes })
  const lit = peut('inscriptions.lire')
  // Les factures se lisent en liste, qui ne s’ouvre pas à qui ne lit que les siennes.
  const factures = await litLesFactures(tx, visiteur)
  return new Map(
    sessions.map((s) => {
      const c = comptes.get(s.id)
      const fil = fils.get(s.id)
      const attend =
        c && lit
          ? ceQuElleAttend(
              { ...c, aFacturer: dus.get(s.id) ?? 0, etat: s.etat, phase: s.phase, fil },
              s.formateur,
            )
          : undefined
      return [
        s.id,
        {
          inscrits: c && lit ? c.inscrits : null,
          ...(c && attend
            ? {
                attend: {
                  chose: attend.chose,
                  qui: attend.qui,
                  ...(peut(droitDe[attend.ou]) && (attend.ou !== 'factures' || factures)
                    ? {
                        geste: {
                          libelle: attend.geste,
                          href: adresseDe(attend.ou, s, c, fil?.href),
                          direct: directDe(attend.ou, s, attend.geste, fil?.direct),
                        },
                      }
                    : {}),
                },
              }
            : {}),
        },
      ]
    }),
  )
}
