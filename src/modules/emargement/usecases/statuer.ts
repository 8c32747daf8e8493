import type { PersonneId } from '#kernel/id.ts'
import { ok, type Result } from '#kernel/result.ts'
import { compter } from '#kernel/texte.ts'
import { type Cloture, cloreFeuille, type RefusCloture } from '../domain/clore-feuille.ts'
import { etablirPresence } from '../domain/corriger.ts'
import { noterAbsence as decider, type RefusAbsence } from '../domain/noter-absence.ts'
import type { RefusRegularisation } from '../domain/regulariser.ts'
import { type Demi, Devance, type Emargements, type Inscrit, type Recu } from './ports.ts'

type Ports = { readonly emargements: Emargements; readonly maintenant: Date }

const identite = (inscrit: Inscrit) => ({ prenom: inscrit.personne.prenom, nom: inscrit.personne.nom })

export const noterAbsence =
  ({ emargements, maintenant }: Ports) =>
  async (g: {
    readonly demi: Demi
    readonly inscrit: Inscrit
    readonly justifiee: boolean
  }): Promise<Result<Recu, RefusAbsence>> => {
    const decision = decider(g.demi.seance, g.inscrit.presence, maintenant)
    if (!decision.ok) return decision
    const maillon = emargements.nouveauMaillon(maintenant)
    const { inscription, personne } = g.inscrit
    if (!(await emargements.poserAbsence({ inscription, maillon, le: maintenant, justifiee: g.justifiee })))
      throw new Devance()
    await emargements.consigner({
      geste: 'noter-absence',
      objet: { genre: 'seance', id: g.demi.seance.id },
      phrase: `L’absence de {tiers:${personne.id}} a été notée${g.justifiee ? ', justificatif remis' : ''}.`,
      le: maintenant,
    })
    return ok(
      await emargements.inscrire(maillon, {
        genre: 'absence',
        seance: g.demi.seance.id,
        inscription,
        faitLe: maintenant,
        recuLe: maintenant,
        prive: { identite: { ...identite(g.inscrit), justifiee: g.justifiee } },
      }),
    )
  }

/** Le formateur atteste une présence hors fenêtre, avec un motif : régularisation, ou correction d’une feuille close. */
export const regulariser =
  ({ emargements, maintenant }: Ports) =>
  async (g: {
    readonly demi: Demi
    readonly inscrit: Inscrit
    readonly motif: string
    readonly par: PersonneId
    readonly retardMin?: number
  }): Promise<Result<Recu, RefusRegularisation>> => {
    const { inscription, personne } = g.inscrit
    const decision = etablirPresence(g.demi.seance, g.inscrit.presence, {
      inscriptionId: inscription,
      par: g.par,
      // La page a vérifié que la personne anime la session ; le compte du formateur n’est pas encore lié à elle.
      formateurs: [g.par],
      motif: g.motif,
      ...(g.retardMin === undefined ? {} : { retardMin: g.retardMin }),
      maintenant,
    })
    if (!decision.ok) return decision
    const { genre, motif, retardMin } = decision.value
    const maillon = emargements.nouveauMaillon(maintenant)
    const posee = await emargements.poserSignature({
      inscription,
      maillon,
      le: maintenant,
      regularisation: true,
      regulariseePar: g.par,
      retardMin,
    })
    if (!posee) throw new Devance()
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
        retardMin,
        prive: { identite: identite(g.inscrit), motif: { motif, par: g.par } },
      }),
    )
  }

/** La signature du formateur : une entrée du registre, puis un jalon signé de la clé de l’instance. */
export const clore =
  ({ emargements, maintenant }: Ports) =>
  async (g: {
    readonly demi: Demi
    readonly inscrits: readonly Inscrit[]
    readonly par: { readonly id: PersonneId; readonly nom: string }
    readonly connexion: { readonly ip: string; readonly agent: string }
  }): Promise<Result<Cloture & { readonly recu: Recu }, RefusCloture>> => {
    const decision = cloreFeuille(
      g.demi.seance,
      g.inscrits.map((i) => i.presence),
      maintenant,
    )
    if (!decision.ok) return decision
    const maillon = emargements.nouveauMaillon(maintenant)
    if (!(await emargements.poserCloture({ maillon, le: maintenant }))) throw new Devance()
    await emargements.consigner({
      geste: 'clore-feuille',
      objet: { genre: 'seance', id: g.demi.seance.id },
      phrase: `{personne:${g.par.id}} a clos la feuille d’une demi-journée : ${compter(decision.value.presents, 'présence')}, ${compter(decision.value.absents, 'absence')}.`,
      le: maintenant,
    })
    const recu = await emargements.inscrire(maillon, {
      genre: 'cloture',
      seance: g.demi.seance.id,
      faitLe: maintenant,
      recuLe: maintenant,
      prive: { identite: { nom: g.par.nom, moyen: 'compte personnel' }, connexion: g.connexion },
    })
    await emargements.poserJalon(recu, maintenant)
    return ok({ ...decision.value, recu })
  }
