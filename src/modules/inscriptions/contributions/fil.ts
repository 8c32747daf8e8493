/** Les arrêts d’avant la session et le geste qui suit, lus pour la page de la session. */
import { direEcart, ecartEnJours, formaterDate } from '#kernel/dates.ts'
import { jourLocal } from '#kernel/zones.ts'
import { lireVersion } from '#modules/catalogue/index.ts'
import {
  gestesLusDepuis,
  modaliteTenue,
  partTenue,
  type SessionId,
  type SessionLue,
} from '#modules/sessions/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import { isMailAddress } from '#platform/mail/compose.ts'
import type { CodeEtat } from '#web/components.tsx'
import type { FaitsDeSession } from '#web/contributions.ts'
import { inscriptionsAvisees, listerAvis } from '../db/avis.ts'
import type { DossierLu } from '../db/dossiers.queries.ts'
import type { Inscrit } from '../db/inscriptions.queries.ts'
import { rubriquesChangees } from '../documents/rubriques-changees.ts'
import { aCommence, signeTard } from '../domain/a-temps.ts'
import {
  avisDu,
  calendrier,
  changementDe,
  connuDepuis,
  connusDe,
  memeCalendrier,
  ontChange,
} from '../domain/avis.ts'
import { type ArretDuFil, arretsDuFil, avenantsDus, type FaitsDuFil, suitesDuFil } from '../domain/suite.ts'
import { conditionsChangees, preciseesDe } from '../gestes/qui-prevenir.ts'
import { arrivesDe } from '../lecture/arrives.ts'
import { demiesDe } from '../lecture/demies-de.ts'
import { gesteDuFil, type PeutAgir } from '../lecture/geste-du-fil.ts'
import { intervenantsAPrevenir } from '../lecture/intervenants-a-prevenir.ts'
import { avisUneFois, piecesUneFois, premierPapierUneFois, remisesUneFois } from '../lecture/lire-une-fois.ts'
import { ouSeTient } from '../lecture/ou-se-tient.ts'
import { piecesDeSessionUrl } from '../liens.ts'

/** Les états que stagiaires et clients doivent apprendre de nous. */
const suspendues: ReadonlySet<string> = new Set(['annulee', 'reportee', 'interrompue'])

const enArret = (a: ArretDuFil, f: FaitsDuFil, session: SessionId) => {
  const etat: CodeEtat =
    a.fait === a.sur
      ? a.tard > 0 || a.reste !== undefined
        ? 'partiel'
        : 'prouve'
      : a.fait > 0
        ? 'partiel'
        : f.aujourdhui > a.jour
          ? 'manquant'
          : 'a-venir'
  return {
    zone: 'avant' as const,
    arret: {
      libelle: a.libelle,
      href:
        a.libelle === 'Remises' || a.libelle === 'Convocations'
          ? piecesDeSessionUrl({ session })
          : '#clients',
      etats: [etat],
      date: formaterDate(a.jour, 'court').replace(/ \d{4}$/, ''),
      iso: a.jour,
      ecart: direEcart(f.debut ? ecartEnJours(f.debut, a.jour) : 0),
      ...(a.fait < a.sur && (a.fait > 0 || a.sur > 1)
        ? { manque: `${a.fait} sur ${a.sur}` }
        : a.tard > 0
          ? { manque: a.sur > 1 ? `${a.tard} après le début` : 'après le début' }
          : a.reste
            ? { manque: a.reste }
            : {}),
      temps: a.jour <= f.aujourdhui ? ('fait' as const) : ('a-venir' as const),
    },
  }
}

/** Inscrites sans courriel, à qui personne n’a encore dit le dernier avis. */
const sansCourrielAPrevenir = async (
  tx: TenantTx,
  session: SessionLue,
  inscrits: readonly Inscrit[],
  depuis: Date,
): Promise<readonly string[]> => {
  // Inscrite après l’avis, la personne sait déjà ce qui vaut.
  const muettes = inscrits.filter((i) => i.courriel === null && i.inscriteLe < depuis)
  if (muettes.length === 0) return []
  const avisees = await inscriptionsAvisees(tx, session.id, depuis)
  return muettes.filter((i) => !avisees.has(i.id)).map((i) => `${i.prenom} ${i.nom}`)
}

export type AvenantDu = ReturnType<typeof avenantsDus>[number]

export const filDeLaSession = async (
  tx: TenantTx,
  s: {
    readonly session: SessionLue
    readonly dossiers: readonly DossierLu[]
    readonly inscrits: readonly Inscrit[]
    /** Les dossiers dont plus rien n’est attendu. */
    readonly eteints: ReadonlySet<string>
  },
  maintenant: Date,
  peut: PeutAgir,
): Promise<Pick<FaitsDeSession, 'arrets' | 'suites'> & { readonly avenants: readonly AvenantDu[] }> => {
  const { session } = s
  const jour = (le: Date) => jourLocal(le, session.zone)
  const montres = new Set<string>([...s.dossiers, ...s.inscrits].map((o) => o.id))
  const [toutes, remises] = await Promise.all([
    piecesUneFois(tx, session.id),
    s.inscrits.length === 0 ? [] : remisesUneFois(tx, session.id),
  ])
  const pieces = toutes.filter((p) => montres.has(p.objet))
  const vivante = session.etat === 'ouverte' || session.etat === 'confirmee'
  const aujourdhui = calendrier(demiesDe(session))
  // Personne n’a rien reçu, rien n’est suspendu : il n’y a pas d’avis à chercher.
  const concerne =
    s.inscrits.length + s.dossiers.length > 0 &&
    (suspendues.has(session.etat) ||
      connusDe(pieces, undefined).some((c) => !memeCalendrier(c, aujourdhui)) ||
      preciseesDe(session, pieces, undefined, maintenant).length > 0 ||
      pieces.some((p) => p.seances !== null))
  const dernier = concerne ? (await listerAvis(tx, session.id))[0] : undefined
  const connus = concerne ? connusDe(pieces, dernier) : []
  const precise = concerne && preciseesDe(session, pieces, dernier, maintenant).length > 0
  const changees = concerne
    ? await conditionsChangees(tx, session, connuDepuis(pieces, dernier), maintenant)
    : undefined
  const conditions = changees !== undefined && ontChange(changees)
  const avis =
    (concerne && avisDu({ etat: session.etat, aujourdhui, dernier, connus, precise, conditions })) || null
  const animent = (
    await intervenantsAPrevenir(tx, session, maintenant, {
      premier: premierPapierUneFois,
      avis: avisUneFois,
      gestes: gestesLusDepuis,
    })
  ).map((i) => i.nom)
  const appeler =
    dernier && avis === null ? await sansCourrielAPrevenir(tx, session, s.inscrits, dernier.le) : []
  const { seances, fin } = partTenue(session)
  const premiere = seances[0]
  const ancienne = (p: { readonly emiseLe: Date }) =>
    session.versionDepuis !== null && p.emiseLe < session.versionDepuis
  const suivie =
    session.version && pieces.some((p) => p.client && p.genre !== 'convocation' && ancienne(p))
      ? await lireVersion(tx, session.version)
      : undefined
  const rubriques = (p: (typeof pieces)[number]): readonly string[] =>
    suivie && p.client && ancienne(p)
      ? rubriquesChangees(p.contenu, {
          contenu: suivie.contenu,
          intitule: session.intitule,
          modalite: modaliteTenue({ modalite: session.modalite, seances }),
          objectif: s.dossiers.find((d) => d.id === p.objet)?.objectif ?? null,
        })
      : []
  const faits: FaitsDuFil = {
    aujourdhui: jour(maintenant),
    calendrier: vivante || session.etat === 'en-cours' ? aujourdhui : null,
    ...ouSeTient(session),
    avis,
    aDire: avis === null ? [...animent, ...appeler] : [],
    changement: changementDe(avis, connus, aujourdhui),
    debut: session.debut,
    ouverte: vivante,
    enCours: session.etat === 'en-cours',
    finie: fin !== null && fin < jour(maintenant),
    dossiers: s.dossiers.map((d) => ({
      id: d.id,
      client: d.client,
      regime: d.regime,
      prix: d.prix,
      signeLe: d.signeLe && jour(d.signeLe),
      tard: signeTard(d, premiere, session.zone),
      clos: s.eteints.has(d.id),
      echeancier: d.echeances.length > 0,
      joignable: d.signataireCourriel !== null && isMailAddress(d.signataireCourriel),
    })),
    pieces: pieces.map((p) => ({
      ...p,
      emiseLe: jour(p.emiseLe),
      tard: aCommence(premiere, p.emiseLe),
      calendrier: p.seances && calendrier(p.seances),
      ancienne: ancienne(p),
      rubriques: rubriques(p),
      arrives: arrivesDe(p, s.inscrits),
    })),
    gens: s.inscrits.map((i) => {
      const siennes = remises.filter((r) => r.inscription === i.id)
      const [premiere] = siennes
      return {
        id: i.id,
        dossier: i.dossier,
        remis: siennes.length >= 2 && premiere ? jour(premiere.remisLe) : null,
        inscrite: i.etat === 'inscrit',
        arrivee: i.arriveeLe,
        accuse: siennes.length >= 2 && siennes.every((r) => r.accuseLe !== null),
        sansPiece: siennes.some((r) => r.piece === null),
      }
    }),
  }
  return {
    avenants: avenantsDus(faits),
    arrets: arretsDuFil(faits).map((a) => enArret(a, faits, session.id)),
    suites: suitesDuFil(faits).map((x) => gesteDuFil(session.id, x, peut)),
  }
}
