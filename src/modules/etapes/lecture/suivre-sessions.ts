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

export const suivreLesSessions: PrisesSessions['suivre'] = async (tx, visiteur, { toutes, aTenir }, le) => {
  const jour = jourLocal(le, ZONE_PAR_DEFAUT)
  const [comptes, suiteDe, aFacturer, factures] = await Promise.all([
    comptesDesSessions(tx, toutes, le),
    suitesDesSessions(tx, aTenir, jour, ceQuilPeut(visiteur)),
    dossiersAFacturer(tx, jour, undefined, undefined, toutes),
    // Les factures se lisent en liste, qui ne s’ouvre pas à qui ne lit que les siennes.
    litLesFactures(tx, visiteur),
  ])
  const dus = Map.groupBy(aFacturer, (d) => d.session)
  // La liste ne montre que les siennes à qui ne les lit pas toutes : son droit sur « le sien » suffit alors, et la page le redemande.
  const siennes = !peutVisiteur(visiteur, 'sessions.lire')
  const peut = (d: Droit) => peutVisiteur(visiteur, d, { estSien: siennes })
  const lit = peut('inscriptions.lire')
  return (s) => {
    const c = comptes.get(s.id)
    if (!c || !lit) return { inscrits: null }
    const fil =
      s.phase === 'a-finir'
        ? undefined
        : suiteDe({
            id: s.id,
            debut: s.debutTenu,
            ouverte: s.etat === 'ouverte' || s.etat === 'confirmee',
            finie: false,
          })
    const attend = ceQuElleAttend(
      { ...c, aFacturer: dus.get(s.id)?.length ?? 0, etat: s.etat, phase: s.phase, fil },
      s.formateur,
    )
    if (!attend) return { inscrits: c.inscrits }
    const { chose, qui, ou, geste } = attend
    return {
      inscrits: c.inscrits,
      attend: {
        chose,
        qui,
        ...(peut(droitDe[ou]) && (ou !== 'factures' || factures)
          ? {
              geste: {
                libelle: geste,
                href: adresseDe(ou, s, c, fil?.href),
                direct: directDe(ou, s, geste, fil?.direct),
              },
            }
          : {}),
      },
    }
  }
}
