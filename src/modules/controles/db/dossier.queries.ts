/** Le dossier d’une session, lu une fois pour toutes les règles. Aucune ne lit la base elle-même. */
import { sql } from 'kysely'
import { dateCivile } from '#kernel/dates.ts'
import type { TerritoireFerie } from '#kernel/feries.ts'
import { instantDe, jourLocal } from '#kernel/zones.ts'
import {
  ajouterAPart,
  type CaseNue,
  casesUneFois,
  demisUneFois,
  elementsUneFois,
  fenetreDe,
  heuresAPart,
  heuresDe,
  lireListes,
  minutesDansLaSeance,
  planUneFois,
  suiviesADistance,
} from '#modules/emargement/index.ts'
import { facturesDeLaSession, heuresFactureesDe, heuresParInscription } from '#modules/facturation/index.ts'
import {
  type DossierLu,
  dossiersUneFois,
  type Inscrit,
  inscritsUneFois,
  listerAvis,
  piecesUneFois,
} from '#modules/inscriptions/index.ts'
import {
  partTenue,
  type SessionId,
  type SessionLue,
  sessionUneFois,
  territoireDe,
} from '#modules/sessions/index.ts'
import { composee, type TenantTx, uneFois } from '#platform/db/index.ts'
import { aRelire, sansRedites } from '../domain/convocations-redites.ts'
import type {
  CaseControlee,
  DossierControle,
  ElementControle,
  Engagement,
  InscriptionControlee,
  SeanceControlee,
} from '../domain/dossier.ts'
import type { Jugement } from '../domain/juger.ts'
import { creneauxDe } from '../domain/lire.ts'
import { alentoursUneFois } from './alentours.queries.ts'
import { pieceDeFacture, piecesControlees } from './pieces-controlees.ts'

/** Bas-Rhin, Haut-Rhin, Moselle : L3134-13 y ajoute deux jours. */
const alsaceMoselle = /^(?:57|67|68)/

const territoire = async (tx: TenantTx, s: SessionLue): Promise<TerritoireFerie> => {
  if (s.zone !== 'Europe/Paris' || !s.etablissement) return territoireDe[s.zone]
  const { rows } = await sql<{ cp: string | null }>`select code_postal as cp from organisme.etablissement
    where organisme_id = (select app.organisme()) and id = ${s.etablissement}::uuid`.execute(tx)
  return alsaceMoselle.test(rows[0]?.cp ?? '') ? 'alsace-moselle' : 'metropole'
}

type Inscrite = Omit<InscriptionControlee, 'realiseMin'>

/** Qui tient ou a tenu une place ; une candidature n’est pas contrôlée. */
const controlees: ReadonlySet<string> = new Set([
  'inscrit',
  'annule',
  'abandon',
  'exclu',
  'force-majeure',
  'absent-total',
  'retracte',
])
/** Absente de bout en bout, une personne ne sort pas en route. */
const sansSortie: ReadonlySet<string> = new Set(['inscrit', 'absent-total'])

const inscritesDe = (inscrits: readonly Inscrit[], dossiers: readonly DossierLu[]): Inscrite[] => {
  const parDossier = new Map<string, DossierLu>(dossiers.map((d) => [d.id, d]))
  return inscrits
    .filter((i) => controlees.has(i.etat))
    .map((i): Inscrite => {
      const d = i.dossier ? parDossier.get(i.dossier) : undefined
      return {
        id: i.id,
        personne: i.personne,
        etat: i.etat,
        sortieLe: sansSortie.has(i.etat) ? null : i.closeLe,
        dossier: i.dossier,
        regime: d?.regime ?? null,
        signeLe: d?.signeLe ?? null,
        surPapier: d?.signatureMoyen === 'scan',
        demarrageMotive: d ? d.demarrageSansSignature !== null : false,
      }
    })
    .sort((a, b) => (a.id < b.id ? -1 : 1))
}

/** Signés, non rétractés, et personne d’encore inscrit pour de bon. */
const engagementsSeuls = (
  dossiers: readonly DossierLu[],
  inscrits: readonly Inscrit[],
  inscrites: readonly Inscrite[],
): Engagement[] =>
  dossiers
    .filter(
      (d) =>
        d.signeLe &&
        !d.retracteLe &&
        inscrits.some((i) => i.dossier === d.id && i.closeLe === null) &&
        !inscrites.some((i) => i.dossier === d.id),
    )
    .map((d) => ({
      dossier: d.id,
      regime: d.regime,
      signeLe: d.signeLe,
      surPapier: d.signatureMoyen === 'scan',
      demarrageMotive: d.demarrageSansSignature !== null,
    }))

type Brut = { readonly id: string; readonly contenu: string; readonly connexion: string | null }
/** L’horloge de l’appareil et l’appareil, tels que le registre les garde, et d’où l’on s’est connecté. */
const lireMaillons = async (tx: TenantTx, ids: readonly string[]): Promise<ReadonlyMap<string, Brut>> => {
  if (ids.length === 0) return new Map()
  const { rows } = await sql<Brut>`select m.id, m.contenu, v.contenu as connexion
    from emargement.maillon m left join emargement.prive v
      on v.organisme_id = m.organisme_id and v.maillon_id = m.id and v.part = 'connexion'
    where m.id = any (${`{${ids.join(',')}}`}::uuid[])`.execute(tx)
  return new Map(rows.map((r) => [r.id, r]))
}

/** Ceux des signatures de la session : ils partent avec elle, sans attendre de savoir lesquels ses cases montrent. */
export const maillonsUneFois = uneFois(async (tx, session): Promise<ReadonlyMap<string, Brut>> => {
  const { rows } = await maillonsDeLaSession(tx, session)
  return new Map(rows.map((r) => [r.id, r]))
})
const maillonsDeLaSession = composee(
  (session: string) => sql<Brut>`select m.id, m.contenu, v.contenu as connexion
    from inscriptions.inscription i
      join emargement.signature g on g.organisme_id = i.organisme_id and g.inscription_id = i.id
      join emargement.maillon m on m.organisme_id = g.organisme_id and m.id = g.maillon_id
      left join emargement.prive v
        on v.organisme_id = m.organisme_id and v.maillon_id = m.id and v.part = 'connexion'
    where i.session_id = ${session}::uuid`,
)

/** Ceux-ci ; une case signée de nouveau en montre un que la session n’a pas rendu, et se lit à part. */
const maillonsDe = async (
  tx: TenantTx,
  session: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Brut>> => {
  const lus = await maillonsUneFois(tx, session)
  const autres = ids.filter((id) => !lus.has(id))
  return autres.length === 0 ? lus : new Map([...lus, ...(await lireMaillons(tx, autres))])
}

/** D’une part « connexion » : l’adresse et l’appareil, et la marque du navigateur. Le reste (un geste rapporté) n’en dit rien. */
const lireConnexion = (texte: string | null) => {
  const lue =
    texte === null ? {} : (JSON.parse(texte) as { ip?: string; agent?: string; marque?: string | null })
  return {
    origine: lue.ip || lue.agent ? `${lue.ip ?? ''} ${lue.agent ?? ''}` : null,
    marque: lue.marque ?? null,
  }
}

const enCase = (c: CaseNue, brut: Brut | undefined): CaseControlee => {
  const contenu = brut
    ? (JSON.parse(brut.contenu) as {
        horloges?: { appareil?: string | null; serveur?: string }
        horsLigne?: boolean
        appareil?: { id?: string } | null
      })
    : {}
  const signee = c.presence.etat === 'signee'
  const { appareil: horloge, serveur } = contenu.horloges ?? {}
  return {
    inscription: c.inscription,
    seance: c.seance,
    etat: signee ? 'presente' : c.presence.etat === 'absente' ? 'absente' : 'attendue',
    signeeLe: c.presence.etat === 'signee' ? c.presence.signeeLe : null,
    horloge: signee && horloge ? new Date(horloge) : null,
    remiseLe: signee && contenu.horsLigne && serveur ? new Date(serveur) : null,
    porte: c.porte,
    appareil: signee ? (contenu.appareil?.id ?? null) : null,
    ...lireConnexion(brut?.connexion ?? null),
    attestee: c.regularisee,
  }
}

/** Ce que tiennent ensemble les salles d’une demi-journée ; nul s’il n’y en a pas, ou si l’une ne le dit pas. */
const placesDe = (salles: SessionLue['seances'][number]['salles']): number | null => {
  const dites = salles.flatMap((s) => (s.places === null ? [] : [s.places]))
  return salles.length > 0 && dites.length === salles.length ? dites.reduce((t, n) => t + n, 0) : null
}

/** Rien si la session n’est pas d’ici. */
export const lireDossierControle = async (
  tx: TenantTx,
  id: SessionId,
  maintenant: Date,
): Promise<
  | {
      readonly session: SessionLue
      readonly dossier: DossierControle
      readonly jugements: readonly Jugement[]
    }
  | undefined
> => {
  // La page de la session a déjà lu tout cela : rien ne se relit.
  const [session, inscrits, dossiers, toutes] = await Promise.all([
    sessionUneFois(tx, id),
    inscritsUneFois(tx, id),
    dossiersUneFois(tx, id),
    casesUneFois(tx, id),
  ])
  if (!session) return undefined
  const rangs = new Map<string, number>(inscrits.map((i, n) => [i.id, n]))
  const cases = toutes.toSorted((a, b) => (rangs.get(a.inscription) ?? 0) - (rangs.get(b.inscription) ?? 0))
  const inscrites = inscritesDe(inscrits, dossiers)
  // Aucune ne dépend d’une autre : elles partent d’un seul envoi.
  const signees = cases.flatMap((c) => (c.signature && c.presence.etat === 'signee' ? [c.signature] : []))
  const [demis, alentours, maillons, pieces, lieu] = await Promise.all([
    demisUneFois(tx, session),
    alentoursUneFois(tx, id),
    maillonsDe(tx, id, signees),
    piecesUneFois(tx, id).then(piecesControlees),
    territoire(tx, session),
  ])
  const { contresignatures, conges, ailleurs } = alentours
  const [listes, plan, elements, heures, factures] = await Promise.all([
    alentours.listes ? lireListes(tx, id) : [],
    alentours.plan ? planUneFois(tx, id) : [],
    alentours.elements ? elementsUneFois(tx, id) : [],
    alentours.factures ? heuresFactureesDe(tx, id) : [],
    alentours.factures ? facturesDeLaSession(tx, id) : [],
  ])
  const avecListe = new Set<string>(listes.map((l) => l.seance))
  const enLigne = suiviesADistance(session.seances, session, avecListe)
  const tenue = partTenue(session)
  const seances = tenue.seances.flatMap((s): SeanceControlee[] => {
    const demi = demis.find((d) => d.seance.id === s.id)
    if (!demi) return []
    // Coupée en route, on la signe jusqu’à l’heure qui était prévue : la fenêtre ne se referme pas avec elle.
    const fenetre = fenetreDe({ ...demi.seance, fin: demi.seance.fin + (demi.coupeMin ?? 0) })
    return [
      {
        id: s.id,
        jour: s.jour,
        debut: s.debutMinutes,
        fin: s.finMinutes,
        ouvreLe: fenetre.ouvreLe,
        finLe: instantDe(s.jour, s.finMinutes, session.zone).instant,
        fermeLe: fenetre.fermeLe,
        lieu: s.lieu ?? session.lieu,
        motifJour: s.motifJour,
        close: demi.seance.close,
        places: placesDe(s.salles),
        intervenants: s.intervenants.map((i) => ({ personne: i.personne, compte: i.compte })),
        attendus: demi.animateurs,
        contresignatures: contresignatures
          .filter((c) => c.seance === s.id)
          .map(({ par, suppleance }) => ({ par, suppleance })),
        distance: enLigne.has(s.id),
      },
    ]
  })
  const facturees = heuresParInscription(heures)
  const tenues = new Set(seances.map((s) => s.id))
  const creneaux = creneauxDe(seances)
  const comparees = aRelire(pieces.pieces, creneaux)
    ? sansRedites(pieces.pieces, await listerAvis(tx, id), creneaux)
    : pieces.pieces
  const annonce = pieces.annonce
  return {
    session,
    jugements: alentours.jugements,
    dossier: {
      maintenant,
      aujourdhui: jourLocal(maintenant, session.zone),
      session: {
        id: session.id,
        intitule: session.intitule,
        reprise: session.reprise !== null,
        nature: session.nature,
        modalite: session.modalite,
        lieu: session.lieu,
        zone: session.zone,
        territoire: lieu,
      },
      seances,
      engagements: engagementsSeuls(dossiers, inscrits, inscrites),
      inscriptions: inscrites.map((i) => ({
        ...i,
        realiseMin: ajouterAPart(
          heuresDe(
            demis,
            cases.filter((c) => c.inscription === i.id),
            enLigne,
          ),
          heuresAPart(plan, elements, i.id as CaseNue['inscription']),
        ).suiviMin,
      })),
      cases: cases
        .filter((c) => tenues.has(c.seance))
        .map((c) => enCase(c, c.signature ? maillons.get(c.signature) : undefined)),
      pieces: [...comparees, ...factures.map(pieceDeFacture)],
      ailleurs,
      conges,
      suivi: {
        plan: plan.map(({ id: a, genre, minutes }) => ({ id: a, genre, minutes })),
        annonce,
        assistants: elements.filter((e) => e.genre === 'assistant').length,
        elements: elements.flatMap((e): ElementControle[] =>
          e.genre === 'assistant'
            ? []
            : [
                {
                  id: e.id,
                  genre: e.genre,
                  inscription: e.inscription,
                  le: dateCivile(e.le) ?? e.le,
                  minutes: e.minutes,
                  activite: e.prevue,
                  fichier: e.fichier !== null,
                },
              ],
        ),
        // Deux listes, deux appareils : réunis, bornés à la demi-journée.
        connexions: tenue.seances.flatMap((s) => {
          const siennes = listes.filter((l) => l.seance === s.id).flatMap((l) => l.connexions)
          if (!avecListe.has(s.id)) return []
          const gens = new Set(siennes.flatMap((c) => c.inscription ?? []))
          return [
            {
              seance: s.id,
              presents: [...gens].map((inscription) => ({
                inscription,
                minutes: minutesDansLaSeance(
                  siennes.filter((c) => c.inscription === inscription),
                  { debut: s.debut, fin: instantDe(s.jour, s.finMinutes, session.zone).instant },
                ),
              })),
            },
          ]
        }),
      },
      // Rien de facturé, rien à comparer : la règle répond « non vérifiable », jamais « juste ».
      ...(facturees.size > 0
        ? { factures: [...facturees].map(([inscription, minutes]) => ({ inscription, minutes })) }
        : {}),
    },
  }
}
