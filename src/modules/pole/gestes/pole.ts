/** La vie d'un pôle : le fonder, le régler, y entrer et en sortir, qui parle et qui anime. */
import type { DateCivile } from '#kernel/dates.ts'
import type { OrganismeId } from '#kernel/id.ts'
import { type Refus, refuser } from '#kernel/refus.ts'
import { ok, type Result } from '#kernel/result.ts'
import { uneLigne } from '#kernel/texte.ts'
import { jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import type { TenantTx } from '#platform/db/index.ts'
import { enqueue } from '#platform/jobs/enqueue.ts'
import type { Visiteur } from '#web/env.ts'
import { changerAbonnement } from '../db/avis.ecritures.ts'
import {
  accepterAnimation,
  changerPole,
  confierAnimation,
  direAdhesion,
  fonderPole,
  peserCooperative,
  prendreMandat,
  quitterPole,
  viserAdhesion,
} from '../db/poles.ecritures.ts'
import { codeEstPris, lirePole, type Pole } from '../db/poles.ts'
import { cloreGroupe, suivreEngagement } from '../db/suites.ecritures.ts'
import type { Engagement, Groupe } from '../db/suites.ts'
import type { Personne } from '../db/travaux.ts'
import { codeDuPole, type MandatDeVote, peutPartir, suiteDEngagement } from '../domain/pole.ts'
import { tacheAccueillir } from '../domain/taches.ts'
import type { Depuis } from '../lecture/regard.ts'
import { noter } from './noter.ts'

type Fait<T = null, C extends string = string> = Promise<Result<T, Refus<C>>>
type Dit = Pick<Pole, 'nom' | 'raison' | 'territoire' | 'courriel' | 'entree' | 'public'>

/** L'Union fonde un pôle sans attendre de signatures. Le même envoi, deux fois, n'en fonde qu'un. */
export const fonder = async (
  tx: TenantTx,
  visiteur: Visiteur,
  p: Dit & Pick<Pole, 'id' | 'genre'>,
  le: Date,
): Fait<'fonde' | 'deja', 'nom'> => {
  if (await lirePole(tx, p.id)) return ok('deja')
  const nom = uneLigne(p.nom)
  const code = codeDuPole(nom)
  if (code.length < 2 || (await codeEstPris(tx, code)))
    return refuser('nom', 'Un pôle porte déjà ce nom : précisez-le.')
  await fonderPole(tx, { id: p.id, code, genre: p.genre, nom, entree: p.entree, anime: visiteur.nom }, le)
  await changerPole(tx, p.id, {
    raison: p.raison,
    territoire: uneLigne(p.territoire),
    courriel: p.courriel,
    public: p.public,
  })
  await noter(tx, visiteur, p.id, 'fonder-pole', `{pole:${p.id}} est fondé.`, le)
  return ok('fonde')
}

export const regler = async (tx: TenantTx, id: Pole['id'], dit: Dit & Pick<Pole, 'etat'>): Promise<void> => {
  await changerPole(tx, id, { ...dit, nom: uneLigne(dit.nom), territoire: uneLigne(dit.territoire) })
}

/** Vise une demande d'adhésion ; acceptée, la coopérative reçoit sa bienvenue. Faux : elle avait sa réponse. */
export const viserUneDemande = async (
  { tx, r, visiteur, le }: Depuis,
  cooperative: OrganismeId,
  oui: boolean,
): Promise<boolean> => {
  const motif = oui ? null : 'Le pôle n’a pas donné suite.'
  if (!(await viserAdhesion(tx, r.pole.id, cooperative, { oui, motif }, le))) return false
  if (oui) await enqueue(tx, tacheAccueillir, { organisme: r.moi, pole: r.pole.id, cooperative })
  await noter(tx, visiteur, r.pole.id, 'viser-adhesion', `Une demande de {pole:${r.pole.id}} est visée.`, le)
  return true
}

/** Parle pour sa coopérative. `remplacer` : la personne a le droit de prendre une place tenue. */
export const parlerPourSaCooperative = async (
  { tx, r, visiteur, le }: Depuis,
  role: MandatDeVote,
  remplacer: boolean,
): Fait =>
  (await prendreMandat(tx, r.pole.id, { role, nom: visiteur.nom, remplacer }, le))
    ? ok(null)
    : refuser('tenue', 'Cette place est déjà tenue : le responsable ou l’administration peut la changer.')

export const confierLAnimation = async ({ tx, r, le }: Depuis, a: Personne | undefined): Fait =>
  a && (await confierAnimation(tx, r.pole.id, a, le))
    ? ok(null)
    : refuser('inconnue', 'Cette personne ne parle pour aucune coopérative du pôle, ou l’anime déjà.')

export const repondreALAnimation = async ({ tx, r, le }: Depuis, oui: boolean): Fait =>
  (await accepterAnimation(tx, r.pole.id, oui, le))
    ? ok(null)
    : refuser('inconnue', 'L’animation ne vous est plus confiée.')

/** Quitte le pôle, au nom de la coopérative : ce qu'elle y a dit et fait reste. */
export const quitter = async ({ tx, r, visiteur, le }: Depuis, motif: string): Fait => {
  const juge = peutPartir(r)
  if (!juge.ok) return juge
  if (!(await quitterPole(tx, r.pole.id, motif, le)))
    return refuser(
      'compte-ouvert',
      'Votre compte courant au pôle n’est pas soldé, ou retient un montant : réglez, passez ou libérez ce qui reste, puis partez.',
    )
  await noter(tx, visiteur, r.pole.id, 'quitter-pole', `{pole:${r.pole.id}} est quitté.`, le)
  return ok(null)
}

export const suivreLesRetours = ({ tx, r, visiteur, le }: Depuis, veut: boolean): Promise<void> =>
  changerAbonnement(tx, r.pole.id, visiteur.personneId, veut, le)

/** Ce que la coopérative cherche et propose ; sans texte, elle redit la même chose pour un tour. */
export const annoncerCeQuOnCherche = async (
  { tx, r, visiteur, le }: Depuis,
  dit: { readonly cherche: string; readonly propose: string } | undefined,
): Fait => {
  if (!(await direAdhesion(tx, r.pole.id, dit, le)))
    return refuser('partie', 'Votre coopérative n’est plus de ce pôle.')
  const suite = dit ? 'change' : 'vaut toujours'
  await noter(
    tx,
    visiteur,
    r.pole.id,
    'dire-adhesion',
    `Ce que la coopérative cherche et propose à {pole:${r.pole.id}} ${suite}.`,
    le,
  )
  return ok(null)
}

/** Reporte les poids des statuts : ils valent pour les votes à ouvrir. */
export const reporterLesPoids = async (
  { tx, r, visiteur, le }: Depuis,
  poids: readonly { readonly cooperative: OrganismeId; readonly vaut: number }[],
): Fait => {
  const membres = new Set(r.membres.filter((m) => m.etat === 'active').map((m) => m.organisme))
  if (poids.some((p) => !membres.has(p.cooperative)))
    return refuser('ailleurs', 'Une de ces coopératives n’est pas du pôle.')
  for (const p of poids) await peserCooperative(tx, r.pole.id, p.cooperative, p.vaut)
  await noter(tx, visiteur, r.pole.id, 'peser-cooperatives', `Les poids de {pole:${r.pole.id}} changent.`, le)
  return ok(null)
}

/** Faux : il était déjà clos. */
export const cloreUnGroupe = ({ tx, r, le }: Depuis, id: Groupe['id']): Promise<boolean> =>
  cloreGroupe(tx, r.pole.id, id, jourLocal(le, ZONE_PAR_DEFAUT))

/** Dit ce que devient un engagement : tenu, abandonné, ou reporté (à `report`, s'il y a un jour). */
export const suivreUnEngagement = async (
  { tx, r }: Depuis,
  id: Engagement['id'],
  dit: {
    readonly devient: 'tenu' | 'reporte' | 'abandonne'
    readonly mot: string
    readonly report: DateCivile | undefined
  },
): Fait =>
  (await suivreEngagement(tx, r.pole.id, id, suiteDEngagement(dit)))
    ? ok(null)
    : refuser(
        'autre',
        'Cet engagement est d’une autre coopérative : elle seule, ou qui anime, en dit la suite.',
      )
