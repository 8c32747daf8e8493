/** Le même bilan par un autre chemin : les lectures des modules, session par session, puis le moteur pur. Sert d’étalon à `lireBilan`. */

import { sql } from 'kysely'
import type { Id } from '#kernel/id.ts'
import { lireCases } from '#modules/emargement/index.ts'
import { type DossierLu, type Inscrit, listerDossiers, listerInscrits } from '#modules/inscriptions/index.ts'
import { lireSession, partTenue, type SessionLue } from '#modules/sessions/index.ts'
import { resoudre, type TiersId } from '#modules/tiers/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import { tousLesStatuts } from '../db/statuts.queries.ts'
import type {
  Action,
  DemiJournee,
  Dossier,
  Exercice,
  Financeur,
  Formateur,
  LettreF3,
  Niveau,
  Objectif,
  Participant,
  Produit,
  Role,
  Seance,
  StatutIntervenant,
  StatutStagiaire,
} from '../domain/dossier.ts'
import { eurosDeCentimes, type Fraction, heuresDeMinutes, zero } from '../domain/fraction.ts'

type SessionDuBilan = {
  readonly id: Id<'Session'>
  readonly numero: string
  readonly modalite: 'presentiel' | 'mixte' | 'distance'
  readonly f3: string | null
  readonly niveau: string | null
  readonly nsf: string | null
}

/** Les sessions dont une demi-journée tombe dans l’exercice, avec le classement de la version suivie. */
const sessionsDuBilan = async (tx: TenantTx, e: Exercice): Promise<SessionDuBilan[]> =>
  (
    await sql<SessionDuBilan>`select s.id, s.numero, s.modalite, coalesce(v.objectif_f3, o.objectif_f3) as f3,
        coalesce(v.niveau_f3, o.niveau_f3) as niveau, coalesce(v.nsf, substring(o.codes_nsf[1] from '^[0-9]{3}')) as nsf
      from sessions.session s
        left join catalogue.version v on v.organisme_id = s.organisme_id and v.id = s.version_id
        left join catalogue.offre o on o.organisme_id = s.organisme_id and o.id = s.offre_id
      where s.etat not in ('brouillon', 'annulee') and exists (select from sessions.seance x
        where x.organisme_id = s.organisme_id and x.session_id = s.id
          and x.jour between ${e.debut}::date and ${e.fin}::date)
      order by s.numero`.execute(tx)
  ).rows

const souligner = <T extends string>(code: string): T => code.replaceAll('-', '_') as T
const statutIntervenant = (code: string): StatutIntervenant =>
  code === 'mise-a-disposition' ? 'mise_a_disposition_non_lucrative' : souligner(code)

/** Le niveau n’est dit que d’une certification ; sans lui, l’objectif ne se lit pas : il manque. */
const objectifDe = (s: SessionDuBilan): Objectif | null =>
  s.f3 === null
    ? null
    : s.f3 === 'a'
      ? s.niveau === null
        ? null
        : { f3: 'a', niveau: s.niveau as Niveau }
      : { f3: s.f3 as Exclude<LettreF3, 'a'> }

const seancesDe = (s: SessionLue, racines: ReadonlyMap<TiersId, TiersId>): Seance[] =>
  partTenue(s).seances.map((x) => {
    const [premier] = x.intervenants
    return {
      id: x.id,
      date: x.jour,
      demiJournee: x.demiJournee as DemiJournee,
      heures: heuresDeMinutes(x.finMinutes - x.debutMinutes),
      interventions: x.intervenants.map((i) => ({
        formateur: racines.get(i.personne) ?? i.personne,
        heures: heuresDeMinutes(x.tenue ? i.minutes : Math.min(i.minutes, x.finMinutes - x.debutMinutes)),
      })),
      // Co-animée avec l’un des nôtres, une demi-journée n’est pas confiée : elle est aidée.
      confieeA: x.intervenants.every((i) => i.confieeA !== null) ? (premier?.confieeA ?? null) : null,
      cotraitant: null,
    }
  })

type Lue = {
  readonly bilan: SessionDuBilan
  readonly session: SessionLue
  readonly inscrits: readonly Inscrit[]
  readonly dossiers: readonly DossierLu[]
  readonly heures: ReadonlyMap<string, ReadonlyMap<string, Fraction>>
}

/** Les heures suivies, par inscription puis par demi-journée : la lecture qui fait foi. */
const heuresDe = async (tx: TenantTx, session: SessionLue): Promise<Lue['heures']> => {
  const prevues = new Map<string, number>(session.seances.map((x) => [x.id, x.finMinutes]))
  const tenues = new Map<string, SessionLue['seances'][number]>(
    partTenue(session).seances.map((x) => [x.id, x]),
  )
  const rendu = new Map<string, Map<string, Fraction>>()
  for (const c of await lireCases(tx, { session: session.id, sansPrive: true })) {
    const siennes = rendu.get(c.inscription) ?? new Map<string, Fraction>()
    rendu.set(c.inscription, siennes)
    const tenue = tenues.get(c.seance)
    if (c.presence.etat === 'signee' && tenue) {
      const coupe = (prevues.get(c.seance) ?? 0) - tenue.finMinutes
      const minutes =
        tenue.finMinutes - tenue.debutMinutes - c.minutes.retard - Math.max(0, c.minutes.depart - coupe)
      siennes.set(c.seance, heuresDeMinutes(minutes))
    }
  }
  return rendu
}

/** Une action par rôle : une session mêle des clients directs et des stagiaires reçus d’un autre organisme. */
const actionsDe = (l: Lue, racines: ReadonlyMap<TiersId, TiersId>): Action[] => {
  const recus = new Set(l.dossiers.filter((d) => d.regime === 'sous-traitance-recue').map((d) => d.id))
  const roleDe = (i: Inscrit): Role =>
    i.dossier !== null && recus.has(i.dossier) ? 'sous_traitance_recue' : 'propre'
  const suivis = l.inscrits.filter((i) => l.heures.has(i.id))
  const seances = seancesDe(l.session, racines)
  const roles = [...new Set<Role>(suivis.map(roleDe))].sort()
  return (roles.length === 0 ? (['propre'] as const) : roles).map(
    (role, rang): Action => ({
      id: role === 'propre' ? l.session.numero : `${l.session.numero} (reçue)`,
      role,
      modalite: l.bilan.modalite,
      objectif: objectifDe(l.bilan),
      nsf: l.bilan.nsf,
      // Une même heure animée ne se compte qu’une fois au cadre E.
      seances: rang === 0 ? seances : seances.map((x) => ({ ...x, interventions: [] })),
      participants: suivis
        .filter((i) => roleDe(i) === role)
        .map(
          (i): Participant => ({
            personne: racines.get(i.personne) ?? i.personne,
            statut: i.statutF1 === null ? null : souligner<StatutStagiaire>(i.statutF1),
            presences: l.heures.get(i.id) ?? new Map(),
          }),
        ),
    }),
  )
}

const produitsDe = (l: Lue): Produit[] =>
  l.dossiers
    .filter((d) => d.retracteLe === null && l.inscrits.some((i) => i.dossier === d.id && l.heures.has(i.id)))
    .flatMap((d) =>
      d.financements.map(
        (f, rang): Produit => ({
          id: `${d.id}/${rang}`,
          financeur: souligner<Financeur>(f.dispositif),
          montant: eurosDeCentimes(Number(f.montant)),
          rattachement: {
            genre: 'action',
            action: d.regime === 'sous-traitance-recue' ? `${l.session.numero} (reçue)` : l.session.numero,
          },
        }),
      ),
    )

/** Une action par session et par rôle, heures de la feuille, statuts du jour, conventions au prorata. */
export const dossierParLesModules = async (
  tx: TenantTx,
  id: string,
  exercice: Exercice,
): Promise<Dossier> => {
  const lues: Lue[] = []
  for (const bilan of await sessionsDuBilan(tx, exercice)) {
    const session = await lireSession(tx, bilan.id)
    const ici =
      session && partTenue(session).seances.some((x) => x.jour >= exercice.debut && x.jour <= exercice.fin)
    if (!session || !ici) continue
    lues.push({
      bilan,
      session,
      inscrits: await listerInscrits(tx, bilan.id),
      dossiers: await listerDossiers(tx, bilan.id),
      heures: await heuresDe(tx, session),
    })
  }
  const animent = lues.flatMap((l) => l.session.seances.flatMap((x) => x.intervenants))
  const racines = await resoudre(tx, [
    ...animent.map((i) => i.personne),
    ...lues.flatMap((l) => l.inscrits.map((i) => i.personne)),
  ])
  const fiches = [...new Set(animent.flatMap((i) => [i.personne, racines.get(i.personne) ?? i.personne]))]
  const statuts = (await tousLesStatuts(tx)).filter((s) => fiches.includes(s.personne))
  const formateurs = new Map<string, Formateur>()
  for (const i of animent) {
    const racine = racines.get(i.personne) ?? i.personne
    // Deux fiches réunies qui diffèrent : les statuts de la gardée l’emportent, comme partout.
    const siens = statuts.filter((x) => x.personne === racine)
    formateurs.set(racine, {
      id: racine,
      nom: `${i.prenom} ${i.nom}`,
      statuts: (siens.length > 0 ? siens : statuts.filter((x) => racines.get(x.personne) === racine)).map(
        (x) => ({
          statut: statutIntervenant(x.statut),
          du: x.du,
          au: x.au ?? '9999-12-31',
        }),
      ),
    })
  }
  return {
    id,
    exercice,
    formateurs: [...formateurs.values()],
    actions: lues.flatMap((l) => actionsDe(l, racines)),
    produits: lues.flatMap(produitsDe),
    charges: [],
    chiffreAffaires: zero,
  }
}
