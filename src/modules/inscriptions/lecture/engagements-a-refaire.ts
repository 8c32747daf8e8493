/** Les conventions, contrats et avenants qui ne disent plus la session : ce qu’un changement peut refaire du même geste. */
import { jourLocal } from '#kernel/zones.ts'
import { piecesSuiviesEntieres } from '#modules/documents/index.ts'
import { estCae, lireOrganisme } from '#modules/organisme/index.ts'
import type { SessionLue } from '#modules/sessions/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import { listerDossiers } from '../db/dossiers.queries.ts'
import { listerInscrits } from '../db/inscriptions.queries.ts'
import { objetsDeLaSession } from '../db/objets.queries.ts'
import { calendrier, etatsVivants } from '../domain/avis.ts'
import type { DossierId } from '../domain/dossier.ts'
import { engagementsARefaire as aRefaire } from '../domain/suite.ts'
import { estEteint } from '../domain/vivant.ts'
import { arrivesDe } from './arrives.ts'
import { demiesDe } from './demies-de.ts'
import { ouSeTient } from './ou-se-tient.ts'

type EngagementARefaire = {
  readonly dossier: DossierId
  /** « Établir l’avenant de Clinique des Lilas aux nouvelles dates ». */
  readonly chose: string
  /** À qui la pièce partira ; nul : elle se signe sur papier. */
  readonly courriel: string | null
}

export const engagementsARefaire = async (
  tx: TenantTx,
  session: SessionLue,
  maintenant: Date,
): Promise<readonly EngagementARefaire[]> => {
  if (!etatsVivants.has(session.etat)) return []
  const [dossiers, gens, pieces] = await Promise.all([
    listerDossiers(tx, session.id),
    listerInscrits(tx, session.id),
    piecesSuiviesEntieres(tx, objetsDeLaSession(session.id), []),
  ])
  const jour = jourLocal(maintenant, session.zone)
  return aRefaire({
    aujourdhui: jour,
    calendrier: calendrier(demiesDe(session)),
    ...ouSeTient(session),
    avis: null,
    debut: session.debut,
    ouverte: true,
    dossiers: dossiers.map((d) => ({
      id: d.id,
      client: d.client,
      regime: d.regime,
      prix: d.prix,
      signeLe: d.signeLe && jourLocal(d.signeLe, session.zone),
      clos: estEteint(d, gens),
      echeancier: d.echeances.length > 0,
    })),
    pieces: pieces.map((p) => ({
      ...p,
      emiseLe: jourLocal(p.emiseLe, session.zone),
      calendrier: p.seances && calendrier(p.seances),
      arrives: arrivesDe(
        p,
        gens.filter((i) => i.closeLe === null),
      ),
    })),
    gens: gens.map((i) => ({
      id: i.id,
      dossier: i.dossier,
      remis: null,
      accuse: false,
      inscrite: i.etat === 'inscrit',
    })),
  }).map((s) => ({
    ...s,
    dossier: s.dossier as DossierId,
    courriel: dossiers.find((d) => d.id === s.dossier)?.signataireCourriel ?? null,
  }))
}

/** Les mêmes, comme des cases à cocher : ce qui se refait, et à qui cela part. */
export const papiersARefaire = async (
  tx: TenantTx,
  session: SessionLue,
  maintenant: Date,
): Promise<{ readonly value: DossierId; readonly label: string }[]> => {
  const dus = await engagementsARefaire(tx, session, maintenant)
  const cae = dus.length > 0 && estCae((await lireOrganisme(tx)).forme)
  return dus.map((e) => ({
    value: e.dossier,
    label: `${e.chose}${
      cae
        ? '\u00a0; l’équipe d’appui le vise avant son départ'
        : e.courriel
          ? `, et l’envoyer à signer à ${e.courriel}`
          : '\u00a0; sans courriel, à faire signer sur papier'
    }`,
  }))
}
