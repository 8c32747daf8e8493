/** Une veille se transmet à des personnes, qui disent l’avoir lue ; qui ne l’a pas dit est relancé, une fois par jour au plus. */
import { type Refus, refuser } from '#kernel/refus.ts'
import { ok, type Result } from '#kernel/result.ts'
import { saluer } from '#kernel/texte.ts'
import { adhesions } from '#modules/comptes/index.ts'
import { enseigneParDefaut, lireOrganisme } from '#modules/organisme/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import { consigner } from '#platform/db/journal.ts'
import { isMailAddress } from '#platform/mail/compose.ts'
import { sendLater } from '#platform/mail/outbox.ts'
import type { Services } from '#platform/services.ts'
import type { Visiteur } from '#web/env.ts'
import { insererDiffusion, insererLue, noterRelances } from '../db/diffusion.ecritures.ts'
import { veillesRecues } from '../db/diffusion.ts'
import type { Ligne } from '../db/registre.ts'
import { veilleRecueUrl } from '../liens.ts'

type Fait<T> = Promise<Result<T, Refus>>
type Veille = Pick<Ligne, 'id' | 'activite' | 'titre' | 'retire'>

/** On ne relance pas deux fois le même jour la même personne. */
const ATTENTE_MS = 20 * 3_600_000

/** Qui peut recevoir une veille : l’équipe d’aujourd’hui ; un accès qui ne fait que lire n’en reçoit pas. */
export const quiPeutLaRecevoir = async (tx: TenantTx, jour: string) =>
  (await adhesions(tx)).filter(
    (a) => !a.enAttente && (a.au === null || jour <= a.au) && !a.roles.includes('auditeur'),
  )

const noter = (tx: TenantTx, v: Veille, geste: string, phrase: string, le: Date) =>
  consigner(tx, {
    activite: v.activite,
    faitLe: le,
    module: 'qualite',
    geste,
    objet: { genre: 'ligne-qualite', id: v.id },
    phrase,
  })

export const transmettreVeille = async (
  tx: TenantTx,
  v: Veille,
  comptes: readonly string[],
  { jour, le }: { readonly jour: string; readonly le: Date },
): Fait<number> => {
  if (v.retire) return refuser('retiree', 'Cette veille est retirée : il n’y a plus rien à transmettre.')
  const equipe = new Set<string>((await quiPeutLaRecevoir(tx, jour)).map((a) => a.compte))
  const voulus = comptes.filter((c) => equipe.has(c))
  if (voulus.length === 0) return refuser('vide', 'Cochez au moins une personne de l’équipe.')
  const n = await insererDiffusion(tx, v.id, voulus, le)
  if (n > 0) await noter(tx, v, 'transmettre-veille', 'Une veille est transmise à des personnes.', le)
  return ok(n)
}

/** Écrit à qui ne l’a pas dite lue ; sa journée le montre aussi. Rend combien de personnes reçoivent un courriel. */
export const relancerVeille = async (
  tx: TenantTx,
  v: Veille,
  { keys, config }: Pick<Services, 'keys' | 'config'>,
  { jour, le }: { readonly jour: string; readonly le: Date },
): Fait<number> => {
  if (v.retire) return refuser('retiree', 'Cette veille est retirée : il n’y a plus rien à lire.')
  // On ne date que la relance qui part : ni celle d’une personne partie, ni celle d’une adresse où rien n’arrive.
  const equipe = (await quiPeutLaRecevoir(tx, jour)).filter((a) => isMailAddress(a.courriel))
  const comptes = new Set(
    await noterRelances(
      tx,
      v.id,
      equipe.map((a) => a.compte),
      new Date(le.getTime() - ATTENTE_MS),
      le,
    ),
  )
  const gens = equipe.filter((a) => comptes.has(a.compte))
  if (gens.length === 0)
    return refuser(
      'personne',
      'Personne à relancer : chacune l’a dite lue, l’a reçue aujourd’hui, vient d’être relancée, ou n’a plus d’adresse ici.',
    )
  const { nom, courriel } = await lireOrganisme(tx)
  for (const a of gens)
    await sendLater(
      tx,
      { keys },
      {
        a: a.courriel,
        deLaPart: nom,
        ...(courriel ? { repondreA: courriel } : {}),
        objet: `À lire : ${v.titre}`,
        texte: [
          saluer(a.prenom),
          `${nom} vous a transmis une veille : « ${v.titre} ». Vous n’avez pas encore dit l’avoir lue.`,
          `Ouvrez-la, et dites ce que vous en faites : ${config.origine}${veilleRecueUrl({ ligne: v.id })}`,
        ].join('\n\n'),
      },
    )
  await noter(tx, v, 'relancer-veille', 'Qui n’a pas dit avoir lu une veille est relancé.', le)
  return ok(gens.length)
}

/**
 * La personne dit qu’elle l’a lue, et, si elle veut, ce qu’elle en fait ; qui s’est trompé le corrige ou le retire, d’une parole de plus. `dite` : combien de
 * fois elle en avait parlé sur la page qu’elle lit ; un second envoi de cette page se refuse, et son texte lui revient.
 */
export const direLue = async (
  tx: TenantTx,
  ligne: string,
  {
    suite,
    rang,
    dite,
    retire,
  }: { readonly suite: string; readonly rang: string; readonly dite: string; readonly retire: boolean },
  visiteur: Pick<Visiteur, 'enseigne'>,
  le: Date,
): Fait<'lue' | 'corrigee' | 'retiree' | 'pareille'> => {
  const lire = async () => (await veillesRecues(tx)).find((v) => v.ligne === ligne)
  const recue = await lire()
  if (!recue) return refuser('introuvable', 'Cette veille ne vous est pas transmise.')
  const enseigne = await enseigneParDefaut(tx, visiteur)
  if (!enseigne) return refuser('enseigne', 'Vous n’agissez pour aucune enseigne ouverte.')
  const revisee = refuser(
    'revisee',
    'Cette veille vient d’être révisée : relisez-la, puis dites-le de nouveau.',
  )
  const deja = refuser(
    'deja',
    'Vous l’avez déjà dit depuis que cette page est ouverte : relisez-la. Rien n’est changé à ce que vous en avez écrit.',
  )
  if (rang !== String(recue.rang)) return revisee
  if (dite !== String(recue.dite)) return deja
  if (retire && suite !== '' && suite !== recue.suite)
    return refuser(
      'reecrit',
      'Vous retirez ce que vous en avez dit et vous le récrivez à la fois : décochez l’un, ou effacez l’autre.',
    )
  // Rien n’est changé : une parole de plus ferait dire « corrigé » de ce qui ne l’est pas.
  if (!retire && recue.lueLe && suite === recue.suite) return ok('pareille')
  const fait = retire ? 'retiree' : recue.lueLe ? 'corrigee' : 'lue'
  const parole = { ligne, rang: recue.rang, dite: recue.dite + 1, retiree: retire }
  // Révisée, ou dite d’une autre page, entre la lecture et l’écriture, la base n’écrit rien : la preuve ne dit que ce qui fut lu.
  if (!(await insererLue(tx, parole, retire ? '' : suite, le)))
    return (await lire())?.rang === recue.rang ? deja : revisee
  const [quoi, phrase] = paroles[fait]
  await noter(tx, { id: ligne, activite: enseigne.id, titre: recue.titre, retire: false }, quoi, phrase, le)
  return ok(fait)
}
const paroles = {
  lue: ['lire-veille', 'Une personne dit avoir lu une veille.'],
  corrigee: ['corriger-veille-lue', 'Une personne corrige ce qu’elle a dit d’une veille.'],
  retiree: ['retirer-veille-lue', 'Une personne retire avoir lu une veille.'],
} as const
