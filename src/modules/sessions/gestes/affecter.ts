import { formaterDate } from '#kernel/dates.ts'
import type { PersonneId } from '#kernel/id.ts'
import { type Refus, refus } from '#kernel/refus.ts'
import { ko, ok, type Result } from '#kernel/result.ts'
import { de } from '#kernel/texte.ts'
import { type EntrepriseId, lireEntreprise } from '#modules/tiers/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import { consigner } from '#platform/db/journal.ts'
import { reaffecter } from '../db/occupations.ecritures.ts'
import { type Prise, sansChevauchement, seancesFigees } from '../db/occupations.ts'
import { lireSalle, listerSalles, type Salle } from '../db/salles.queries.ts'
import {
  avancerRevision,
  changerLieu,
  confierAuGroupement,
  ecrireFormateur,
  ecrireModalite,
  garderLieu,
} from '../db/sessions.ecritures.ts'
import { lireSession, listerSeances, type SeanceId } from '../db/sessions.queries.ts'
import { principalQuiSuit, quelleSalle, quiChange } from '../domain/changements.ts'
import { instantane } from '../domain/instantane.ts'
import { lieuQuiSuit } from '../domain/lieu-ecrit.ts'
import { type ModaliteSeance, poserModalite, type RefusModalite } from '../domain/modalite.ts'
import { etatsModifiables } from '../domain/modifier-session.ts'
import type { SalleId, SessionId } from '../domain/ou-et-qui.ts'
import {
  demandesDe,
  intervenantsAffectables,
  phraseSansFonction,
  prisesDe,
  refusOccupes,
  vientDEtrePris,
} from '../lecture/ou-et-qui.ts'

export type Affectation = {
  readonly session: SessionId
  readonly seance: SeanceId
  readonly revision: number
  /** Plusieurs : co-animation. Chacun par son compte, ou par sa fiche. */
  readonly intervenants: readonly {
    readonly id: PersonneId
    /** Temps d'intervention ; à défaut, toute la demi-journée. */
    readonly minutes?: number | undefined
    readonly confieeA?: EntrepriseId | undefined
  }[]
  readonly salles: readonly SalleId[]
  /** D’une session mixte : sur place ou à distance, de cette demi-journée seule ; nulle : à dire ; absente : celle qu’elle a. */
  readonly modalite?: ModaliteSeance | null | undefined
  /** Le membre du groupement qui assure la demi-journée, et la déclare (BPF, R14) ; absent : nous. */
  readonly cotraitant?: EntrepriseId | undefined
  /** Aussi aux autres demi-journées de la session qui ne sont ni émargées ni passées. */
  readonly partout: boolean
  /** De qui l’on peut nommer les sessions qui prennent l’heure (`deQuiLit`) ; absent : de personne. */
  readonly deQui?: PersonneId | null
}

export type RefusAffectation =
  | RefusModalite
  | Refus<
      | 'introuvable'
      | 'perime'
      | 'etat-fige'
      | 'seance-emargee'
      | 'sans-intervenant'
      | 'intervenant-introuvable'
      | 'intervenant-sans-fonction'
      | 'salle-introuvable'
      | 'structure-introuvable'
      | 'trop-long'
      | 'confiee-et-cotraitee'
    >
  | (Refus<'deja-occupe'> & { readonly seance: string })

/** Décide qui anime une demi-journée, et dans quelles salles. `lieu` : celui que la session dit désormais, s’il a suivi la salle. */
export const affecterSeance = async (
  tx: TenantTx,
  a: Affectation,
  le: Date,
): Promise<Result<{ readonly seances: number; readonly lieu?: string }, readonly RefusAffectation[]>> => {
  const s = await lireSession(tx, a.session, { verrouiller: true })
  const seance = s?.seances.find((x) => x.id === a.seance)
  if (!s || !seance) return ko([refus('introuvable', 'Cette demi-journée n’existe pas ici.')])
  if (!etatsModifiables.has(s.etat))
    return ko([refus('etat-fige', 'Cette session est finie ou annulée : elle ne se change plus.')])
  const figees = await seancesFigees(tx, a.session)
  if (figees.has(seance.id))
    return ko([
      refus('seance-emargee', 'Cette demi-journée est émargée : qui l’a animée, et où, ne change plus.'),
    ])
  const refusees: RefusAffectation[] = []
  const pose = poserModalite(a.modalite === undefined ? seance.modalite : a.modalite, s.modalite, 0)
  if (!pose.ok) refusees.push(pose.error)
  const modalite = pose.ok ? pose.value : null
  if (a.intervenants.length === 0)
    refusees.push(refus('sans-intervenant', 'Choisissez au moins une personne qui anime.'))
  const affectables = await intervenantsAffectables(tx)
  const animent = a.intervenants.flatMap((i) => {
    const connu = affectables.find((f) => f.id === i.id)
    // Déjà affectée, elle le reste, même partie depuis.
    const deja = seance.intervenants.find((x) => x.compte === i.id || (x.personne as string) === i.id)
    if (connu && !connu.sansFonction) return [{ ...i, qui: connu.qui }]
    if (deja)
      return [
        {
          ...i,
          qui: {
            prenom: deja.prenom,
            nom: deja.nom,
            dit: `${deja.prenom} ${deja.nom}`,
            personne: deja.personne,
            ...(deja.compte ? { compte: deja.compte } : {}),
          },
        },
      ]
    if (connu) {
      refusees.push(refus('intervenant-sans-fonction', phraseSansFonction(connu.nom)))
      return []
    }
    refusees.push(refus('intervenant-introuvable', 'Une des personnes choisies n’intervient plus ici.'))
    return []
  })
  for (const i of a.intervenants)
    if (i.confieeA !== undefined && !(await lireEntreprise(tx, i.confieeA)))
      refusees.push(refus('structure-introuvable', 'La structure à qui c’est confié n’est pas connue ici.'))
  if (a.cotraitant !== undefined && !(await lireEntreprise(tx, a.cotraitant)))
    refusees.push(refus('structure-introuvable', 'Le cotraitant choisi n’est pas connu ici.'))
  if (a.cotraitant !== undefined && a.intervenants.some((i) => i.confieeA !== undefined))
    refusees.push(
      refus(
        'confiee-et-cotraitee',
        'Une demi-journée est confiée à un sous-traitant ou assurée par un cotraitant, pas les deux.',
      ),
    )
  const salles: Salle[] = []
  for (const id of new Set(a.salles)) {
    const salle = await lireSalle(tx, id)
    const gardee = seance.salles.some((x) => x.id === id)
    if (salle && (gardee || (salle.fermeeLe === null && !salle.lieuFerme))) salles.push(salle)
    else refusees.push(refus('salle-introuvable', 'Une des salles choisies n’est plus ouverte.'))
  }
  const cibles = s.seances.filter(
    (x) => x.id === seance.id || (a.partout && !figees.has(x.id) && x.fin > le && x.tenue),
  )
  for (const x of cibles)
    for (const i of animent)
      if (i.minutes !== undefined && i.minutes > x.finMinutes - x.debutMinutes)
        refusees.push(
          refus(
            'trop-long',
            `Le ${formaterDate(x.jour)}, la demi-journée est plus courte que le temps d’intervention ${de(i.qui.dit)}.`,
          ),
        )
  if (refusees.length > 0) return ko(refusees)
  if (a.revision !== s.revision)
    return ko([
      refus(
        'perime',
        'Cette session a changé depuis que vous avez ouvert la page. Relisez-la, puis renvoyez.',
      ),
    ])
  // Chacune garde sa modalité : à distance, elle ne prend pas de salle ; réglée d’après une qui l’est, elle garde les siennes.
  const sallesDe = (x: (typeof cibles)[number]) => {
    if (x.id === seance.id) return modalite === 'distance' ? [] : salles
    if (x.modalite === 'distance') return []
    return modalite === 'distance' ? x.salles : salles
  }
  const occupes = await refusOccupes(
    tx,
    cibles.flatMap((x) =>
      demandesDe(
        [{ seance: x.id, du: x.debut, au: x.fin }],
        sallesDe(x),
        animent.map((i) => i.qui),
      ),
    ),
    a.session,
    a.deQui,
  )
  if (occupes.length > 0) return ko(occupes)
  const ecrit = await sansChevauchement(tx, async () => {
    const heures = cibles.map((x) => ({ id: x.id, debut: x.debut, minutes: x.finMinutes - x.debutMinutes }))
    const prises: Prise[] = cibles.flatMap((x) =>
      sallesDe(x).map((l) => ({
        seance: x.id,
        debut: x.debut,
        salle: l.id,
        minutes: x.finMinutes - x.debutMinutes,
      })),
    )
    for (const i of animent)
      prises.push(
        ...(await prisesDe(tx, s.activite, heures, [], [i.qui], le)).map((x) => ({
          ...x,
          minutes: i.minutes ?? x.minutes,
          confieeA: i.confieeA ?? null,
        })),
      )
    await ecrireModalite(tx, [seance.id], modalite)
    await reaffecter(
      tx,
      s.activite,
      cibles.map((x) => x.id),
      prises,
    )
    await confierAuGroupement(
      tx,
      cibles.map((x) => x.id),
      a.cotraitant ?? null,
    )
    const apres = await listerSeances(tx, a.session)
    const salle = sallesDe(seance)[0]
    const lue = salle && (await lireSalle(tx, salle.id))
    const lieu = lue && lieuQuiSuit(s, apres, lue, await listerSalles(tx))
    const situee = lieu ? { ...s, lieu, etablissement: lue.etablissement } : s
    if (lieu) {
      await garderLieu(tx, [...figees], s.lieu)
      await changerLieu(tx, situee, le)
    } else await avancerRevision(tx, a.session)
    const suivi = principalQuiSuit(
      s,
      apres.filter((x) => x.tenue).flatMap((x) => x.intervenants),
    )
    // Ici encore la base peut refuser : en répondre demande plus que d’y intervenir.
    if (suivi) await ecrireFormateur(tx, situee, suivi)
    return { apres, suivi, lieu }
  })
  if (!ecrit.ok) return ko([vientDEtrePris(seance.id, ecrit.error)])
  const { apres, suivi, lieu } = ecrit.value
  await consigner(tx, {
    activite: s.activite,
    faitLe: le,
    module: 'sessions',
    geste: 'affecter-seance',
    objet: { genre: 'session', id: a.session },
    phrase: `Salles et intervenants de {session:${a.session}} changent.`,
    details: {
      avant: instantane(s),
      animent: quiChange(s.seances, apres),
      ou: quelleSalle(s.seances, apres),
      ...(suivi ? { formateur: { de: s.formateur, vers: suivi.formateur } } : {}),
      ...(lieu ? { lieu: { de: s.lieu, vers: lieu } } : {}),
      seances: cibles.map((x) => x.id),
      intervenants: animent.map((i) => ({
        id: i.id,
        minutes: i.minutes ?? null,
        confieeA: i.confieeA ?? null,
      })),
      salles: sallesDe(seance).map((x) => x.id),
      ...(modalite === seance.modalite ? {} : { modalite: { de: seance.modalite, vers: modalite } }),
      cotraitant: a.cotraitant ?? null,
    },
  })
  return ok({ seances: cibles.length, ...(lieu ? { lieu } : {}) })
}
