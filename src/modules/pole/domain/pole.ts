import type { DateCivile } from '#kernel/dates.ts'
import { type Refus, refuser } from '#kernel/refus.ts'
import { ok, type Result } from '#kernel/result.ts'
import { slug, uneLigne } from '#kernel/texte.ts'

/** L'adresse publique d'un pôle, de son nom : « Pôle Formation » est « formation ». Moins de deux signes : le nom n'en donne pas. */
export const codeDuPole = (nom: string): string => slug(nom.replace(/^p[oô]le +/i, ''))

/** Une coopérative qui anime seule confie l'animation avant de partir, tant qu'il reste quelqu'un à qui la confier. */
export const peutPartir = (pole: {
  readonly moi: string
  readonly membres: readonly { readonly organisme: string; readonly etat: string }[]
  readonly mandats: readonly { readonly organisme: string; readonly role: string }[]
}): Result<null, Refus<'seule-a-animer'>> => {
  const autres = pole.membres.some((m) => m.etat === 'active' && m.organisme !== pole.moi)
  const animeAilleurs = pole.mandats.some((m) => m.role === 'animation' && m.organisme !== pole.moi)
  return autres && !animeAilleurs
    ? refuser(
        'seule-a-animer',
        'Votre coopérative est seule à animer ce pôle : confiez l’animation avant de partir.',
      )
    : ok(null)
}

/** Un engagement reporté à un jour dit reste pris, pour ce jour ; sans jour, il est reporté. */
export const suiteDEngagement = (dit: {
  readonly devient: 'tenu' | 'reporte' | 'abandonne'
  readonly mot: string
  readonly report: DateCivile | undefined
}): {
  readonly etat: 'pris' | 'tenu' | 'reporte' | 'abandonne'
  readonly suite: string
  readonly pour?: DateCivile
} => {
  const mot = uneLigne(dit.mot)
  return dit.devient === 'reporte' && dit.report
    ? { etat: 'pris', suite: mot || 'reporté', pour: dit.report }
    : { etat: dit.devient, suite: mot }
}

/** Les états d’un pôle que l’on rejoint, et dont l’agenda est public ; un pôle proposé n’en est pas encore un, un pôle clos n’en est plus un. */
export const etatsDUnPoleOuvert = ['lance', 'actif', 'en-sommeil'] as const
/** Les mandats qu’une coopérative donne : qui en tient un vote pour elle. L’animation n’en est pas un. */
export const mandatsDeVote = ['titulaire', 'suppleant'] as const
export type MandatDeVote = (typeof mandatsDeVote)[number]
