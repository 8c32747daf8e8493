/** L’objet d’un avenant, proposé d’après la pièce que le client a signée et la session telle qu’elle a lieu. */
import type { Montant } from '#kernel/montant.ts'
import { plier } from '#kernel/texte.ts'
import { lireVersion } from '#modules/catalogue/index.ts'
import { type PieceSuivie, piecesCourantes, piecesSuivies } from '#modules/documents/index.ts'
import { modaliteTenue, partTenue, type SessionLue } from '#modules/sessions/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { DossierLu } from '../db/dossiers.queries.ts'
import { listerInscrits } from '../db/inscriptions.queries.ts'
import { lireClient } from '../db/pieces.queries.ts'
import { lireHorsSeance } from '../db/plan.queries.ts'
import { rubriquesChangees } from '../documents/rubriques-changees.ts'
import { stagiairesNommes } from '../documents/stagiaires-nommes.ts'
import { arrivesDepuis } from '../domain/arrivee.ts'
import { calendrier, memeCalendrier } from '../domain/avis.ts'
import { minutesDuPlan } from '../domain/duree-du-plan.ts'
import { autreLieu } from '../domain/lieu-perime.ts'
import { objetDAvenant } from '../domain/objet-d-avenant.ts'
import { demiesDe } from './demies-de.ts'
import { motsDe } from './mots-du-prix.ts'

type Signee = {
  readonly action?: { readonly minutes?: number }
  readonly prix?: { readonly totalHT?: Montant }
}

/** Arrêtée là : une reprise rend ses dates à l’action, un report n’en a pas encore. */
const arretees: ReadonlySet<SessionLue['etat']> = new Set(['interrompue', 'terminee', 'cloturee', 'archivee'])

/** Rien si la pièce signée dit déjà l’action d’aujourd’hui, ou si la dernière émise la dit et attend sa signature. */
export const objetPropose = async (tx: TenantTx, session: SessionLue, d: DossierLu): Promise<string> => {
  const suivies = (await piecesSuivies(tx, [d.id])).filter((p) => p.seances !== null)
  const demies = demiesDe(session)
  const [derniere] = suivies
  const signee = suivies.find((p) => p.client)
  if (!signee?.seances || demies.length === 0) return ''
  const courantes = await piecesCourantes(tx, { objet: d.id })
  const figee = courantes.find((p) => p.id === signee.id)
  const dite = JSON.parse(figee?.donnees ?? '{}') as Signee
  const { action, prix } = dite
  const { seances, debut, fin, minutes } = partTenue(session)
  const modalite = modaliteTenue({ modalite: session.modalite, seances })
  const depuis =
    session.version && session.versionDepuis && signee.emiseLe < session.versionDepuis
      ? await lireVersion(tx, session.version)
      : undefined
  const venus = (await listerInscrits(tx, session.id))
    .filter((i) => i.dossier === d.id && i.closeLe === null)
    .map((i) => ({ nom: `${i.prenom} ${i.nom}`, inscriteLe: i.inscriteLe, arriveeLe: i.arriveeLe }))
  const nommes = (p: PieceSuivie) =>
    stagiairesNommes(JSON.parse(courantes.find((x) => x.id === p.id)?.donnees ?? '{}'))
  const arrives = (p: PieceSuivie): readonly string[] => {
    const dits = nommes(p)
    return dits ? arrivesDepuis({ emiseLe: p.emiseLe, nommes: dits }, venus) : []
  }
  const connus = new Set(nommes(signee)?.map((n) => plier(n.nom)))
  // Ce qui attend sa signature dit déjà tout : il n’y a rien à compléter.
  if (
    derniere?.seances &&
    derniere !== signee &&
    memeCalendrier(calendrier(derniere.seances), calendrier(demies)) &&
    arrives(derniere).length === 0 &&
    !autreLieu(derniere.lieu, session.lieu)
  )
    return ''
  const aujourdhui = minutes + minutesDuPlan(await lireHorsSeance(tx, session.id))
  return objetDAvenant(
    {
      calendrier: calendrier(signee.seances),
      minutes: action?.minutes ?? aujourdhui,
      prix: prix?.totalHT ?? null,
    },
    {
      calendrier: calendrier(demies),
      minutes: aujourdhui,
      // Un contrat garde le sien, et son échéancier.
      prix: d.regime === 'convention' ? (await lireClient(tx, d, [])).prix : null,
      modalite,
      interrompue: arretees.has(session.etat) && session.seances.some((s) => !s.tenue),
      debut,
      fin,
      ...(autreLieu(signee.lieu, session.lieu) ? { lieu: session.lieu } : {}),
      arrives: arrives(signee).map((nom) => ({
        nom,
        le: venus.find((v) => v.nom === nom)?.arriveeLe ?? null,
        nommee: connus.has(plier(nom)),
      })),
      horsTaxes: motsDe(session).convenu === 'HT',
      rubriques: depuis
        ? rubriquesChangees(dite, {
            contenu: depuis.contenu,
            intitule: session.intitule,
            modalite,
            objectif: d.objectif,
          })
        : [],
    },
  )
}
