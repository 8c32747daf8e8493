import type { PersonneId } from '#kernel/id.ts'
import { ok, type Result } from '#kernel/result.ts'
import { estJustifiee, type MotifAbsence } from '../domain/absence.ts'
import { etablirPresence } from '../domain/corriger.ts'
import { noterAbsence as decider, type RefusAbsence } from '../domain/noter-absence.ts'
import { ChangeEntreTemps, type Demi, type Emargements, type Inscrit, type Recu } from '../domain/ports.ts'
import {
  corrigerEnAbsence as deciderAbsence,
  annuler as deciderAnnuler,
  noterMinutes as deciderMinutes,
  requalifierAbsence as deciderMotif,
  type Minutes,
  type Rectification,
  type RefusRectification,
} from '../domain/rectifier.ts'
import type { RefusRegularisation } from '../domain/regulariser.ts'

export type Ports = { readonly emargements: Emargements; readonly maintenant: Date }
/** Qui tient la feuille : le formateur de la session, ou qui la prépare quand elle n’a pas de compte de formateur. */
export type Auteur = { readonly id: PersonneId; readonly nom: string; readonly suppleance: boolean }
type Case = { readonly demi: Demi; readonly inscrit: Inscrit; readonly par: Auteur }

const depuis = { porte: 'formateur', appareil: null } as const
const identite = (inscrit: Inscrit) => ({ prenom: inscrit.personne.prenom, nom: inscrit.personne.nom })
const nulles: Minutes = { retard: 0, depart: 0 }
/** Qui a fait le geste : une part privée, comme tout ce qui nomme. */
const auteur = (par: Auteur) => ({ par: par.id, nom: par.nom, suppleance: par.suppleance })

export const noterAbsence =
  ({ emargements, maintenant }: Ports) =>
  async (g: Case & { readonly motif: MotifAbsence }): Promise<Result<Recu, RefusAbsence>> => {
    const decision = decider(g.demi.seance, g.inscrit.presence, maintenant)
    if (!decision.ok) return decision
    const maillon = emargements.nouveauMaillon(maintenant)
    const { inscription, personne } = g.inscrit
    const posee =
      g.inscrit.maillon === null
        ? await emargements.poserAbsence({ inscription, maillon, le: maintenant, motif: g.motif })
        : await emargements.poserRectification({
            ...depuis,
            inscription,
            maillon,
            genre: 'absence',
            etat: 'absente',
            presenteLe: null,
            attestee: false,
            minutes: nulles,
            absence: g.motif,
            le: maintenant,
          })
    if (!posee) throw new ChangeEntreTemps()
    await emargements.consigner({
      geste: 'noter-absence',
      objet: { genre: 'seance', id: g.demi.seance.id },
      phrase: `L’absence de {tiers:${personne.id}} a été notée${estJustifiee(g.motif) ? ', justifiée' : ''}.`,
      le: maintenant,
    })
    return ok(
      await emargements.inscrire(maillon, {
        genre: 'absence',
        seance: g.demi.seance.id,
        inscription,
        faitLe: maintenant,
        recuLe: maintenant,
        porte: 'formateur',
        identification: 'compte',
        etat: 'absente',
        prive: { identite: identite(g.inscrit), motif: { code: g.motif, ...auteur(g.par) } },
      }),
    )
  }

/** Le formateur atteste une présence hors fenêtre, avec un motif : régularisation, ou correction d’une feuille close. */
export const regulariser =
  ({ emargements, maintenant }: Ports) =>
  async (
    g: Case & { readonly motif: string; readonly minutes?: Minutes },
  ): Promise<Result<Recu, RefusRegularisation>> => {
    const { inscription, personne } = g.inscrit
    const decision = etablirPresence(g.demi.seance, g.inscrit.presence, {
      inscriptionId: inscription,
      par: g.par.id,
      // Qui tient la feuille a été vérifié avant la transaction, et dans elle (`surCase`).
      formateurs: [g.par.id],
      motif: g.motif,
      ...(g.minutes === undefined ? {} : { minutes: g.minutes }),
      maintenant,
    })
    if (!decision.ok) return decision
    const { genre, motif, minutes } = decision.value
    const maillon = emargements.nouveauMaillon(maintenant)
    const vierge = g.inscrit.maillon === null && minutes.depart === 0
    const posee = vierge
      ? await emargements.poserSignature({
          ...depuis,
          inscription,
          maillon,
          le: maintenant,
          regularisation: true,
          regulariseePar: g.par.id,
          retardMin: minutes.retard,
        })
      : await emargements.poserRectification({
          ...depuis,
          inscription,
          maillon,
          genre,
          etat: 'presente',
          presenteLe: maintenant,
          attestee: true,
          minutes,
          absence: null,
          le: maintenant,
        })
    if (!posee) throw new ChangeEntreTemps()
    await emargements.consigner({
      geste: genre === 'correction' ? 'corriger-presence' : 'regulariser-presence',
      objet: { genre: 'seance', id: g.demi.seance.id },
      phrase: `La présence de {tiers:${personne.id}} a été ${genre === 'correction' ? 'corrigée' : 'régularisée'}, avec un motif.`,
      le: maintenant,
    })
    return ok(
      await emargements.inscrire(maillon, {
        genre,
        seance: g.demi.seance.id,
        inscription,
        faitLe: maintenant,
        recuLe: maintenant,
        porte: 'formateur',
        identification: 'compte',
        etat: 'presente',
        minutes,
        viseMaillons: g.inscrit.maillon ? [g.inscrit.maillon] : [],
        prive: { identite: identite(g.inscrit), motif: { motif, ...auteur(g.par) } },
      }),
    )
  }

const journal = {
  retard: ['noter-minutes', 'Les minutes perdues par {qui} ont été notées.'],
  correction: ['corriger-presence', 'La case de {qui} a été corrigée.'],
  annulation: ['annuler-case', 'La case de {qui} a été annulée, avec un motif.'],
} as const

/** Écrit une rectification décidée : à côté de l’entrée qu’elle vise, jamais par-dessus. */
const rectifier = async (
  { emargements, maintenant }: Ports,
  g: Case,
  decision: Result<Rectification, RefusRectification>,
): Promise<Result<Recu, RefusRectification>> => {
  if (!decision.ok) return decision
  const { genre, etat, minutes, absence, motif } = decision.value
  const { inscription, personne, presence } = g.inscrit
  const maillon = emargements.nouveauMaillon(maintenant)
  const posee = await emargements.poserRectification({
    ...depuis,
    inscription,
    maillon,
    genre,
    etat,
    // Des minutes retirées ne changent pas l’heure de la signature, ni le fait qu’elle en est une.
    presenteLe: etat === 'presente' && presence.etat === 'signee' ? presence.signeeLe : null,
    attestee: etat === 'presente' && g.inscrit.regularisee,
    minutes,
    absence,
    le: maintenant,
  })
  if (!posee) throw new ChangeEntreTemps()
  await emargements.consigner({
    geste: journal[genre][0],
    objet: { genre: 'seance', id: g.demi.seance.id },
    phrase: journal[genre][1].replace('{qui}', `{tiers:${personne.id}}`),
    le: maintenant,
  })
  return ok(
    await emargements.inscrire(maillon, {
      genre,
      seance: g.demi.seance.id,
      inscription,
      faitLe: maintenant,
      recuLe: maintenant,
      porte: 'formateur',
      identification: 'compte',
      etat,
      minutes: etat === 'presente' ? minutes : undefined,
      viseMaillons: g.inscrit.maillon ? [g.inscrit.maillon] : [],
      prive: {
        identite: identite(g.inscrit),
        motif: { ...(motif ? { motif } : {}), ...(absence ? { code: absence } : {}), ...auteur(g.par) },
      },
    }),
  )
}

export const noterMinutes = (ports: Ports) => (g: Case & Minutes & { readonly motif: string }) =>
  rectifier(ports, g, deciderMinutes(g.demi.seance, g.inscrit, { ...g, maintenant: ports.maintenant }))

export const requalifierAbsence = (ports: Ports) => (g: Case & { readonly absence: MotifAbsence }) =>
  rectifier(ports, g, deciderMotif(g.inscrit, g.absence))

export const corrigerEnAbsence =
  (ports: Ports) => (g: Case & { readonly motif: string; readonly absence: MotifAbsence }) =>
    rectifier(ports, g, deciderAbsence(g.demi.seance, g.inscrit, { ...g, maintenant: ports.maintenant }))

export const annuler = (ports: Ports) => (g: Case & { readonly motif: string }) =>
  rectifier(ports, g, deciderAnnuler(g.demi.seance, g.inscrit, g.motif))
