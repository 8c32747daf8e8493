import { memeNom } from '#kernel/meme-nom.ts'
import { refuser } from '#kernel/refus.ts'
import { ok, type Result } from '#kernel/result.ts'
import { compter } from '#kernel/texte.ts'
import {
  aToutSigne,
  type Cloture,
  cloreFeuille,
  contresignerSeance,
  type RefusCloture,
  type RefusContresignature,
  type SignatureDeQuiForme,
} from '../domain/clore-feuille.ts'
import { ChangeEntreTemps, type Demi, type Inscrit, type Recu } from '../domain/ports.ts'
import type { Auteur, Ports } from './statuer.ts'

type Feuille = {
  readonly demi: Demi
  readonly inscrits: readonly Inscrit[]
  readonly par: Auteur
  /** Ce qui est déjà contresigné, et ce qui est venu après. */
  readonly signatures: readonly SignatureDeQuiForme[]
  readonly connexion: { readonly ip: string; readonly agent: string }
}

/** Sans compte pour qui a animé, qui tient la feuille signe à sa place ; sinon, on ne contresigne que ce que l’on a animé. */
const signataireDe = (g: Feuille): Auteur | undefined =>
  g.demi.animateurs.includes(g.par.id)
    ? { ...g.par, suppleance: false }
    : g.demi.animateurs.length === 0
      ? { ...g.par, suppleance: true }
      : undefined

const ecrire = async ({ emargements, maintenant }: Ports, g: Feuille): Promise<Recu> => {
  const maillon = emargements.nouveauMaillon(maintenant)
  const { suppleance } = g.par
  if (!(await emargements.poserContresignature({ maillon, le: maintenant, suppleance })))
    throw new ChangeEntreTemps()
  await emargements.consigner({
    geste: 'contresigner-seance',
    objet: { genre: 'seance', id: g.demi.seance.id },
    phrase: `{personne:${g.par.id}} a contresigné une demi-journée${suppleance && !memeNom(g.par.nom, g.demi.session.formateur) ? ', à la place du formateur qui n’a pas de compte' : ''}.`,
    le: maintenant,
  })
  return emargements.inscrire(maillon, {
    genre: 'contresignature',
    seance: g.demi.seance.id,
    faitLe: maintenant,
    recuLe: maintenant,
    porte: 'formateur',
    identification: 'compte',
    attestation: true,
    // Ce qu’elle contresigne : l’entrée de chaque case, à cet instant.
    viseMaillons: g.inscrits.flatMap((i) => (i.maillon ? [i.maillon] : [])),
    prive: {
      identite: { par: g.par.id, nom: g.par.nom, suppleance, pour: g.demi.session.formateur },
      connexion: g.connexion,
    },
  })
}

/** Chaque formateur signe la séance qu’il a animée ; la feuille reste ouverte. */
export const contresigner =
  (ports: Ports) =>
  async (g: Feuille): Promise<Result<Recu, RefusContresignature>> => {
    const par = signataireDe(g)
    if (!par)
      return refuser(
        'pas-animateur',
        `Cette demi-journée a été animée par ${g.demi.session.formateur} : la contresignature est la sienne.`,
      )
    const decision = contresignerSeance(
      g.demi.seance,
      aToutSigne(g.signatures, g.par.id),
      g.inscrits.length,
      ports.maintenant,
    )
    return decision.ok ? ok(await ecrire(ports, { ...g, par })) : decision
  }

/**
 * Ceux dont la signature manque pour clore. Qui clôt signe aussi ce qui est venu après eux ; s’il ne signe pas, rien ne peut être venu
 * après la leur.
 */
const manquent = (g: Feuille, par: Auteur | undefined): number =>
  g.demi.animateurs.filter(
    (a) => a !== g.par.id && !(par ? g.signatures.some((s) => s.par === a) : aToutSigne(g.signatures, a)),
  ).length

/** Arrête la feuille : la contresignature de qui clôt si elle manque ou si la feuille a changé depuis, l’entrée de clôture, un jalon. */
export const clore =
  (ports: Ports) =>
  async (g: Feuille): Promise<Result<Cloture & { readonly recu: Recu }, RefusCloture>> => {
    const { emargements, maintenant } = ports
    const par = signataireDe(g)
    const decision = cloreFeuille(
      g.demi.seance,
      g.inscrits.map((i) => i.presence),
      maintenant,
      manquent(g, par),
    )
    if (!decision.ok) return decision
    const maillon = emargements.nouveauMaillon(maintenant)
    if (!(await emargements.poserCloture({ maillon, le: maintenant }))) throw new ChangeEntreTemps()
    await emargements.consigner({
      geste: 'clore-feuille',
      objet: { genre: 'seance', id: g.demi.seance.id },
      phrase: `{personne:${g.par.id}} a clos la feuille d’une demi-journée : ${compter(decision.value.presents, 'présence')}, ${compter(decision.value.absents, 'absence')}.`,
      le: maintenant,
    })
    if (par && !aToutSigne(g.signatures, par.id)) await ecrire(ports, { ...g, par })
    const recu = await emargements.inscrire(maillon, {
      genre: 'cloture',
      seance: g.demi.seance.id,
      faitLe: maintenant,
      recuLe: maintenant,
      porte: 'formateur',
      identification: 'compte',
      prive: { identite: { par: g.par.id, nom: g.par.nom }, connexion: g.connexion },
    })
    await emargements.poserJalon(recu, maintenant)
    return ok({ ...decision.value, recu })
  }
