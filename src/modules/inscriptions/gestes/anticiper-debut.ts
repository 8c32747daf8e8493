/** Commencer avant la fin du délai de rétractation : ce qui manque, ce qu’offre la signature, et la demande notée après elle. */
import type { DateCivile } from '#kernel/dates.ts'
import { type Refus, refuser } from '#kernel/refus.ts'
import { ok, type Result } from '#kernel/result.ts'
import { instantDe, jourLocal } from '#kernel/zones.ts'
import type { PieceDeSonObjet } from '#modules/documents/index.ts'
import { lireSession, partTenue, type SessionId, type SessionLue } from '#modules/sessions/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import { consigner } from '#platform/db/journal.ts'
import { poserDebutAnticipe } from '../db/dossiers.ecritures.ts'
import { type DossierLu, lireDossier } from '../db/dossiers.queries.ts'
import { type DebutDansLeDelai, debutDansLeDelai, phraseDeDemande } from '../domain/debut-anticipe.ts'
import type { DossierId } from '../domain/dossier.ts'
import { dossierDuContrat } from '../lecture/dossier-de-la-piece.ts'
import { delaiDe, retractationDe } from '../lecture/retractation-de.ts'

/** Le premier jour tombe dans le délai sans demande expresse ; sans signature encore, comme si l’on signait maintenant. */
export const debutDuDossier = (
  d: DossierLu,
  session: SessionLue,
  maintenant: Date,
): DebutDansLeDelai | undefined =>
  d.regime === 'contrat'
    ? debutDansLeDelai(
        {
          ...d,
          delaiJours: delaiDe(d).jours,
          delai: retractationDe(d, session, d.signeLe ?? maintenant),
          premiere: partTenue(session).seances[0],
        },
        maintenant,
      )
    : undefined

/** La demande qu’un client peut faire en signant cette pièce par son lien ; rien si l’action attend la fin du délai. */
export const offrirDeCommencer = async (
  tx: TenantTx,
  piece: PieceDeSonObjet,
  maintenant: Date,
): Promise<string | undefined> => {
  const lu = await dossierDuContrat(tx, piece)
  const debut = lu && !lu.d.signeLe ? debutDuDossier(lu.d, lu.session, maintenant) : undefined
  return debut && phraseDeDemande(debut)
}

/** La personne l’a demandé par écrit après avoir signé, et avant que l’action commence. */
export const noterDemande = async (
  tx: TenantTx,
  ou: { readonly session: SessionId; readonly dossier: DossierId; readonly demandeeLe: DateCivile },
  le: Date,
): Promise<Result<'demande', Refus>> => {
  const session = await lireSession(tx, ou.session)
  const d = session && (await lireDossier(tx, ou.session, ou.dossier, { verrouiller: true }))
  if (!session || !d) return refuser('introuvable', 'Ce dossier n’existe pas ici.')
  if (d.debutAnticipeLe) return ok('demande')
  const debut = d.signeLe ? debutDuDossier(d, session, le) : undefined
  if (!debut)
    return refuser('sans-objet', 'Ce contrat n’attend pas de demande : rien ne commence dans son délai.')
  const aujourdhui = jourLocal(le, session.zone)
  if (ou.demandeeLe > aujourdhui)
    return refuser('date-future', 'Une demande se note après coup : cette date est à venir.')
  if (ou.demandeeLe > debut.premierJour)
    return refuser(
      'apres-le-debut',
      'L’action avait commencé à cette date : la demande se fait avant, ou ne vaut pas.',
    )
  const instant = ou.demandeeLe === aujourdhui ? le : instantDe(ou.demandeeLe, 720, session.zone).instant
  if (await poserDebutAnticipe(tx, d.id, instant))
    await consigner(tx, {
      activite: d.activite,
      faitLe: le,
      module: 'inscriptions',
      geste: 'demander-debut',
      objet: { genre: 'dossier', id: d.id },
      phrase: `Le client demande à commencer {session:${ou.session}} avant la fin de son délai de rétractation.`,
      details: { demandeeLe: ou.demandeeLe },
    })
  return ok('demande')
}
