/** Le dossier d’une session, lu une fois pour toutes les règles. Aucune ne lit la base elle-même. */
import { sql } from 'kysely'
import { type DateCivile, dateCivile } from '#kernel/dates.ts'
import type { TerritoireFerie } from '#kernel/feries.ts'
import { instantDe, jourLocal } from '#kernel/zones.ts'
import {
  ajouterAPart,
  type Case,
  fenetreDe,
  heuresAPart,
  heuresDe,
  lireCases,
  lireContresignatures,
  lireDemis,
  lireElements,
  lireListes,
  lirePlan,
  minutesDansLaSeance,
} from '#modules/emargement/index.ts'
import { facturesDeLaSession, heuresFactureesDe, heuresParInscription } from '#modules/facturation/index.ts'
import { lireSession, type SessionId, type SessionLue, territoireDe } from '#modules/sessions/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type {
  CaseControlee,
  DossierControle,
  ElementControle,
  InscriptionControlee,
  SeanceControlee,
} from '../domain/dossier.ts'
import { lirePieces, pieceDeFacture } from './pieces.queries.ts'

/** Bas-Rhin, Haut-Rhin, Moselle : L3134-13 y ajoute deux jours. */
const alsaceMoselle = /^(?:57|67|68)/

const territoire = async (tx: TenantTx, s: SessionLue): Promise<TerritoireFerie> => {
  if (s.zone !== 'Europe/Paris' || !s.etablissement) return territoireDe[s.zone]
  const { rows } = await sql<{ cp: string | null }>`select code_postal as cp from organisme.etablissement
    where organisme_id = (select app.organisme()) and id = ${s.etablissement}::uuid`.execute(tx)
  return alsaceMoselle.test(rows[0]?.cp ?? '') ? 'alsace-moselle' : 'metropole'
}

type Inscrite = Omit<InscriptionControlee, 'realiseMin'>
const lireInscriptions = async (tx: TenantTx, session: SessionId): Promise<Inscrite[]> => {
  const { rows } = await sql<Inscrite>`select i.id, i.personne_id as personne, i.etat,
      case when i.etat in ('annule', 'abandon', 'exclu', 'force-majeure', 'retracte') then i.close_le end as "sortieLe",
      d.id as dossier, d.regime, d.signe_le as "signeLe", coalesce(d.demarrage_sans_signature is not null, false) as "demarrageMotive"
    from inscriptions.inscription i
      left join inscriptions.dossier d on d.organisme_id = i.organisme_id and d.id = i.dossier_id
    where i.organisme_id = (select app.organisme()) and i.session_id = ${session}::uuid
      and i.etat in ('inscrit', 'annule', 'abandon', 'exclu', 'force-majeure', 'absent-total', 'retracte')
    order by i.id`.execute(tx)
  return rows
}

type Brut = { readonly id: string; readonly contenu: string; readonly connexion: string | null }
/** L’horloge de l’appareil et l’appareil, tels que le registre les garde ; à distance seulement, d’où l’on s’est connecté. */
const lireMaillons = async (
  tx: TenantTx,
  ids: readonly string[],
  connexion: boolean,
): Promise<ReadonlyMap<string, Brut>> => {
  if (ids.length === 0) return new Map()
  const { rows } = await sql<Brut>`select m.id, m.contenu, ${
    connexion
      ? sql`(select v.contenu from emargement.prive v where v.organisme_id = m.organisme_id and v.maillon_id = m.id and v.part = 'connexion')`
      : sql`null::text`
  } as connexion
    from emargement.maillon m where m.organisme_id = (select app.organisme()) and m.id = any (${`{${ids.join(',')}}`}::uuid[])`.execute(
    tx,
  )
  return new Map(rows.map((r) => [r.id, r]))
}

const enCase = (c: Case, brut: Brut | undefined): CaseControlee => {
  const contenu = brut
    ? (JSON.parse(brut.contenu) as {
        horloges?: { appareil?: string | null }
        appareil?: { id?: string } | null
      })
    : {}
  const signee = c.presence.etat === 'signee'
  const horloge = contenu.horloges?.appareil
  return {
    inscription: c.inscription,
    seance: c.seance,
    etat: signee ? 'presente' : c.presence.etat === 'absente' ? 'absente' : 'attendue',
    signeeLe: c.presence.etat === 'signee' ? c.presence.signeeLe : null,
    horloge: signee && horloge ? new Date(horloge) : null,
    porte: c.porte,
    appareil: signee ? (contenu.appareil?.id ?? null) : null,
    origine: brut?.connexion ?? null,
    attestee: c.regularisee,
  }
}

const lireAilleurs = async (tx: TenantTx, session: SessionId) => {
  const { rows } = await sql<{ personne: string; seance: string; numero: string }>`
    select distinct a.personne_id as personne, se.id as seance, s.numero
    from sessions.seance se
      join sessions.affectation a on a.organisme_id = se.organisme_id and a.seance_id = se.id
      join sessions.affectation b on b.organisme_id = a.organisme_id and b.cle = a.cle and b.seance_id <> se.id
      join sessions.seance x on x.organisme_id = b.organisme_id and x.id = b.seance_id and x.tenue and x.debut < se.fin and se.debut < x.fin
      join sessions.session s on s.organisme_id = x.organisme_id and s.id = x.session_id
    where se.organisme_id = (select app.organisme()) and se.session_id = ${session}::uuid and se.tenue
      and s.etat not in ('brouillon', 'annulee')
    order by se.id, s.numero`.execute(tx)
  return rows
}

const lireConges = async (tx: TenantTx, session: SessionId) => {
  // Une absence déclarée sur une fiche réunie vaut pour la personne : on suit le renvoi, d’un cran suffit à la fiche gardée.
  const { rows } = await sql<{ personne: string; du: DateCivile; au: DateCivile }>`
    select distinct a.personne_id as personne, c.du, c.au
    from sessions.affectation a
      join sessions.seance se on se.organisme_id = a.organisme_id and se.id = a.seance_id
      join controles.conge c on c.organisme_id = a.organisme_id and c.retire_le is null and c.du <= se.jour and se.jour <= c.au
        and (c.personne_id = a.personne_id or exists (select from tiers.fusion f where f.organisme_id = c.organisme_id
          and f.defaite_le is null and ((f.absorbe_id = c.personne_id and f.garde_id = a.personne_id)
            or (f.absorbe_id = a.personne_id and f.garde_id = c.personne_id))))
    where a.organisme_id = (select app.organisme()) and se.session_id = ${session}::uuid`.execute(tx)
  return rows
}

const places = async (tx: TenantTx, session: SessionId): Promise<ReadonlyMap<string, number | null>> => {
  const { rows } = await sql<{ seance: string; places: number | null }>`select l.seance_id as seance,
      case when bool_and(s.places is not null) then sum(s.places)::int4 end as places
    from sessions.seance_salle l join sessions.salle s on s.organisme_id = l.organisme_id and s.id = l.salle_id
      join sessions.seance se on se.organisme_id = l.organisme_id and se.id = l.seance_id
    where l.organisme_id = (select app.organisme()) and se.session_id = ${session}::uuid group by l.seance_id`.execute(
    tx,
  )
  return new Map(rows.map((r) => [r.seance, r.places]))
}

/** Rien si la session n’est pas d’ici. */
export const lireDossierControle = async (
  tx: TenantTx,
  id: SessionId,
  maintenant: Date,
): Promise<{ readonly session: SessionLue; readonly dossier: DossierControle } | undefined> => {
  const session = await lireSession(tx, id)
  if (!session) return undefined
  // Aucune ne dépend d’une autre : elles partent d’un seul envoi.
  const [
    demis,
    cases,
    listes,
    contresignatures,
    parSalle,
    plan,
    elements,
    inscrites,
    pieces,
    ailleurs,
    conges,
    lieu,
    heures,
    factures,
  ] = await Promise.all([
    lireDemis(tx, id),
    lireCases(tx, { session: id, sansPrive: true }),
    lireListes(tx, id),
    lireContresignatures(tx, id),
    places(tx, id),
    lirePlan(tx, id),
    lireElements(tx, id),
    lireInscriptions(tx, id),
    lirePieces(tx, id),
    lireAilleurs(tx, id),
    lireConges(tx, id),
    territoire(tx, session),
    heuresFactureesDe(tx, id),
    facturesDeLaSession(tx, id),
  ])
  const avecListe = new Set<string>(listes.map((l) => l.seance))
  const enLigne = (seance: string) => session.modalite === 'distance' || avecListe.has(seance)
  const maillons = await lireMaillons(
    tx,
    cases.flatMap((c) => (c.maillon && c.presence.etat === 'signee' ? [c.maillon] : [])),
    demis.some((d) => enLigne(d.seance.id)),
  )
  const seances = session.seances
    .filter((s) => s.tenue)
    .flatMap((s): SeanceControlee[] => {
      const demi = demis.find((d) => d.seance.id === s.id)
      if (!demi) return []
      const fenetre = fenetreDe(demi.seance)
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
          places: parSalle.get(s.id) ?? null,
          intervenants: s.intervenants.map((i) => ({ personne: i.personne, compte: i.compte })),
          attendus: demi.animateurs,
          contresignatures: contresignatures
            .filter((c) => c.seance === s.id)
            .map(({ par, suppleance }) => ({ par, suppleance })),
          distance: enLigne(s.id),
        },
      ]
    })
  const facturees = heuresParInscription(heures)
  const tenues = new Set(seances.map((s) => s.id))
  const annonce = pieces.annonce
  return {
    session,
    dossier: {
      maintenant,
      aujourdhui: jourLocal(maintenant, session.zone),
      session: {
        id: session.id,
        intitule: session.intitule,
        nature: session.nature,
        modalite: session.modalite,
        lieu: session.lieu,
        zone: session.zone,
        territoire: lieu,
      },
      seances,
      inscriptions: inscrites.map((i) => ({
        ...i,
        realiseMin: ajouterAPart(
          heuresDe(
            demis,
            cases.filter((c) => c.inscription === i.id),
            session.modalite === 'distance',
          ),
          heuresAPart(plan, elements, i.id as Case['inscription']),
        ).suiviMin,
      })),
      cases: cases
        .filter((c) => tenues.has(c.seance))
        .map((c) => enCase(c, c.maillon ? maillons.get(c.maillon) : undefined)),
      pieces: [...pieces.pieces, ...factures.map(pieceDeFacture)],
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
        connexions: session.seances.flatMap((s) => {
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
                  s,
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
